"""Erasure of a person: clips deleted, the name replaced everywhere, and a search that shows that it is gone.

Files go first and the rows in one transaction after them, so that a killed erasure finds the same rows again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from models import Action, ModelError, same_person
from models.store import DATABASE_FILE, Deed, NameSwap, RetentionClass, Store, SwapResult
from pipeline.retention.held import HeldData, held_data, person_spans
from pipeline.subject_access.name_search import files_with, replace_in_files
from pipeline.subject_access.naming import PersonName, new_pseudonym


@dataclass(frozen=True, slots=True)
class ErasureOrder:
    """The person, names of the person's accounts, the account that asks, the reason, and the moment (UTC s)."""

    name: str
    accounts: tuple[str, ...]
    by: str
    reason: str
    now: float
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """The result of an erasure: counts by table, texts for a person to read again, what a hold keeps, what is left.

    `left` are places in which the name was still found by the search at the end; empty after a dry run.
    """

    pseudonym: str
    dry_run: bool
    clips: int
    replaced: dict[str, int]
    files: tuple[str, ...]
    to_read: tuple[str, ...]
    held: tuple[str, ...]
    left: tuple[str, ...]

    def lines(self) -> list[str]:
        """Lines for the operator."""
        did = "would be" if self.dry_run else "were"
        texts = ", ".join(f"{n} in {table}" for table, n in sorted(self.replaced.items())) or "none"
        told = [f"{self.clips} clips and posters {did} deleted; texts that {did} replaced: {texts}"]
        told += [] if self.dry_run else [f"the name is now {self.pseudonym}"]
        told += [f"file {did} changed or deleted: {one}" for one in self.files]
        told += [f"read again, other words may tell who it was: {one}" for one in self.to_read]
        told += [f"kept by a legal hold: {one}" for one in self.held]
        return told + [f"the name is left: {one}" for one in self.left]


def erase_person(store: Store, data: Path, order: ErasureOrder) -> ErasureReport:
    """Replace a person's name everywhere by a random one, and delete the clips of the person's stretches at a post.

    Scores and events stay as figures of a counter. Raises ModelError when a legal hold is on the person, naming it,
    and when the name is none. A clerk's account that is bound to the person is the person's, whatever it is called.
    """
    order = replace(order, accounts=(*order.accounts, *bound_accounts(store, order.name)))
    name = PersonName.among(order.name, store.erasure.people(), order.accounts)
    for hold in store.holds.active(order.now):
        if hold.matter.person and name.of(hold.matter.person):
            raise ModelError(
                f"hold {hold.id} is on this person ({hold.reason}): nothing was erased; lift it first"
            )
    held, pseudonym = held_data(store, order.now), new_pseudonym()
    events, kept = _events(store, name, held)
    quiet = {key for key, where in person_minutes(store, name).items() if not held.counter(*where)}
    clips = _delete_clips(store, data, (events - kept, quiet), dry_run=order.dry_run)
    files, other = replace_in_files(data, name, pseudonym, dry_run=order.dry_run)
    done = _replace(store, order, name, pseudonym, _held_rows(store, held, kept))
    left = [str(path.relative_to(data)) for path in other]
    if not order.dry_run:
        _close_accounts(store, order, pseudonym)
        store.erasure.forget_deleted()
        left = _search(store, data, name, done)
    return ErasureReport(
        pseudonym, order.dry_run, clips, dict(done.replaced), tuple(str(path.relative_to(data)) for path in files),
        _told(done.to_read), (*_told(done.held), *(f"clip of event {one}" for one in sorted(kept))), tuple(left),
    )  # fmt: skip


def bound_accounts(store: Store, person: str) -> tuple[str, ...]:
    """The names of clerks' accounts that are bound to a person; a name of one letter cannot be found in texts."""
    return tuple(
        one.name for one in store.accounts.all() if same_person(one.person, person) and len(one.name) > 1
    )


def person_events(store: Store, name: PersonName) -> dict[int, tuple[str, int, float, float]]:
    """Site, counter and span of every event in the person's stretches at a post, by id of the event."""
    found = {}
    for site, counter_id, (start, end) in person_spans(store, name.writings):
        for one in store.events.of_counter(counter_id, start, end):
            found[one.id] = (site, counter_id, one.event.start, one.event.end)
    return found


