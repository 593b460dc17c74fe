"""All files of a store: the state of each, and seals for those that were recorded before there were seals."""

from collections.abc import Iterator
from pathlib import Path

from models import Seal, SealState, check_file, event_file, quiet_file
from models.store import EventFilter, Position, Store

_PAGE = 500


def states_of_files(store: Store, data: Path) -> Iterator[tuple[str, SealState]]:
    """(subject, state) of every clip and poster, and of every sealed report that is still there."""
    for subject, path in _event_files(store):
        found = check_file(data, path, store.seals.of(subject))
        if found.file is not None:
            found.file.close()
        yield subject, found.state
    for stored in store.seals.all():
        file = data / stored.seal.path
        if stored.subject.startswith("report ") and file.is_file():
            same = stored.genuine and Seal.of(data, file) == stored.seal
            yield stored.subject, SealState.INTACT if same else SealState.CHANGED


def seal_unsealed(store: Store, data: Path, user: str, now: float) -> int:
    """Seal clips and posters without a seal as they are at `now` (UTC seconds); returns how many."""
    sealed = 0
    for subject, path in _event_files(store):
        found = check_file(data, path, store.seals.of(subject))
        if found.file is None:
            continue
        with found.file as file:
            if found.state is SealState.UNSEALED:
                sealed += store.seals.add([(subject, Seal(path, file.sha256, file.size))], now, user)
    return sealed


def _event_files(store: Store) -> Iterator[tuple[str, str]]:
    after: Position | None = None
    while page := store.events.page(EventFilter(), _PAGE, after):
        for event in page:
            for kind, path in (("clip", event.clip), ("poster", event.poster)):
                if path is not None:
                    yield event_file(event.id, kind), path
        after = Position(page[-1].event.start, page[-1].id)
    for minute in store.quiet_minutes.all():
        for kind, path in (("clip", minute.clip), ("poster", minute.poster)):
            if path is not None:
                yield quiet_file(minute.id, kind), path
