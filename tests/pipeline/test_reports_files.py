"""Reports as files: opened again and counted, printed by a real browser, and harmless for any names."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from openpyxl import Workbook, load_workbook

from models import Counter
from models.norms import label, load_catalogue
from models.store import Store
from pipeline.reports import FORMATS, Format, Report, ReportRequest, gather, render
from pipeline.reports.texts import say
from tests.support.report_hall import LANGUAGES, LATER, MONDAY, ZONE, happened, keep, nine, site
from tests.support.workbooks import below

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def month(hall: Store) -> Report:
    return gather(hall, ReportRequest(site(), "month", MONDAY, LATER))


@pytest.fixture
def cursed(tmp_path: Path) -> Iterator[Report]:
    """A hall with harmful names."""
    nasty = Counter(
        id="w1", name="=1+1</td><script>alert(1)</script>\x07", staff_zone=ZONE, customer_zone=ZONE
    )
    hall = site(name='"><img src=x onerror=alert(2)>')
    camera = hall.cameras[0]
    hall = hall.model_copy(
        update={"cameras": [camera.model_copy(update={"counters": [nasty, *camera.counters[1:]]})]}
    )
    with Store.at(tmp_path) as store:
        keep(store, MONDAY, [happened("absence", "w1", nine(MONDAY), 1300)], {}, LATER, hall)
        yield gather(store, ReportRequest(hall, "day", MONDAY, LATER))


def book(report: Report, language: str) -> Workbook:
    return load_workbook(io.BytesIO(render(report, "xlsx", language).content))


def exact(figure: float) -> float:
    """A figure to the fifteen digits that a workbook holds."""
    return cast(float, pytest.approx(figure, rel=1e-15, abs=0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_opens_again_with_the_same_figures(week: Report, language: str) -> None:
    opened = book(week, language)
    hall, *counters = below(opened[say("overview", language)])
    now = week.hall.now
    points, share = say("points", language), say("seen share", language)
    assert (hall[points], hall[share]) == (now.points, exact(now.coverage))
    assert hall[say("taken", language)] == week.taken
    assert [row[points] for row in counters] == [part.compared.now.points for part in week.counters]
    (rate,) = now.rates
    assert hall[rate.title.of(language)] == exact(rate.share)
    first = below(opened[say("rates", language)])[0]
    figures = [first[say(key, language)] for key in ("met", "of", "share", "low", "high")]
    assert figures == [rate.met, rate.of, *map(exact, (rate.share, rate.low, rate.high))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_is_in_the_workbook_and_on_the_page(week: Report, language: str) -> None:
    rows = below(book(week, language)[say("clauses", language)])
    clauses = load_catalogue().clauses
    assert [row[say("clause", language)] for row in rows] == list(clauses)
    for row, clause in zip(rows, clauses.values(), strict=True):
        assert row[say("judged", language)] == label("judged", clause.judged).of(language)
        assert row[say("status", language)]
    text = seen(render(week, "html", language).content)
    assert all(clause.id in text and clause.wording.of(language) in text for clause in clauses.values())


def test_each_clause_with_events_has_its_own_sheet(week: Report) -> None:
    opened = book(week, "en")
    touched = {entry.clause for entry in week.entries if entry.clause}
    assert opened.sheetnames[:6] == ["Overview", "Days", "Rates", "Clauses", "Events", "Coverage"]
    assert set(opened.sheetnames[6:]) == touched
    for clause in touched:
        rows = below(opened[clause])
        assert len(rows) == sum(entry.clause == clause for entry in week.entries)
        total = next(row.total for row in week.clauses if row.id == clause)
        assert total is not None
        assert sum(cast(float, row["Points taken"]) for row in rows) == pytest.approx(total.points)


def test_sheets_keep_their_head_can_be_filtered_and_show_colours(week: Report) -> None:
    opened = book(week, "zh")
    for sheet in opened.worksheets:
        head = int(sheet.freeze_panes[1:]) - 1
        assert sheet.auto_filter.ref.startswith(f"A{head}:")
        assert sheet.print_title_rows == f"${head}:${head}"
        assert all(sheet.column_dimensions[box.column_letter].width >= 10 for box in sheet[head])
    rules = [rule for block in opened["逐日"].conditional_formatting for rule in block.rules]
    formulas = [formula for rule in rules for formula in rule.formula]
    assert any("<80" in formula for formula in formulas)
    assert all("ISNUMBER" in formula for formula in formulas)


def test_a_day_nobody_could_judge_is_an_empty_cell_and_not_a_nought(week: Report) -> None:
    rows = below(book(week, "en")["Days"])
    thursday = [r for r in rows if r["Counter key"] == "w3" and str(r["Day"])[:10] == "2026-11-19"]
    assert [(row["Points"], row["State"]) for row in thursday] == [(None, "too little seen, no score")]
    sunday = [row for row in rows if str(row["Day"])[:10] == "2026-11-22"]
    assert {row["State"] for row in sunday} == {"no score"}


def test_the_csv_opens_in_excel_and_adds_up(week: Report) -> None:
    content = render(week, "csv", "zh").content
    assert content.startswith(b"\xef\xbb\xbf")
    told = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows = [row for row in told if row["事件"]]
    assert len(rows) == len(week.entries)
    assert sum(float(row["扣分"]) for row in rows) == pytest.approx(week.taken)
    for row, entry in zip(rows, week.entries, strict=True):
        assert float(row["开始（UTC 秒）"]) == entry.key.start
        assert row["说明"] == entry.reason.zh
    assert rows[0]["开始"].startswith("2026-11-")


def test_the_csv_names_every_clause_of_the_catalogue_and_who_judges_it(week: Report) -> None:
    text = render(week, "csv", "en").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["Clause"] for row in rows} >= load_catalogue().clauses.keys()
    quiet = {row["Clause"]: row for row in rows if not row["Event"]}
    for clause in load_catalogue().clauses.values():
        if clause.id in quiet:
            told = f"{label('judged', clause.judged).en} · {clause.wording.en}"
            assert quiet[clause.id][say("sentence", "en")] == told
    assert not any(row["Points taken"] for row in quiet.values())


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_in_the_other_language_is_another_file(week: Report, form: Format) -> None:
    zh, en = (render(week, form, language) for language in LANGUAGES)
    assert zh.name == en.name == f"riverside-week-2026-11-16.{form}"
    assert zh.content != en.content


def test_names_never_become_formulas_or_markup(cursed: Report) -> None:
    opened = book(cursed, "en")
    boxes = [box for sheet in opened.worksheets for row in sheet.iter_rows() for box in row]
    assert {box.data_type for box in boxes if "1+1" in str(box.value)} == {"s"}
    rows = csv.DictReader(io.StringIO(render(cursed, "csv", "en").content.decode("utf-8-sig"), newline=""))
    assert {row["Counter"][:5] for row in rows} == {"'=1+1", ""}
    page = render(cursed, "html", "en").content
    parsed = Tags()
    parsed.feed(page.decode())
    assert not parsed.names & {"script", "img", "iframe", "link", "a", "object"}
    assert "=1+1</td><script>" in seen(page)


def test_the_page_fetches_nothing_and_runs_nothing(week: Report) -> None:
    text = render(week, "html", "zh").content.decode()
    assert not re.search(r"https?:|url\(|@import|<script|\bon\w+=|\bsrc=|\bhref=|\bstyle=", text)


def test_more_deductions_than_a_wall_can_hold_are_counted_below(month: Report) -> None:
    text = seen(render(month, "html", "en").content)
    assert f"The 60 dearest are listed; {month.deductions - 60} more" in text
    for part in month.counters:
        if part.deductions > 1:
            assert f"{part.name} · {part.deductions} deductions" in text


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_prints_it_on_a4(week: Report, language: str, tmp_path: Path, chromium: "Browser") -> None:
    file = tmp_path / "week.html"
    file.write_bytes(render(week, "html", language).content)
    page = chromium.new_page(viewport={"width": 1000, "height": 1300})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("request", lambda request: complaints.append(request.url) if request.url[:5] != "file:" else None)
    page.goto(file.as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.tile.hall')).backgroundColor")
        == "rgb(241, 247, 248)"
    )
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # 186 mm, what A4 leaves between the margins
    wide = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".filter(e => !e.closest('svg')).map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_it_is_no_wider_than_the_phone(
    week: Report, language: str, tmp_path: Path, chromium: "Browser"
) -> None:
    file = tmp_path / "week.html"
    file.write_bytes(render(week, "html", language).content)
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(file.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide <= 390


class Tags(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def seen(page: bytes) -> str:
    """The text of a page."""
    parsed = Tags()
    parsed.feed(page.decode())
    return "".join(parsed.said)
