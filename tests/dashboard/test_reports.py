"""A supervisor takes the week's report along: to print it, or as a file."""

import io
from pathlib import Path

import httpx
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.support.browser import Served, Visitor


def test_the_weeks_report_opens_beside_the_scores_to_be_printed(supervisor: Visitor) -> None:
    supervisor.open("/scores?day=2026-11-23")
    page = supervisor.page
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Page for printing").nth(1).click()
    report = opened.value
    complaints: list[str] = []
    report.on("console", lambda said: complaints.append(said.text))
    expect(report.locator("h1")).to_have_text("滨江营业厅 Riverside")
    expect(report.locator(".what")).to_contain_text("Weekly service report")
    # its own style sheet came through: the policy of the pages would let it, that of the API would not
    assert report.evaluate("getComputedStyle(document.querySelector('header')).display") == "flex"
    report.close()
    assert complaints == []


def test_the_days_workbook_is_saved_under_a_name_that_says_what_it_is(
    supervisor: Visitor, tmp_path: Path
) -> None:
    supervisor.open("/scores?day=2026-11-23")
    with supervisor.page.expect_download() as saving:
        supervisor.page.get_by_role("link", name="Excel").first.click()
    assert saving.value.suggested_filename == "riverside-day-2026-11-23.xlsx"
    saving.value.save_as(tmp_path / "day.xlsx")
    opened = load_workbook(io.BytesIO((tmp_path / "day.xlsx").read_bytes()))
    assert opened.sheetnames[0] == "Overview"


def test_the_days_events_are_saved_for_a_spreadsheet(supervisor: Visitor, tmp_path: Path) -> None:
    supervisor.open("/scores?day=2026-11-23")
    with supervisor.page.expect_download() as saving:
        supervisor.page.locator("a[href^='/exports/events'][href*='form=csv']").click()
    assert saving.value.suggested_filename == "events.csv"
    saving.value.save_as(tmp_path / "events.csv")
    lines = (tmp_path / "events.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("id,site,camera")
    assert len(lines) > 1
    assert all("2026-11-23T" in line for line in lines[1:])


def test_the_way_to_the_documentation_of_the_api_is_on_the_own_account(supervisor: Visitor) -> None:
    supervisor.open("/account")
    with supervisor.page.expect_popup() as opened:
        supervisor.page.get_by_role("link", name="Documentation of the API").click()
    expect(opened.value.locator("h1")).to_contain_text("Counterwatch API")
    opened.value.close()


def test_without_a_session_there_is_no_report_but_the_way_in(served: Served) -> None:
    address = f"{served.address}/reports/day/2026-11-23?site=riverside"
    answer = httpx.get(address, timeout=20)
    assert answer.status_code == 307
    assert answer.headers["Location"].startswith("/signin?next=")
    assert "riverside" in answer.headers["Location"]
