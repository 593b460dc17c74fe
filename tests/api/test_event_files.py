"""Events taken home in a spreadsheet: the rows of the list, nothing that runs, and a line in the log."""

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest

from models import Action
from models.store import AuditFilter
from pipeline.exports import event_files
from pipeline.exports.event_files import SpreadsheetLimits
from tests.support.running_api import Town, refused
from tests.support.stored_hall import absence, hall, happened

EVIL = "=HYPERLINK(1)"
PATH = "/api/v1/events/export"


@pytest.fixture
def morning(town: Town) -> Town:
    """Five events at the left counter, whose name is a formula."""
    town.happens(*(absence(60 * n, 40) for n in range(1, 5)), happened("arrival", 600))
    cameras = [
        camera.model_copy(
            update={"counters": [one.model_copy(update={"name": EVIL}) for one in camera.counters]}
        )
        for camera in hall().cameras
    ]
    town.store.sites.put(hall(cameras=cameras))
    return town


def rows(town: Town, **query: object) -> list[dict[str, str]]:
    answer = town.get("sun", PATH, **query)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="events.csv"'
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def sheet(town: Town, **query: object) -> Sequence[Sequence[object]]:
    answer = town.get("sun", PATH, format="xlsx", **query)
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert all(box.data_type != "f" for row in book["events"].iter_rows() for box in row)
    return list(book["events"].iter_rows(values_only=True))


def test_the_rows_are_those_of_the_list_however_many_are_read_at_once(
    morning: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = morning.items("sun", "/api/v1/events")
    for size in (200, 2, 1):
        monkeypatch.setattr("api.routes.exports._EVENTS", size)
        found = rows(morning)
        assert [int(row["id"]) for row in found] == [one["id"] for one in listed]
        assert [row["sentence"] for row in found] == [one["sentence"] for one in listed]
        assert [row["clauses"].split() for row in found] == [one["clauses"] for one in listed]
        assert [float(row["start"]) for row in found] == [one["start"] for one in listed]


def test_every_filter_of_the_list_is_one_of_the_file(morning: Town) -> None:
    described = morning.app.openapi()["paths"]
    names = [
        {one["name"] for one in described[path]["get"]["parameters"]} for path in ("/api/v1/events", PATH)
    ]
    assert names[0] - {"limit", "sort", "cursor"} == names[1] - {"format"}
    assert [row["kind"] for row in rows(morning, kind="arrival")] == ["arrival"]
    assert len(rows(morning, flagged=True)) == 4
    assert rows(morning, site="south") == []
    assert refused(morning.get("sun", PATH, clause="XX"), 422, "clause")


def test_nothing_in_the_file_runs_when_it_is_opened(morning: Town) -> None:
    assert {row["counter_name"] for row in rows(morning)} == {f"'{EVIL}"}
    head, *found = sheet(morning)
    assert {row[head.index("counter_name")] for row in found} == {EVIL}


def test_the_workbook_has_the_rows_of_the_list_and_numbers_as_numbers(morning: Town) -> None:
    head, *found = sheet(morning, flagged=True)
    listed = morning.items("sun", "/api/v1/events", flagged=True)
    assert [row[head.index("id")] for row in found] == [one["id"] for one in listed]
    assert [row[head.index("confidence")] for row in found] == [one["confidence"] for one in listed]


def test_a_workbook_that_would_be_too_long_is_refused(morning: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_files, "LIMITS", SpreadsheetLimits(rows=5, lines=2))
    assert len(sheet(morning)) == 6
    monkeypatch.setattr(event_files, "LIMITS", SpreadsheetLimits(rows=4, lines=2))
    assert refused(morning.get("sun", PATH, format="xlsx"), 422, "more than 4 events")
    assert len(rows(morning)) == 5


def test_every_file_has_its_line_in_the_log(morning: Town) -> None:
    morning.get("sun", PATH, site="north", verdict="open")
    morning.get("sun", PATH, format="xlsx")
    lines = morning.store.audit.page(AuditFilter(action=Action.EXPORTED), 9)
    assert [(one.user, one.subject, one.detail) for one in lines] == [
        ("sun", "events of all sites", "xlsx"),
        ("sun", "events north", "csv verdict=open"),
    ]
