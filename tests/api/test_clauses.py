"""A clause over time, and the surprise check that auditors draw."""

import datetime as dt

from models import Action
from models.norms import load_profile
from models.store import AuditFilter
from pipeline.scoring.days import score_day
from tests.support.report_hall import MONDAY
from tests.support.running_api import Town, refused

SUNDAY = MONDAY + dt.timedelta(days=6)
TUESDAY = MONDAY + dt.timedelta(days=1)
HISTORY = "/api/v1/clauses/P3/history"
SAMPLE = f"/api/v1/samples/{TUESDAY}"


def test_a_clause_is_told_day_by_day_with_the_figures_of_the_days(riverside: Town) -> None:
    told = riverside.get("sun", HISTORY, site="riverside", until=SUNDAY).json()
    assert told["clause"]["id"] == "P3"
    assert told["changes"] == []
    for day in told["days"]:
        period = riverside.get("sun", f"/api/v1/periods/day/{day['day']}", site="riverside").json()
        (same,) = (one for one in period["clauses"] if one["clause"] == "P3")
        assert (day["points"], day["occurrences"]) == (same["points"], same["occurrences"])
        assert (day["broken"], day["observed"]) == (same["broken"], same["observed"])
    assert sum(day["points"] for day in told["days"]) > 0
    assert any(rate["of"] > 0 for day in told["days"] for rate in day["rates"])


def test_another_profile_is_told_with_what_changed(riverside: Town) -> None:
    bank = load_profile("bank")
    for counter in riverside.store.sites.places():
        score_day(riverside.store, bank, counter, SUNDAY, riverside.time)
    told = riverside.get("sun", "/api/v1/clauses/R1/history", site="riverside", until=SUNDAY).json()
    days = {day["day"]: day["profile"] for day in told["days"]}
    (change,) = told["changes"]
    assert (change["day"], days[str(SUNDAY)], days[str(MONDAY)]) == (str(SUNDAY), "bank", "power")
    assert change["about"] or change["others"]


def test_what_is_no_clause_or_too_long_is_refused(riverside: Town) -> None:
    assert refused(riverside.get("sun", "/api/v1/clauses/Z9/history", site="riverside"), 404, "Z9")
    long = riverside.get("sun", HISTORY, site="riverside", since="2025-01-01", until="2026-01-01")
    assert refused(long, 422, "three months")
    assert refused(riverside.get("sun", HISTORY, site="elsewhere"), 404, "elsewhere")


def test_auditors_draw_the_same_sample_and_the_log_says_so(riverside: Town) -> None:
    first = riverside.get("wu", SAMPLE, site="riverside", events=4).json()
    assert riverside.get("wu", SAMPLE, site="riverside", events=4).json() == first
    assert 0 < len(first["events"]) <= 4
    assert all(one["fault"] for one in first["events"])
    assert all(spot["end"] - spot["start"] == 60 for spot in first["spots"])
    lines = riverside.store.audit.page(AuditFilter(action=Action.SAMPLED), 9)
    assert [(line.user, line.subject) for line in lines] == [("wu", f"sample {TUESDAY} riverside")] * 2
    assert refused(riverside.get("sun", SAMPLE, site="riverside"), 403, "decide")
