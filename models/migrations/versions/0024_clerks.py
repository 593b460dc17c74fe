"""The person of the roster to whom a clerk's account belongs, and an index that finds a person's lines."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("person", sa.String(length=255), nullable=True))
    op.create_index(op.f("ix_roster_site_id_person"), "roster", ["site_id", "person"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_roster_site_id_person"), table_name="roster")
    with op.batch_alter_table("users") as users:
        users.drop_column("person")
