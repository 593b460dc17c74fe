"""The certainty of events: fact, question or hint.

Events that are already stored become questions where their confidence is below what the profile that judged them
calls certain. A recording without a readable profile counts as judged by the base profile. The next nightly run that
judges a day again stores the certainty that the behaviours give.
"""

from collections.abc import Iterator

import sqlalchemy as sa
import yaml
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BASE = 0.5
"""`certain_from` of the base profile when events had no certainty yet."""

events = sa.table("events", *map(sa.column, ("recording_id", "kind", "confidence", "certainty")))
recordings = sa.table("recordings", *map(sa.column, ("id", "profile_hash")))
profiles = sa.table("profiles", *map(sa.column, ("hash", "document")))


def upgrade() -> None:
    op.add_column(
        "events", sa.Column("certainty", sa.String(length=16), server_default="fact", nullable=False)
    )
    known = dict(_limits())
    for profile_hash, limit in known.items():
        _ask(recordings.c.profile_hash == profile_hash, limit)
    other = sa.or_(recordings.c.profile_hash.is_(None), recordings.c.profile_hash.not_in(list(known)))
    _ask(other, BASE)
    op.execute(events.update().where(events.c.kind == "large_gestures").values(certainty="hint"))
    op.create_index(op.f("ix_events_certainty_start_id"), "events", ["certainty", "start", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_events_certainty_start_id"), table_name="events")
    with op.batch_alter_table("events") as batch:
        batch.drop_column("certainty")


def _limits() -> Iterator[tuple[str, float]]:
    """Hash and `certain_from` of every profile whose document gives a number."""
    for row in op.get_bind().execute(sa.select(profiles.c.hash, profiles.c.document)):
        limit = _limit(row.document)
        if limit is not None:
            yield row.hash, limit


def _limit(document: str) -> float | None:
    try:
        given = yaml.safe_load(document)["scoring"]["certain_from"]
        return float(given["value"] if isinstance(given, dict) else given)
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        return None


def _ask(of: sa.ColumnElement[bool], limit: float) -> None:
    judged = sa.select(recordings.c.id).where(of)
    unsure = events.update().where(events.c.confidence < limit, events.c.recording_id.in_(judged))
    op.execute(unsure.values(certainty="question"))
