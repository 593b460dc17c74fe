"""Pages of events against sorting everything by hand, and the plans by which they stay quick."""

from itertools import product

import pytest
from sqlalchemy import event

from models import StoredEvent
from models.store import EventFilter, OwnSpan, OwnTime, PageRequest, Position, Scope, Store
from models.store.paging import newest
from tests.support.stored_hall import NINE, analysis, footage, hall, happened

KINDS = ("arrival", "absence", "slouching")


@pytest.fixture
def year(store: Store) -> Store:
    for n in range(3):
        found = [
            happened(KINDS[(i + n) % 3], 7 * (i // 2), counter=("left", "right")[i % 2]) for i in range(20)
        ]
        store.recordings.save(analysis(*found, of=footage(f"f{n}", NINE + 0.001 * n)), NINE)
    back = [happened(kind, 50 + i, counter="back") for i, kind in enumerate(KINDS)]
    store.recordings.save(analysis(*back, of=footage("g", camera="cam2")), NINE)
    store.recordings.save(analysis(*back, of=footage("g", camera="cam2"), site=hall("south")), NINE)
    return store


def by_hand(store: Store, want: EventFilter, scope: Scope) -> list[int]:
    def fits(e: StoredEvent) -> bool:
        return (
            (want.kinds is None or e.event.kind in want.kinds)
            and e.event.kind not in want.but_kinds
            and (want.site is None or e.site == want.site)
            and (want.since is None or e.event.start >= want.since)
            and want.camera_id in (None, e.camera_id)
            and want.counter_id in (None, e.counter_id)
            and scope.holds_event(e.camera_id, e.counter_id, e.event.start)
        )

    everything = store.events.many(range(1, 200)).values()
    found = sorted(everything, key=lambda e: (e.event.start, e.id), reverse=True)
    return [e.id for e in found if fits(e)]


def walked(store: Store, want: EventFilter, scope: Scope, size: int) -> list[int]:
    ids: list[int] = []
    after = None
    while page := store.events.page(want, size, after, scope):
        ids += [e.id for e in page]
        after = Position(page[-1].event.start, page[-1].id)
    return ids


def test_every_filter_in_every_scope_walks_through_exactly_its_events(year: Store) -> None:
    kinds = (None, frozenset({"absence"}), frozenset({"absence", "slouching"}), frozenset[str]())
    places = ({}, {"site": "north"}, {"site": "south"}, {"camera_id": 1}, {"counter_id": 2}, {"site": "x"})
    scopes = (Scope(), Scope(frozenset({1})), Scope(frozenset({1, 2})), Scope(frozenset()))
    for kind, place, scope, but in product(kinds, places, scopes, (frozenset[str](), frozenset({"arrival"}))):
        want = EventFilter(kinds=kind, but_kinds=but, **place)  # type: ignore[arg-type]
        assert walked(year, want, scope, 7) == by_hand(year, want, scope), (want, scope)


@pytest.mark.parametrize("length_s", [3.0, 40.0])
def test_own_time_walks_through_exactly_its_events(year: Store, length_s: float) -> None:
    """Spans apart or overlapping, with events at both ends of spans."""
    spans = tuple(OwnSpan(1 + n % 2, NINE + n, NINE + n + length_s) for n in range(0, 140, 7))
    scope = Scope.of(OwnTime("Li", (*spans, OwnSpan(3, NINE + 50, NINE + 51))))
    for kind, place in product(
        (None, frozenset({"absence"})),
        ({}, {"site": "north"}, {"site": "south"}, {"camera_id": 1}, {"counter_id": 2}, {"since": NINE + 30}),
    ):
        want = EventFilter(kinds=kind, **place)  # type: ignore[arg-type]
        found = by_hand(year, want, scope)
        assert walked(year, want, scope, 7) == found, want
        page = year.events.listed(want, PageRequest("start", 500), scope)
        assert ([one.id for one in page.items], page.total) == (found[::-1], len(found))
    assert len(walked(year, EventFilter(), scope, 7)) > 5


def test_own_time_may_have_more_spans_than_sqlite_takes_in_one_chain(year: Store) -> None:
    spans = tuple(OwnSpan(1, NINE - n, NINE - n + 0.5) for n in range(1200))
    (found,) = year.events.page(EventFilter(site="north"), 1, None, Scope.of(OwnTime("Li", spans)))
    assert NINE <= found.event.start < NINE + 0.5


def test_own_time_without_a_span_has_no_event(year: Store) -> None:
    assert walked(year, EventFilter(), Scope.of(OwnTime("Li")), 7) == []


def test_more_kinds_and_cameras_than_a_union_takes_are_asked_at_once(year: Store) -> None:
    want = EventFilter(kinds=frozenset({*KINDS, *(f"kind{i}" for i in range(100))}))
    assert walked(year, want, Scope(), 50) == by_hand(year, want, Scope())


@pytest.mark.parametrize(
    "want",
    [
        EventFilter(),
        EventFilter(kinds=frozenset(KINDS)),
        EventFilter(site="north", kinds=frozenset({"absence"})),
        EventFilter(counter_id=1),
        EventFilter(counter_id=1, kinds=frozenset({"absence"})),
        EventFilter(camera_id=1),
        EventFilter(but_kinds=frozenset({"arrival"})),
    ],
)
@pytest.mark.parametrize("after", [None, Position(NINE + 40, 7)])
def test_no_page_sorts_or_reads_the_whole_table(
    year: Store, want: EventFilter, after: Position | None
) -> None:
    plans: list[tuple[str, object]] = []

    def keep(_c: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if "FROM events" in statement:
            plans.append((statement, parameters))

    event.listen(year._engine, "before_cursor_execute", keep)
    with year.events._reading() as session:
        newest(session, want, 10, after, Scope())
    event.remove(year._engine, "before_cursor_execute", keep)
    ((statement, parameters),) = plans
    with year._engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
    steps = [str(row[3]) for row in plan]
    reads = [step for step in steps if " events" in step]
    assert reads
    assert all("USING" in step and "INDEX" in step for step in reads), steps
    # The union of the parts is sorted, at most `limit` rows of each; the parts themselves come in order.
    assert sum("USE TEMP B-TREE FOR ORDER BY" in step for step in steps) <= (len(reads) > 1), steps
