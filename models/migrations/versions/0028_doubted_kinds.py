"""Kinds that are questions by themselves at a site, because audits found too few of them right."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubted_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("line", sa.Double(), nullable=False),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("lifted_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_doubted_kinds_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubted_kinds")),
    )
    op.create_index(op.f("ix_doubted_kinds_site_id_id"), "doubted_kinds", ["site_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("doubted_kinds")
