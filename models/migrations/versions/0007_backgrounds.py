"""Still backgrounds of cameras."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backgrounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column("zones", sa.String(length=64), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_backgrounds_camera_id_cameras")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backgrounds")),
        sa.UniqueConstraint("camera_id", "zones", name=op.f("uq_backgrounds_camera_id_zones")),
    )


def downgrade() -> None:
    op.drop_table("backgrounds")
