"""A report at the command line: a file that somebody can open, or one line about what to give instead."""

from pathlib import Path

import pytest
import yaml

from models.store import Store
from tests.support.command_line import complaint, run
from tests.support.report_hall import MONDAY, furnish, site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hall")
    (made / "hall.yaml").write_text(
        yaml.safe_dump(site().model_dump(mode="json"), allow_unicode=True), "utf-8"
    )
    with Store.at(made / "data") as store:
        furnish(store, days=2)
    return made


def test_a_page_a_workbook_and_a_table(folder: Path) -> None:
    week = ("report", "--site", "hall.yaml", "--period", "week", "--date", MONDAY)
    done = run(*week, "--language", "zh", "--out", "week.html", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "week.html: week of 2026-11-16, 8 counter-days scored\n"
    assert "服务周报" in (folder / "week.html").read_text("utf-8")
    run(*week, "--out", "week.xlsx", folder=folder)
    assert (folder / "week.xlsx").read_bytes().startswith(b"PK")
    run(*week, "--format", "csv", "--out", "week.txt", folder=folder)
    assert (folder / "week.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_without_a_date_it_is_the_last_day_that_was_scored(folder: Path) -> None:
    done = run("report", "--site", "hall.yaml", "--counter", "w1", "--out", "last.csv", folder=folder)
    assert done.stdout == "last.csv: day of 2026-11-17, 1 counter-days scored\n"


def test_what_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    site_file = ("report", "--site", folder / "hall.yaml")
    assert "--format" in complaint(*site_file, "--out", "week.pdf", folder=folder)
    assert "w9" in complaint(*site_file, "--counter", "w9", "--out", "a.csv", folder=folder)
    assert "nowhere" in complaint(*site_file, "--out", "nowhere/a.csv", folder=folder)
    assert "nothing of site riverside" in complaint(*site_file, "--out", "a.csv", folder=tmp_path)
