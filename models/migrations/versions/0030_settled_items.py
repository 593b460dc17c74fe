"""What was settled of items on which the auditors of a quality audit differ."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settled_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("sightings", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["audit_items.id"], name=op.f("fk_settled_items_item_id_audit_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_items")),
    )
    op.create_index(op.f("ix_settled_items_item_id_id"), "settled_items", ["item_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("settled_items")