def person_minutes(store: Store, name: PersonName) -> dict[int, tuple[str, int, float, float]]:
    """Site, counter and span of every kept quiet minute in the person's stretches at a post, by its id."""
    found = {}
    for site, counter_id, (start, end) in person_spans(store, name.writings):
        for one in store.quiet_minutes.within(counter_id, start, end):
            found[one.id] = (site, counter_id, one.start, one.end)
    return found


def _events(store: Store, name: PersonName, held: HeldData) -> tuple[set[int], set[int]]:
    """The person's events, and those of them that a hold keeps."""
    found = person_events(store, name)
    return set(found), {key for key, where in found.items() if held.event(key, *where)}


def _delete_clips(store: Store, data: Path, of: tuple[set[int], set[int]], *, dry_run: bool) -> int:
    """Delete the clips of these events and quiet minutes, files before rows; the number of files comes back."""
    root, count, (events, minutes) = (data / "clips").resolve(), 0, of
    media = store.erasure.media_of(events)
    quiet = {one.id: (one.clip, one.poster) for one in store.quiet_minutes.all() if one.id in minutes}
    for path in (path for paths in (*media.values(), *quiet.values()) for path in paths if path):
        if (data / path).resolve().is_relative_to(root) and (data / path).is_file():
            count += 1
            if not dry_run:
                (data / path).unlink(missing_ok=True)
    if not dry_run:
        for kind in (RetentionClass.CLIPS, RetentionClass.POSTERS):
            store.expiry.remove(kind, sorted(media))
        store.expiry.remove(RetentionClass.QUIET_MINUTES, sorted(quiet))
    return count


def _held_rows(store: Store, held: HeldData, events: Iterable[int]) -> frozenset[tuple[str, int | str]]:
    """Roster lines in held time, and reviews and appeals of held events."""
    rows: set[tuple[str, int | str]] = set()
    for one in store.sites.all() if held else ():
        for row in store.expiry.due(RetentionClass.ROSTER, float("inf"), one.id, one.site.zone):
            if held.counter(one.site.site, None, row.start, row.end):
                rows.add(("roster", row.key))
    for event_id in events:
        rows |= {("appeals", appeal.id) for appeal in store.appeals.of(event_id)}
        rows |= {("reviews", review.id) for review in store.reviews.of(event_id)}
    return frozenset(rows)


def _replace(
    store: Store,
    order: ErasureOrder,
    name: PersonName,
    pseudonym: str,
    kept: frozenset[tuple[str, int | str]],
) -> SwapResult:
    """The swap and the line about it, in one transaction."""
    swap = NameSwap(lambda text: name.replaced(text, pseudonym), kept)
    if order.dry_run:
        return store.erasure.swap(swap, dry_run=True)
    with store.unit_of_work("erasure") as work:
        done = work.erasure.swap(swap)
        anew = f"; lines from {done.first} on were chained anew" if done.first else ""
        head = f", the head before was line {done.before.id} {done.before.hash}" if done.before else ""
        reason = name.replaced(order.reason, pseudonym)
        detail = f"{reason}: {sum(done.replaced.values())} texts{anew}{head}"
        by = pseudonym if name.of(order.by) else order.by
        work.audit.add(Deed(by, Action.PERSON_ERASED, pseudonym, detail), order.now)
        return done


def _close_accounts(store: Store, order: ErasureOrder, pseudonym: str) -> None:
    if order.accounts:
        store.erasure.close_account(pseudonym)


def _search(store: Store, data: Path, name: PersonName, done: SwapResult) -> list[str]:
    """Every place that still has the name: texts of the database that no hold keeps, and files."""
    again = store.erasure.swap(NameSwap(lambda text: name.replaced(text, "")), dry_run=True)
    rows = [table for table, count in again.replaced.items() for _ in range(count)]
    held = [place[0] for place in done.held]
    found = [f"table {table}" for table in sorted(set(rows)) if rows.count(table) > held.count(table)]
    files = [str(path.relative_to(data)) for path in files_with(data, name)]
    return found + [file for file in files if not (done.held and file.startswith(DATABASE_FILE))]


def _told(places: Iterable[tuple[str, str, int | str]]) -> tuple[str, ...]:
    return tuple(f"{table}.{column} of {key}" for table, column, key in places)
