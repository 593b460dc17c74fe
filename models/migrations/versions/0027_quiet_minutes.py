"""Quiet minutes that are kept on video, and the draw of each day that chose them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet_draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("bound", sa.String(length=16), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("expired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_quiet_draws_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_draws")),
        sa.UniqueConstraint("site_id", "day", name=op.f("uq_quiet_draws_site_id_day")),
    )
    op.create_table(
        "quiet_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Double(), nullable=False),
        sa.Column("clip", sa.Text(), nullable=False),
        sa.Column("poster", sa.Text(), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["quiet_draws.id"], name=op.f("fk_quiet_minutes_draw_id_quiet_draws")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_quiet_minutes_counter_id_counters")
        ),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_quiet_minutes_camera_id_cameras")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_minutes")),
        sa.UniqueConstraint("counter_id", "start", name=op.f("uq_quiet_minutes_counter_id_start")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quiet_minutes_draw_id"), "quiet_minutes", ["draw_id"], unique=False)


def downgrade() -> None:
    op.drop_table("quiet_minutes")
    op.drop_table("quiet_draws")
