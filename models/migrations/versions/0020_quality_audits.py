"""Quality audits: what was drawn of flagged events and quiet time, and what each auditor said of it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_by", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.Double(), nullable=False),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("closed_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_quality_audits_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_audits")),
    )
    op.create_index(op.f("ix_quality_audits_site_id_id"), "quality_audits", ["site_id", "id"], unique=False)
    op.create_table(
        "audit_strata",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["quality_audits.id"], name=op.f("fk_audit_strata_audit_id_quality_audits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_strata")),
    )
    op.create_index(op.f("ix_audit_strata_audit_id"), "audit_strata", ["audit_id"], unique=False)
    op.create_table(
        "audit_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Double(), nullable=False),
        sa.Column("end", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("overlapping", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["quality_audits.id"], name=op.f("fk_audit_items_audit_id_quality_audits")
        ),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_audit_items_camera_id_cameras")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_audit_items_counter_id_counters")
        ),
        sa.ForeignKeyConstraint(
            ["stratum_id"], ["audit_strata.id"], name=op.f("fk_audit_items_stratum_id_audit_strata")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_items")),
        sa.UniqueConstraint("audit_id", "position", name=op.f("uq_audit_items_audit_id_position")),
    )
    op.create_table(
        "audit_judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("sightings", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["audit_items.id"], name=op.f("fk_audit_judgements_item_id_audit_items")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_audit_judgements_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_judgements")),
    )
    op.create_index(
        op.f("ix_audit_judgements_item_id_user_id_id"),
        "audit_judgements",
        ["item_id", "user_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    for table in ("audit_judgements", "audit_items", "audit_strata", "quality_audits"):
        op.drop_table(table)
