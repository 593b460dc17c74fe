"""Inspections: what auditors saw of the clauses that no camera judges."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_inspections_site_id_sites")),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_inspections_camera_id_cameras")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_inspections_counter_id_counters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )
    op.create_index(op.f("ix_inspections_site_id_day"), "inspections", ["site_id", "day"], unique=False)
    op.create_index(op.f("ix_inspections_signed_at_id"), "inspections", ["signed_at", "id"], unique=False)
    op.create_table(
        "checked_clauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=op.f("fk_checked_clauses_inspection_id_inspections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checked_clauses")),
        sa.UniqueConstraint("inspection_id", "clause", name=op.f("uq_checked_clauses_inspection_id_clause")),
    )


def downgrade() -> None:
    op.drop_table("checked_clauses")
    op.drop_table("inspections")
