"""Idempotency keys of requests that write, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_keys",
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.Double(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_request_keys")),
    )
    op.create_index(op.f("ix_request_keys_begun_at"), "request_keys", ["begun_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_request_keys_begun_at"), table_name="request_keys")
    op.drop_table("request_keys")
