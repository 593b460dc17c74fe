"""Seals of finished files: path, size and SHA-256. Files from before have none until `counterwatch evidence seal`."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
    )
    op.create_index(op.f("ix_seals_subject_id"), "seals", ["subject", "id"], unique=False)
    op.create_index(op.f("ix_seals_batch"), "seals", ["batch"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_seals_batch"), table_name="seals")
    op.drop_index(op.f("ix_seals_subject_id"), table_name="seals")
    op.drop_table("seals")
