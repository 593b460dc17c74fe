"""Norm profiles at the time of a judgement, by the hash of their content."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Action
from models.store.analysis import Stamp
from models.store.audit import SYSTEM, Deed, write_down
from models.store.base import EVERYTHING, Repository, Scope, lock
from models.tables import CounterRow, ProfileRow, RecordingRow, ScoreRow


class Profiles(Repository):
    """Keeps and finds profiles."""

    def put(self, stamp: Stamp, now: float) -> None:
        """Keep a profile; one with the same hash is the same profile and stays as it is."""
        with self._writing(f"profile {stamp.hash}") as session:
            put_profile(session, stamp, now)

    def get(self, profile_hash: str) -> Stamp | None:
        """The profile with this hash, or None."""
        with self._reading() as session:
            row = session.get(ProfileRow, profile_hash)
            return Stamp(row.name, row.hash, row.document) if row else None

    def all(self, scope: Scope = EVERYTHING) -> list[Stamp]:
        """Every profile that has judged a camera in `scope`, or a counter of own time, by name, the latest first."""
        query = select(ProfileRow).order_by(ProfileRow.name, ProfileRow.first_used.desc())
        if scope != EVERYTHING:
            analysed = select(RecordingRow.profile_hash).where(scope.where(RecordingRow.camera_id))
            scored = (
                select(ScoreRow.profile_hash).join(ScoreRow.counter).where(scope.where(CounterRow.camera_id))
            )
            own = select(ScoreRow.profile_hash).where(ScoreRow.counter_id.in_(_own_counters(scope)))
            query = query.where(or_(*(ProfileRow.hash.in_(one) for one in (analysed, scored, own))))
        with self._reading() as session:
            return [Stamp(row.name, row.hash, row.document) for row in session.scalars(query)]


def _own_counters(scope: Scope) -> frozenset[int]:
    return frozenset() if scope.own is None else scope.own.counters


def put_profile(session: Session, stamp: Stamp, now: float) -> None:
    """As `Profiles.put`, inside a write transaction that is already open."""
    if session.get(ProfileRow, stamp.hash) is not None:
        return
    # Halls share norms, and their transactions overlap: the second one waits for the first, and reads its row.
    lock(session, f"profile {stamp.hash}")
    if session.get(ProfileRow, stamp.hash) is None:
        session.add(ProfileRow(hash=stamp.hash, name=stamp.name, document=stamp.document, first_used=now))
        session.flush()
        write_down(session, Deed(SYSTEM, Action.NORM_CHANGED, f"norms {stamp.name}", stamp.hash), now)
