"""A day under other norms in the browser: from the list, and from a file that is wrong at first."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from models.norms import load_profile
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

MINE = """profile: mine
title: {zh: 我的, en: Mine}
extends: power
thresholds:
  absence_after_s: {value: 3000, source: our choice}
  absence_warning_s: {value: 3100, source: our choice}
  absence_violation_s: {value: 3200, source: our choice}
"""


def test_other_norms_out_of_the_list_are_compared_clause_by_clause(supervisor: Visitor) -> None:
    supervisor.open("/what-if?day=2026-11-23&counter=1")
    page = supervisor.page
    expect(page.locator(".empty")).to_contain_text("Choose a norm profile")
    page.locator("select[name=profile]").select_option(load_profile("evaluation").hash)
    compared = page.locator(".supposed")
    expect(compared).to_have_count(1)
    expect(compared.locator(".versus")).to_contain_text("For evaluation only")
    expect(compared).to_contain_text("added")
    expect(compared.get_by_role("link", name="09:06:40").first).to_be_visible()


def test_a_file_with_a_mistake_says_its_line_and_the_mended_one_is_compared(
    supervisor: Visitor, tmp_path: Path
) -> None:
    supervisor.open("/what-if?day=2026-11-23&counter=1")
    page, file = supervisor.page, tmp_path / "mine.yaml"
    file.write_text(MINE.replace("3000", "soon"), "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".empty")).to_contain_text("mine.yaml:5: thresholds.absence_after_s")
    file.write_text(MINE, "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    gone = page.locator(".supposed .deduction", has_text="removed")
    expect(gone.first).to_contain_text("Nobody at the post")
    expect(gone.first).to_contain_text("Under the other norms")
