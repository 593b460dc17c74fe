"""Zones that people corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("user_name", sa.String(length=64), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_zone_versions_camera_id_cameras")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_versions")),
    )
    op.create_index(op.f("ix_zone_versions_camera_id_id"), "zone_versions", ["camera_id", "id"])


def downgrade() -> None:
    op.drop_table("zone_versions")
