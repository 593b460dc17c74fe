"""Reports through the door: the very figures of the other routes, for those who may read, and written down."""

import csv
import datetime as dt
import hashlib
import io
import math
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from models import Action
from models.store import AuditFilter, Scope
from pipeline.nightly.report_files import ReportWriter
from pipeline.reports import ReportRequest, gather
from pipeline.scoring.rates import wilson
from tests.support.report_hall import MONDAY, NAMES, nine, site
from tests.support.running_api import Town, refused
from tests.support.workbooks import below

WEEK = f"/api/v1/reports/week/{MONDAY}"
SUNDAY = MONDAY + dt.timedelta(days=6)


def details(town: Town) -> list[dict[str, Any]]:
    """Every counter-day of the week as the API explains it, by counter and day."""
    days = town.items("sun", "/api/v1/days", since=MONDAY, until=SUNDAY, site="riverside")
    assert len(days) == 24
    days.sort(key=lambda one: (one["counter_id"], one["day"]))
    return [town.get("sun", f"/api/v1/days/{one['day']}/{one['counter_id']}").json() for one in days]


def digits(*figures: object) -> list[object]:
    """Figures to the fifteen digits that a workbook holds."""
    return [f"{figure:.15g}" if isinstance(figure, int | float) else figure for figure in figures]


def test_the_workbooks_days_are_those_of_the_api_to_the_digit(riverside: Town) -> None:
    answer = riverside.get("sun", WEEK, site="riverside", language="en")
    opened = load_workbook(io.BytesIO(answer.content))
    rows = [row for row in below(opened["Days"]) if row["Norms hash"]]
    for row, day in zip(rows, details(riverside), strict=True):
        assert str(row["Day"])[:10] == day["day"]
        assert row["Counter key"] == day["counter"]
        found = [row[name] for name in ("Points", "Observed", "Deductions", "To be reviewed", "Norms hash")]
        assert digits(*found) == digits(
            *(day[name] for name in ("points", "coverage", "deducted", "open", "profile_hash"))
        )
        assert row["Points taken"] == round(sum(line["points"] for line in day["lines"]), 2)


def test_the_files_that_a_night_leaves_are_those_of_the_api_to_the_byte(
    riverside: Town, tmp_path: Path
) -> None:
    riverside.time = nine(SUNDAY + dt.timedelta(days=1))
    writer = ReportWriter(riverside.store, tmp_path / "reports", "zh")
    filed = list(writer.of_days(site(), MONDAY, SUNDAY, riverside.time))
    assert [one.label for one in filed] == ["day"] * 6 + ["week"]
    for one in (filed[0], filed[-1]):
        for name in one.files:
            who, form = name.split(".")
            counter = {} if who == "hall" else {"counter": who.removeprefix("counter-")}
            asked = {"site": "riverside", "language": "zh", "format": form, **counter}
            answer = riverside.get("sun", f"/api/v1/reports/{one.label}/{one.day}", **asked)
            written = (tmp_path / "reports" / one.folder / name).read_bytes()
            assert form == "xlsx" or answer.content == written, name


def test_every_deduction_of_the_csv_is_one_of_the_api_word_for_word(riverside: Town) -> None:
    answer = riverside.get("sun", WEEK, site="riverside", format="csv", language="zh")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    written = [
        (
            row["柜台编号"],
            row["条款"],
            float(row["扣分"]),
            int(row["事件号"]),
            float(row["开始（UTC 秒）"]),
            row["说明"],
        )
        for row in rows
        if row["处理"] == "已扣分"
    ]
    shown = [
        (
            day["counter"],
            line["clause"],
            d["points"],
            d["events"][0]["id"],
            d["events"][0]["start"],
            d["reason"]["zh"],
        )
        for day in details(riverside)
        for line in day["lines"]
        for d in line["deductions"]
    ]
    assert len(shown) > 20
    assert written == shown


