"""An auditor checks at a counter what no camera judges, and signs it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.support.quality_hall import AUDITS, DAY, Body, drawn, furnish, judges_all
from tests.support.running_api import Town, refused

INSPECTIONS = "/api/v1/inspections"


def signed(town: Town, *clauses: Body, day: str = DAY) -> Body:
    wish = {"counter_id": 1, "day": day, "clauses": list(clauses)}
    answer = town.ask("wu", "POST", INSPECTIONS, json=wish)
    assert answer.status_code == 201, answer.text
    made: Body = answer.json()
    return made


@pytest.fixture
def hall(town: Town) -> Town:
    furnish(town)
    return town


def test_a_checklist_is_signed_by_the_account_and_listed(hall: Town) -> None:
    made = signed(
        hall,
        {"clause": "G2", "met": "no", "note": " no sign shows the way "},
        {"clause": "H2", "met": "not_seen"},
    )
    assert (made["signed_by"], made["counter_name"], made["day"]) == ("wu", "Window 1", DAY)
    assert made["clauses"][0] == {"clause": "G2", "met": "no", "note": "no sign shows the way"}
    assert hall.items("mei", INSPECTIONS) == [made]


def test_another_look_is_another_checklist(hall: Town) -> None:
    for met in ("no", "yes"):
        signed(hall, {"clause": "G2", "met": met})
    assert [one["clauses"][0]["met"] for one in hall.items("wu", INSPECTIONS)] == ["yes", "no"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"clauses": [{"clause": "X9", "met": "yes"}]}, "no clause that only an auditor judges"),
        ({"clauses": [{"clause": "W1", "met": "yes"}]}, "no clause that only an auditor judges"),
        ({"clauses": [{"clause": "G2", "met": "yes"}, {"clause": "G2", "met": "no"}]}, "named twice"),
        ({"day": "2030-01-01"}, "has not come yet"),
    ],
)
def test_what_is_no_checklist_is_refused(hall: Town, changes: Body, words: str) -> None:
    wish = {"counter_id": 1, "day": DAY, "clauses": [{"clause": "G2", "met": "yes"}], **changes}
    assert refused(hall.ask("wu", "POST", INSPECTIONS, json=wish), 422, words)


def test_the_document_of_an_audit_has_the_checklists_of_its_days(hall: Town) -> None:
    signed(hall, {"clause": "G2", "met": "no", "note": "no sign"})
    signed(hall, {"clause": "G2", "met": "yes"}, day="2026-11-20")
    audit = drawn(hall, minutes=0)
    judges_all(hall, "wu", audit)
    hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close")
    file = hall.get("wu", f"{AUDITS}/{audit['id']}/document", format="xlsx", language="en").content
    sheet = load_workbook(BytesIO(file))["Auditor's checklist"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    (row,) = [row for row in rows if "no sign" in row]
    assert row[0] == DAY
    assert row[2].startswith("G2 ")
    assert row[3:6] == ["no", "no sign", "wu"]
    assert not any("2026-11-20" in row for row in rows)
