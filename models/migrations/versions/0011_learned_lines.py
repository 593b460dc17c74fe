"""Lines that were learned from verdicts and accepted: the confidence from which events of a kind are facts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learned_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.String(length=255), nullable=True),
        sa.Column("line", sa.Double(), nullable=False),
        sa.Column("replaced", sa.Double(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("verdicts", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.Double(), nullable=False),
        sa.Column("taken_back_by", sa.String(length=64), nullable=True),
        sa.Column("taken_back_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_learned_lines_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_lines")),
    )
    op.create_index(op.f("ix_learned_lines_site_id_id"), "learned_lines", ["site_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_learned_lines_site_id_id"), table_name="learned_lines")
    op.drop_table("learned_lines")
