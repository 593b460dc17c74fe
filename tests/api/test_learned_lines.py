"""Learned lines through the API: read by auditors, accepted and taken back by administrators, written down."""

from collections.abc import Iterator
from typing import Any

import pytest

from models import Action
from models.store import AuditFilter
from pipeline.scoring.days import norms_of
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE, hall
from tests.support.verdicts import GENERAL, SEPARATE, reviewed

LINES = "/api/v1/learned-lines"
SITE = hall(profile="general")
AT_LEFT = {"site": "north", "kind": "phone", "counter": "left", "line": 0.725}


@pytest.fixture
def week(town: Town) -> Iterator[Town]:
    """A week of reviews at the left counter, and one day at the right one."""
    town.store.sites.put(SITE)
    reviewed(town.store, *[SEPARATE] * 5)
    reviewed(town.store, SEPARATE, counter="right")
    yield town


def proposed(town: Town) -> dict[str | None, Any]:
    """The proposals for phones, by counter."""
    answer = town.get("wu", LINES, site="north")
    assert answer.status_code == 200, answer.text
    return {one["counter"]: one for one in answer.json()["proposals"] if one["kind"] == "phone"}


def test_an_auditor_reads_what_is_proposed_with_counts_and_intervals(week: Town) -> None:
    left = proposed(week)["left"]
    assert (left["outcome"], left["today"], left["line"], left["verdicts"]) == ("better", 0.5, 0.725, 30)
    before, after = left["before"]["precision"], left["after"]["precision"]
    assert (before["met"], before["of"], before["share"]) == (15, 30, 0.5)
    assert (round(before["low"], 2), round(before["high"], 2)) == (0.33, 0.67)
    assert (after["met"], after["of"], round(after["low"], 2), after["high"]) == (15, 15, 0.8, 1.0)
    assert left["after"]["recall"]["share"] == 1.0


def test_too_few_verdicts_say_so_without_figures(week: Town) -> None:
    right = proposed(week)["right"]
    assert (right["outcome"], right["verdicts"], right["line"], right["before"]) == ("too_few", 6, None, None)
    told = week.get("an", LINES, site="north").json()
    assert told["needed"] == 30
    assert "recall is among judged events" in told["about"][1]["en"]


def test_an_administrator_accepts_a_line_and_it_is_in_force_and_written_down(week: Town) -> None:
    answer = week.ask("an", "POST", LINES, json=AT_LEFT)
    assert answer.status_code == 200, answer.text
    line = answer.json()
    assert (line["line"], line["replaced"], line["accepted_by"], line["accepted_at"]) == (
        0.725,
        0.5,
        "an",
        NINE,
    )
    assert norms_of(week.store, SITE).scoring.lines == {"phone@left": 0.725}
    assert week.get("wu", LINES, site="north").json()["lines"] == [line]
    (entry,) = week.store.audit.page(AuditFilter(action=Action.LINE_ACCEPTED), 9)
    assert (entry.user, entry.subject, entry.client) == ("an", "line north/phone@left", "10.0.0.7")


def test_a_line_that_is_taken_back_stays_on_record(week: Town) -> None:
    line = week.ask("an", "POST", LINES, json=AT_LEFT).json()
    gone = week.ask("an", "DELETE", f"{LINES}/{line['id']}").json()
    assert (gone["taken_back_by"], gone["in_force"]) == ("an", False)
    assert norms_of(week.store, SITE).hash == GENERAL.hash
    assert week.get("wu", LINES, site="north").json()["lines"] == [gone]
    assert len(week.store.audit.page(AuditFilter(action=Action.LINE_TAKEN_BACK), 9)) == 1
    assert refused(week.ask("an", "DELETE", f"{LINES}/{line['id']}"), 409, "taken back already by an")


def test_a_decision_that_cannot_be_made_is_refused_in_one_line(week: Town) -> None:
    def post(**said: object) -> Any:
        return week.ask("an", "POST", LINES, json=AT_LEFT | said)

    assert refused(post(line=0.7), 409, "the verdicts changed: 0.725 is proposed")
    assert refused(post(counter="right"), 409, "cannot know yet: 6 of 30 verdicts")
    assert refused(post(counter="middle"), 409, "no counter 'middle'")
    assert refused(post(kind="phnoe"), 409, "did you mean phone?")
    assert refused(post(site="south"), 404, "no site 'south'")
    assert refused(post(line=1.5), 422, "line")
    assert refused(week.ask("an", "DELETE", f"{LINES}/99"), 404, "no learned line 99")
    assert refused(week.get("wu", LINES, site="south"), 404, "no site 'south'")
    assert week.store.lines.of_site("north") == []


def test_a_reviewer_and_an_auditor_change_no_line(week: Town) -> None:
    for name in ("sun", "wu"):
        assert refused(week.ask(name, "POST", LINES, json=AT_LEFT), 403, "lines")
    assert refused(week.get("sun", LINES, site="north"), 403, "audit")
    assert week.store.lines.of_site("north") == []
