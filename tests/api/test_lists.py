"""Every list is read in pages that neither repeat nor lose an entry, whatever comes or goes between two of them."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import (
    ALL_HALLS,
    EVERY_HALL,
    AuditDraw,
    AuditItem,
    AuditStratum,
    ChannelSettings,
    CheckedClause,
    Filing,
    HeldMatter,
    HoldScope,
    LineFigures,
    LineKey,
    LineVersion,
    Met,
    Role,
    RosterEntry,
    TokenOrder,
    TokenRight,
    What,
    Words,
)
from models.store import AccountChange, EventFilter, Notice, SealedAddress, Store
from tests.support.report_hall import MONDAY, nine
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import NINE, absence

READERS = {
    "/api/v1/events": "sun",
    "/api/v1/appeals": "sun",
    "/api/v1/days": "sun",
    "/api/v1/shifts": "li",
    "/api/v1/coverage": "sun",
    "/api/v1/notices": "sun",
    "/api/v1/sites": "sun",
    "/api/v1/norms": "sun",
    "/api/v1/profiles": "sun",
    "/api/v1/audit": "wu",
    "/api/v1/holds": "wu",
    "/api/v1/learned-lines": "wu",
    "/api/v1/quality-audits": "wu",
    "/api/v1/inspections": "wu",
    "/api/v1/users": "an",
    "/api/v1/tokens": "an",
    "/api/v1/channels": "an",
    "/api/v1/outbox": "an",
    "/api/v1/periods/{period}/{day}/people": "sun",
}
QUERIES: dict[str, dict[str, object]] = {
    "/api/v1/events": {"until": nine(MONDAY) + 5400},
    "/api/v1/coverage": {"since": f"{MONDAY}T00:00:00Z"},
    "/api/v1/learned-lines": {"site": "riverside"},
    "/api/v1/periods/{period}/{day}/people": {"site": "riverside"},
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> Iterator[Town]:
    """A hall with a week of scores in which people have done everything twice; all tests only read it."""
    with Town.copied(furnished, tmp_path_factory.mktemp("busy") / "data") as town:
        town.time = nine(MONDAY) + 6 * 86400
        _fill(town.store, town.time)
        yield town


def _fill(store: Store, now: float) -> None:
    events = store.events.page(EventFilter(), 3)
    sun = store.accounts.named("sun")
    assert sun is not None
    for name in ("duty", "late duty"):
        settings = ChannelSettings(name, frozenset({EVERY_HALL}))
        store.channels.add("slack", settings, SealedAddress("", "https://hooks.example"), "an", now)
    for n, one in enumerate(events):
        store.appeals.file(one.id, Filing(sun.id, "", "it was a break"), now + n)
        matter = HeldMatter(HoldScope.EVENT, one.site, one.counter_id, None, None, one.id, "")
        store.holds.place(matter, "a complaint", "wu", now)  # all at the same moment
        store.notices.put(Notice("camera_lost", f"n{n}", Words(zh="镜头", en="lost"), "riverside"), now)
    for n, one in enumerate(events):
        stratum = AuditStratum(one.event.kind, 1.0, 1)
        span = one.event.start, one.event.end
        item = AuditItem(1, stratum, one.id, one.counter_id, one.camera_id, *span, one.verdict, ())
        store.quality_audits.add(AuditDraw(one.site, MONDAY, MONDAY, f"{n}", (stratum,), (item,)), "wu", now)
        checked = [CheckedClause("G2", Met.YES)]
        store.inspections.add(one.counter_id, MONDAY, checked, "wu", now)  # all at the same moment
    half = LineFigures(1, 2, 2)
    for line in (0.6, 0.7):
        version = LineVersion(LineKey("phone"), line, 0.5 if line == 0.6 else 0.6, half, half, ())
        store.lines.accept("riverside", version, "an", now)
    shifts = [("w1", "Li"), ("w2", "Wang"), ("w3", "Chen")]
    span = nine(MONDAY), nine(MONDAY) + 8 * 3600
    entries = [RosterEntry(MONDAY, What.SHIFT, *span, counter, "early", name) for counter, name in shifts]
    for name in ("bureau", "office", "tower"):
        store.service_tokens.make(TokenOrder(name, [TokenRight.READ], 30, "an"), now)
    for n, counter in enumerate(("w1", "w2", "w3"), 8):
        hour = nine(MONDAY) + n * 3600, nine(MONDAY) + (n + 1) * 3600
        entries.append(RosterEntry(MONDAY, What.SHIFT, *hour, counter, "late", "Li"))
    li = store.accounts.add("li", PASSWORD, Role.CLERK, "en", now)
    store.accounts.change(li.id, AccountChange(person="Li"))
    store.grants.give(li.id, ALL_HALLS, "tests", now)
    store.rosters.replace("riverside", entries, "roster.csv", now)


def _address(path: str) -> str:
    return path.format(period="day", day=MONDAY)


def _items(page: dict[str, Any]) -> list[Any]:
    return page["lines"] if "lines" in page else page["items"]


def _key(item: dict[str, Any]) -> object:
    keys = ("id", "day", "counter_id", "recording_id", "hash", "name", "start")
    return tuple(item.get(key) for key in keys)


def _orders(town: Town, path: str) -> list[str]:
    parameters = town.app.openapi()["paths"][path]["get"]["parameters"]
    (sort,) = (one for one in parameters if one["name"] == "sort")
    return list(sort["schema"]["enum"])


def _walked(town: Town, path: str, **query: object) -> list[object]:
    found: list[object] = []
    asked = {**QUERIES.get(path, {}), **query}
    while True:
        page = town.get(READERS[path], _address(path), **asked).json()
        found += map(_key, _items(page))
        if page["next"] is None:
            return found
        asked["cursor"] = page["next"]


def test_every_list_of_the_api_has_pages(town: Town) -> None:
    described = town.app.openapi()["paths"]
    named = {
        path: {one["name"] for one in operations["get"].get("parameters", ())}
        for path, operations in described.items()
        if "get" in operations
    }
    assert {path for path, names in named.items() if "cursor" in names} == READERS.keys()
    assert all({"limit", "sort"} <= named[path] for path in READERS)
    # No other route answers with a bare list, which could not grow a page later.
    answers = {path: one["get"]["responses"]["200"] for path, one in described.items() if "get" in one}
    schemas = {
        p: a.get("content", {}).get("application/json", {}).get("schema", {}) for p, a in answers.items()
    }
    assert [path for path, schema in schemas.items() if schema.get("type") == "array"] == []


@pytest.mark.parametrize("path", READERS)
def test_small_pages_give_together_what_a_large_one_gives_in_every_order(busy: Town, path: str) -> None:
    busy.get(
        READERS[path], _address(path), **QUERIES.get(path, {})
    )  # the line of this view is in the log now
    for sort in _orders(busy, path):
        asked = {**QUERIES.get(path, {}), "sort": sort}
        whole = busy.get(READERS[path], _address(path), **asked, limit=200).json()
        items, field = _items(whole), sort.removeprefix("-")
        assert len(items) > 1 or path == "/api/v1/sites"
        assert (whole["next"], whole["total"], whole["capped"]) == (None, len(items), False)
        assert _walked(busy, path, sort=sort, limit=1 if len(items) < 12 else 7) == list(map(_key, items))
        values = [-1 if item[field] is None else item[field] for item in items if field in item]
        assert values == sorted(values, reverse=sort.startswith("-"))


def test_an_order_that_a_list_does_not_have_is_refused_with_those_that_it_has(busy: Town) -> None:
    for path, name in READERS.items():
        answer = busy.get(name, _address(path), **QUERIES.get(path, {}), sort="hash)--")
        assert refused(answer, 422, "sort by one of these", _orders(busy, path)[0])


def test_events_that_are_found_between_two_pages_neither_repeat_nor_hide_others(town: Town) -> None:
    town.happens(*(absence(60 * n) for n in range(1, 7)))
    first = town.get("sun", "/api/v1/events", limit=3).json()
    town.happens(absence(500), absence(601), fingerprint="f2")
    rest = town.get("sun", "/api/v1/events", limit=3, cursor=first["next"]).json()
    starts = [one["start"] for one in (*first["items"], *rest["items"])]
    assert starts == [NINE + 60 * n for n in (6, 5, 4, 3, 2, 1)]
    assert (first["total"], rest["total"]) == (6, 8)


def test_events_can_be_read_from_the_oldest_on(town: Town) -> None:
    town.happens(*(absence(60 * n) for n in range(1, 5)))
    first = town.get("sun", "/api/v1/events", sort="start", limit=3).json()
    assert [one["start"] - NINE for one in first["items"]] == [60, 120, 180]
    # The cursor knows its order, so that the next request need not repeat it.
    assert [one["start"] - NINE for one in town.items("sun", "/api/v1/events", cursor=first["next"])] == [240]
    answer = town.get("sun", "/api/v1/events", cursor=first["next"], sort="-start")
    assert refused(answer, 422, "cursor", "sorted by start")


def test_the_worst_day_of_the_week_is_asked_for_by_its_points(busy: Town) -> None:
    days = busy.items("sun", "/api/v1/days", site="riverside")
    worst, *_ = busy.items("sun", "/api/v1/days", site="riverside", sort="points", limit=1)
    scored = [one["points"] for one in days if one["points"] is not None]
    assert worst["points"] == (None if len(scored) < len(days) else min(scored))
    best, *_ = busy.items("sun", "/api/v1/days", site="riverside", sort="-points", limit=1)
    assert best["points"] == max(scored)


def test_a_total_counts_what_the_account_may_see(town: Town) -> None:
    town.happens(absence(60), absence(120))
    town.store.accounts.add("li", PASSWORD, Role.SUPERVISOR, "en", NINE)
    assert town.get("sun", "/api/v1/events").json()["total"] == 2
    blind = town.get("li", "/api/v1/events").json()
    assert (blind["items"], blind["total"], blind["next"]) == ([], 0, None)


def test_a_total_beyond_what_is_quick_to_count_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.happens(*(absence(60 * n) for n in range(1, 7)))
    for most, told in {5: (5, True), 6: (6, False)}.items():
        monkeypatch.setattr("models.store.pages.COUNTED", most)
        page = town.get("sun", "/api/v1/events", limit=2).json()
        assert (page["total"], page["capped"]) == told


def test_a_total_by_what_no_index_knows_looks_at_so_many_events_and_says_if_there_are_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.happens(*(absence(60 * n) for n in range(1, 7)))
    for most, told in {5: (5, True), 6: (6, False)}.items():
        monkeypatch.setattr("models.store.paging.LOOKED_AT", most)
        page = town.get("sun", "/api/v1/events", limit=2, min_confidence=0.1).json()
        assert (page["total"], page["capped"]) == told
    assert town.get("sun", "/api/v1/events", min_confidence=1).json()["total"] == 0


def _cursor(*content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


WRONG = [
    _cursor("-start", 1.0), _cursor("-start", 1.0, 2, 3), _cursor("-start", "1", 2), _cursor("-start", 1.0, 0),
    _cursor("-start", 1.0, 2**31), _cursor("-end", 1.0, 2), _cursor(["-start"], 1.0, 2), _cursor("-start", None, 2),
    _cursor("-start", 1.0, "\ud800"), _cursor(), "e30", "bnVsbA", "W1tb", "x" * 3000, "ä", "%00", "",
]  # fmt: skip


@pytest.mark.parametrize("path", READERS)
def test_a_cursor_that_no_page_gave_is_refused(busy: Town, path: str) -> None:
    for cursor in WRONG:
        answer = busy.get(READERS[path], _address(path), **QUERIES.get(path, {}), cursor=cursor)
        assert refused(answer, 422, "cursor"), cursor


def test_a_cursor_of_another_list_is_refused(busy: Town) -> None:
    page = busy.get("sun", "/api/v1/days", limit=1).json()
    assert refused(busy.get("sun", "/api/v1/events", cursor=page["next"]), 422, "cursor")


# The town of both databases has no roster, and so no shifts.
@pytest.mark.parametrize(
    "path", [path for path in READERS if not any(word in path for word in ("{", "lines", "shifts"))]
)
def test_either_database_walks_through_a_list_in_every_order(one_town: Town, path: str) -> None:
    one_town.get(READERS[path], path)
    asked = {"until": NINE + 86400} if path == "/api/v1/events" else {}
    for sort in _orders(one_town, path):
        whole = one_town.get(READERS[path], path, sort=sort, limit=200, **asked).json()
        assert _walked(one_town, path, sort=sort, limit=1, **asked) == list(map(_key, whole["items"]))
