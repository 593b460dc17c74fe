"""The way of a live camera's looks and results to archive and database, through journals on disk."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from models import Coverage
from models.store import FoundEvent
from pipeline.archive.journal import Journal, journal_folder
from pipeline.archive.journal_records import merged_signals, read_result, result_record, signals_record
from pipeline.archive.signals import merge, read_span
from pipeline.errors import PipelineError
from pipeline.live.pending_results import PendingResults
from pipeline.live.repository import JudgingBasis, LiveRepository, Upkeep
from pipeline.live.signal_buffer import part
from vision.core import Basis, Signals, limit


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """Limits of the way to archive and database."""

    archive_s: float = limit(300.0, "s", Basis.CHOICE, "looks move from the journal to the archive so often")
    held_s: float = limit(
        2.0, "s", Basis.CHOICE, "to wait for a journal: a nightly run that takes it in holds it for a moment"
    )
    basis_s: float = limit(
        60.0, "s", Basis.CHOICE, "hours, roster, seats and learned lines are read again so often"
    )


LIMITS = DeliveryLimits()


class CameraDelivery:
    """The looks and results of one camera that are not stored yet.

    The thread that looks adds them and never waits for a disk or a database. `keep` writes them to the journals,
    `archive` and `store` move them to their places; a thread each may call these. They raise an error where that is
    not possible now: everything stays, and a later call stores it. The next process takes the journals of a killed one.
    """

    def __init__(self, repository: LiveRepository) -> None:
        """Raises PipelineError when another process watches this camera, or the journals cannot be written."""
        self._repository = repository
        folder = journal_folder(repository.hall.data, repository.camera.id)
        self._looks, self._results = _JournalQueue(folder / "looks"), _JournalQueue(folder / "results")
        self._pending = PendingResults()
        self._upkeep: Upkeep | None = None
        self.basis: JudgingBasis | None = None
        """The basis of judging as it was read last; None before the database answered."""
        self.wake: Callable[[], None] = lambda: None
        """Called when there are results for the database."""
        self._basis_at = self._archive_at = float("-inf")
        self._take_results()

    def before(self, start: float, now: float) -> dict[str, Signals]:
        """counter -> the looks of `start`..`now` (UTC s) from the archive, and from the journal of an earlier process.

        An archive that cannot be read is told, and left out.
        """
        hall, camera = self._repository.hall, self._repository.camera
        try:
            archived = read_span(hall.data, camera.id, start, now, hall.site.zone)
        except (PipelineError, OSError) as error:
            hall.say(f"{hall.told(now)}  {camera.id}  {error}")
            archived = {}
        looks = merged_signals(self._looks.journal.records())
        left = {counter: part(rows, start) for counter, rows in looks.items()}
        both = {c: merge(archived[c], left[c]) for c in archived.keys() & left.keys()}
        known = archived | left | both
        return {c.id: known[c.id] for c in camera.counters if c.id in known and len(known[c.id])}

    def add_looks(self, rows: Mapping[str, Signals]) -> None:
        """Add rows that are new or were amended."""
        for counter, some in rows.items():
            if len(some):
                self._looks.add(signals_record(counter, some))

    def add_results(self, results: Iterable[FoundEvent | Coverage]) -> None:
        """Add events and coverage; a newer version of an event takes the place of the older one."""
        results = list(results)
        for one in results:
            self._results.add(result_record(self._pending.add(one)))
        if results:
            self.wake()

    def add_clip(self, found: FoundEvent) -> None:
        """Add the clip of an event."""
        self._results.add(result_record(self._pending.add_clip(found)))

    def add_upkeep(self, upkeep: Upkeep) -> None:
        """Have background, notices and score brought up to date; the last call counts."""
        self._upkeep = upkeep

    def keep(self, _now: float) -> None:
        """Write what was added to the journals, and wait until it is on the disk."""
        self._looks.keep()
        self._results.keep()

    def archive(self, now: float) -> None:
        """Move the looks from the journal to the archive, when it is time."""
        if now < self._archive_at:
            return
        segments = self._looks.journal.seal()
        self._repository.signals(merged_signals(self._looks.journal.records(segments)))
        self._looks.journal.remove(segments)
        self._archive_at = now + LIMITS.archive_s

    def store(self, now: float) -> None:
        """Store results in the database, and read the basis of judging anew when it is time."""
        if now >= self._basis_at:
            self.basis = self._repository.basis(now)
            self._basis_at = now + LIMITS.basis_s
        if self._pending.batch():
            # First the segments, then the batch: the batch has everything that the segments hold.
            segments = self._results.journal.seal()
            batch = self._pending.batch()
            with suppress(OSError, PipelineError):  # told by the thread of the journal
                self._looks.keep()
            self._repository.results(batch.events, batch.coverage)
            self._pending.stored(batch)
            self._results.journal.remove(segments)
        upkeep = self._upkeep
        if upkeep is not None:
            self._repository.upkeep(upkeep, now)
            self._upkeep = None if self._upkeep is upkeep else self._upkeep

    def finish(self) -> None:
        """Make the next call of `archive` store all looks."""
        self._archive_at = float("-inf")

    def close(self) -> None:
        """Release the journals; what could not be stored stays in them."""
        self._looks.journal.close()
        self._results.journal.close()

    def _take_results(self) -> None:
        """Take in the results that an earlier process left, of counters that the site still has."""
        counters = {counter.id for counter in self._repository.camera.counters}
        for one in map(read_result, self._results.journal.records()):
            if (one.event if isinstance(one, FoundEvent) else one).counter in counters:
                self._pending.add(one)


class _JournalQueue:
    """A journal, and records on their way to it."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder, LIMITS.held_s)
        self._waiting: deque[bytes] = deque()
        self._lock = Lock()

    def add(self, record: bytes) -> None:
        self._waiting.append(record)

    def keep(self) -> None:
        with self._lock:
            records = list(self._waiting)
            if records:
                self.journal.append(records)
            for _ in records:
                self._waiting.popleft()
