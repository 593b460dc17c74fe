"""Days, weeks and months in the API: the figures of the report to the digit, shifts, and people by the roster."""

import datetime as dt
import io
import math
from dataclasses import replace

from openpyxl import load_workbook

from models import Action, RosterEntry, What, day_span
from models.store import AuditFilter
from pipeline.scoring.days import SiteDay
from pipeline.scoring.rates import wilson
from tests.support.report_hall import MONDAY, POWER, nine, site
from tests.support.running_api import Town, refused
from tests.support.workbooks import below

SUNDAY = MONDAY + dt.timedelta(days=6)
WEEK = f"/api/v1/periods/week/{MONDAY}"
TUESDAY = MONDAY + dt.timedelta(days=1)


def digits(figure: object) -> object:
    """A figure to the fifteen digits that a workbook holds."""
    return f"{figure:.15g}" if isinstance(figure, int | float) else figure


def test_a_week_has_the_figures_of_its_workbook_to_the_digit(riverside: Town) -> None:
    told = riverside.get("sun", WEEK, site="riverside").json()
    report = riverside.get("sun", f"/api/v1/reports/week/{MONDAY}", site="riverside", language="en")
    book = load_workbook(io.BytesIO(report.content))
    groups = [told["hall"], *told["counters"]]
    for group, row in zip(groups, below(book["Overview"]), strict=True):
        assert digits(group["points"]) == digits(row["Points"])
        assert digits(group["coverage"]) == digits(row["Observed"])
        assert (group["scored"], group["unscored"]) == (row["Days scored"], row["Days without a score"])
        assert (group["deductions"], group["open"]) == (row["Deductions"], row["To be reviewed"])
        assert digits(group["taken"]) == digits(row["Points taken"])
        for rate in group["rates"]:
            assert digits(row[rate["title"]["en"]]) == digits(rate["met"] / rate["of"])
            assert (rate["low"], rate["high"]) == wilson(rate["met"], rate["of"])
    points = {row["Clause"]: row["Points taken"] for row in below(book["Clauses"])}
    for clause in told["clauses"]:
        assert digits(clause["points"]) == digits(points[clause["clause"]] or 0.0)


def test_what_nobody_saw_is_told_and_costs_nothing(riverside: Town) -> None:
    told = riverside.get("sun", WEEK, site="riverside").json()
    assert told["final"] is False
    assert sum(told["lost_s"].values()) > 0
    by_status = {one["clause"]: one for one in told["clauses"]}
    assert any(one["status"] == "auditor" and one["points"] == 0 for one in by_status.values())
    assert any(praise["counters"] for praise in told["praise"])
    assert told["hall"]["unscored"] > 0
    assert told["hall"]["gained"] is None  # there was no week before


def with_a_roster(town: Town) -> None:
    start, _ = day_span(TUESDAY, site().zone)
    noon = start + 12 * 3600
    early = RosterEntry(TUESDAY, What.SHIFT, nine(TUESDAY), noon, "w1", "early", "Li")
    late = RosterEntry(TUESDAY, What.SHIFT, noon, noon + 5 * 3600, "w1", "late", "Chen")
    others = [replace(entry, counter="w2", person="Wang") for entry in (early, late)]
    town.store.rosters.replace("riverside", [early, late, *others], "roster.csv", nine(TUESDAY))
    places = {place.counter: place for place in town.store.sites.places().values()}
    day = SiteDay.load(town.store, site(), TUESDAY, town.time)
    for key in ("w1", "w2"):
        day.keep(POWER, places[key])


def test_shifts_and_people_are_told_where_a_roster_names_them(riverside: Town) -> None:
    with_a_roster(riverside)
    day = f"/api/v1/periods/day/{TUESDAY}"
    told = riverside.get("sun", day, site="riverside").json()
    assert [shift["name"] for shift in told["shifts"]] == ["early", "late"]
    whole = {one["name"]: one for one in told["counters"]}
    occasions = {rate["name"]: rate["of"] for rate in told["shifts"][0]["rates"]}
    assert all(of > 0 for of in occasions.values())
    assert whole["1号窗口"]["points"] is not None
    people = riverside.items("sun", f"{day}/people", site="riverside")
    assert [one["name"] for one in people] == ["Chen", "Li", "Wang"]
    assert [one["scored"] for one in people] == [1, 1, 2]
    assert all(one["points"] is not None and not math.isnan(one["points"]) for one in people)


def test_who_looks_at_people_is_written_down(riverside: Town) -> None:
    people = f"{WEEK}/people"
    assert riverside.items("sun", people, site="riverside") == []
    (line,) = riverside.store.audit.page(AuditFilter(action=Action.PEOPLE_VIEWED), 9)
    assert (line.user, line.subject) == ("sun", f"people week {MONDAY} riverside")
    assert refused(riverside.get("an", people, site="riverside"), 403, "review")


def test_a_hall_that_nobody_knows_has_no_weeks(riverside: Town) -> None:
    assert refused(riverside.get("sun", WEEK, site="elsewhere"), 404, "elsewhere")
    assert refused(riverside.get("sun", f"/api/v1/periods/year/{MONDAY}", site="riverside"), 422, "period")