def test_the_weeks_rates_clauses_and_points_are_those_of_its_days(riverside: Town) -> None:
    week = gather(riverside.store, ReportRequest(site(), "week", MONDAY, riverside.time))
    days = details(riverside)
    lines = [line for day in days for line in day["lines"]]
    for row in week.clauses:
        mine = [line for line in lines if line["clause"] == row.id]
        if row.total is not None:
            assert row.total.points == pytest.approx(sum(line["points"] for line in mine))
            assert row.total.occurrences == sum(line["occurrences"] for line in mine)
            assert sum(n for _, n in row.tally) == len(mine)
    rated = [{rate["name"]: rate for line in day["lines"] for rate in line["rates"]} for day in days]
    met, of = (sum(rates["met_standing"][key] for rates in rated if rates) for key in ("met", "of"))
    (rate,) = (one for one in week.hall.now.rates if one.name == "met_standing")
    assert (rate.met, rate.of, rate.low, rate.high) == (met, of, *wilson(met, of))
    spans = riverside.items(
        "sun", "/api/v1/coverage", since=f"{MONDAY}T00:00:00Z", until=f"{SUNDAY}T23:00:00Z"
    )
    seen = {
        (s["counter_id"], dt.datetime.fromtimestamp(s["start"], site().zone).date()): s["seen_s"]
        for s in spans
    }
    scored = [
        (d["points"], seen[d["counter_id"], dt.date.fromisoformat(d["day"])]) for d in days if d["points"]
    ]
    mean = sum(points * weight for points, weight in scored) / sum(weight for _, weight in scored)
    assert week.hall.now.points == round(mean, 2)


def test_the_page_opens_in_the_browser_under_its_own_policy_and_can_be_saved(riverside: Town) -> None:
    shown = riverside.get("wu", WEEK, site="riverside", format="html")
    assert shown.headers["Content-Type"] == "text/html; charset=utf-8"
    assert shown.headers["Content-Disposition"].startswith("inline")
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "no-store"
    saved = riverside.get("wu", WEEK, site="riverside", format="html", download="true")
    assert (
        saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''riverside-week-2026-11-16.html"
    )


def test_the_accounts_language_is_the_reports(riverside: Town) -> None:
    page = riverside.get("sun", WEEK, site="riverside", format="html").text
    assert "Weekly service report" in page
    assert "服务周报" in riverside.get("sun", WEEK, site="riverside", format="html", language="zh").text


def test_one_counters_report_names_no_other(riverside: Town) -> None:
    page = riverside.get("sun", WEEK, site="riverside", counter="w2", format="html").text
    assert "2号窗口" in page
    assert "3号窗口" not in page


def test_every_export_is_written_down_and_no_refusal_is(riverside: Town) -> None:
    file = riverside.get("sun", WEEK, site="riverside", format="csv").content
    riverside.get("sun", WEEK, site="elsewhere", format="csv")
    riverside.get("ghost", WEEK, site="riverside", format="csv")
    (entry,) = riverside.store.audit.page(AuditFilter(action=Action.EXPORTED), 10)
    assert (entry.user, entry.subject) == ("sun", "report week 2026-11-16 riverside")
    assert entry.detail == f"csv en sha256:{hashlib.sha256(file).hexdigest()}"
    assert (entry.at, entry.client) == (riverside.time, "10.0.0.7")


@pytest.mark.parametrize(
    ("path", "query", "status", "word"),
    [
        (WEEK, {"site": "elsewhere"}, 404, "elsewhere"),
        (WEEK, {"site": "riverside", "counter": "w9"}, 404, "w9"),
        (WEEK, {}, 422, "site"),
        (WEEK, {"site": "riverside", "format": "pdf"}, 422, "format"),
        (WEEK, {"site": "riverside", "language": "fr"}, 422, "language"),
        (f"/api/v1/reports/year/{MONDAY}", {"site": "riverside"}, 422, "period"),
        ("/api/v1/reports/day/yesterday", {"site": "riverside"}, 422, "day"),
        ("/api/v1/reports/week/0001-01-01", {"site": "riverside"}, 422, "0001-01-01"),
        ("/api/v1/reports/month/9999-12-31", {"site": "riverside"}, 422, "9999-12-31"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    riverside: Town, path: str, query: dict[str, str], status: int, word: str
) -> None:
    assert refused(riverside.get("sun", path, **query), status, word)


def test_whoever_may_not_see_the_hall_gets_no_report_of_it(
    riverside: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(riverside.get("ghost", WEEK, site="riverside"), 401, "sign in first")
    monkeypatch.setattr("api.context.scope_of", lambda _store, _user: Scope(frozenset({99})))
    assert refused(riverside.get("sun", WEEK, site="riverside"), 404, "riverside")
    assert riverside.store.audit.page(AuditFilter(action=Action.EXPORTED), 10) == []


def test_a_day_without_a_score_has_a_report_that_says_so(riverside: Town) -> None:
    answer = riverside.get("sun", f"/api/v1/reports/day/{SUNDAY}", site="riverside", format="html")
    assert answer.status_code == 200
    assert "Nothing was scored in this period" in answer.text
    report = gather(riverside.store, ReportRequest(site(), "day", SUNDAY, riverside.time))
    assert math.isnan(report.hall.now.points)
    assert len(report.counters) == len(NAMES)
