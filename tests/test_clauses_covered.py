"""Every clause that a camera can see is looked for, every clause is in the reports, and no number is read by nobody."""

import ast
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from models.norms import label, load_catalogue, load_profile
from models.store import Store
from pipeline.reports import Report, ReportRequest, gather, render
from pipeline.reports.texts import say
from tests.support.report_hall import MONDAY, happened, keep, nine, site

ROOT = Path(__file__).parents[1]
DIGEST = ROOT.parent / "shared" / "norms.md"
CATALOGUE = load_catalogue()
LATER = nine(MONDAY) + 40 * 86400

# Clauses that the product itself keeps, where no event at a counter could: the code that does it.
BY_THE_PRODUCT = {
    "R7": "pipeline/clips/privacy.py",
    "M5": "pipeline/scoring/sampling.py",
    "T1": "models/norms/profiles",
}
# Clauses of which a figure is told and nothing is ever a fault.
BY_A_FIGURE = {"C9": "faced_serving"}


def visible() -> list[str]:
    return [clause.id for clause in CATALOGUE.clauses.values() if clause.see != "no"]


@pytest.mark.parametrize("key", visible())
def test_a_clause_that_a_camera_can_see_is_looked_for(key: str) -> None:
    kinds = CATALOGUE.clauses[key].kinds
    if key in BY_THE_PRODUCT:
        assert (ROOT / BY_THE_PRODUCT[key]).exists()
    elif key in BY_A_FIGURE:
        assert key in load_profile("base").rates[BY_A_FIGURE[key]].clauses
    else:
        assert kinds
        assert set(kinds) <= CATALOGUE.looked_for()


def test_what_no_camera_sees_stays_with_the_auditor() -> None:
    blind = [clause for clause in CATALOGUE.clauses.values() if clause.see == "no"]
    assert blind
    assert all(clause.judged == "auditor" and not clause.kinds for clause in blind)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    with Store.at(tmp_path_factory.mktemp("hall")) as store:
        keep(store, MONDAY, [happened("absence", "w1", nine(MONDAY) + 600, 1300)], {}, LATER, site())
        return gather(store, ReportRequest(site(), "day", MONDAY, LATER))


def _digest() -> dict[str, str]:
    """clause -> yes, part, no, as the digest of the documents says it."""
    if not DIGEST.is_file():
        pytest.skip("needs ../shared/norms.md beside the project")
    rows = re.findall(r"^\| ([A-Z]\d+b?) \|.*?\| (yes|part|no) \|", DIGEST.read_text("utf-8"), re.M)
    assert len(rows) > 50
    return dict(rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_clause_of_the_digest_is_in_the_workbook_with_who_judges_it(
    report: Report, language: str
) -> None:
    sheet = load_workbook(io.BytesIO(render(report, "xlsx", language).content))[say("clauses", language)]
    rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    words = {label("judged", judged).of(language) for judged in ("automatic", "assisted", "auditor")}
    judges = {row[0]: words & set(row) for row in rows if row[0] in _digest()}
    assert set(judges) == set(_digest())
    assert all(len(judge) == 1 for judge in judges.values())
    auditor = label("judged", "auditor").of(language)
    assert all(judges[key] == {auditor} for key, see in _digest().items() if see == "no")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_clause_of_the_digest_is_on_the_page_with_who_judges_it(report: Report, language: str) -> None:
    page = render(report, "html", language).content.decode("utf-8")
    rows = {cells[0]: cells for cells in map(_cells, re.findall(r"<tr.*?</tr>", page, re.S)) if cells}
    words = {label("judged", judged).of(language) for judged in ("automatic", "assisted", "auditor")}
    brief = dict(re.findall(r"<li><b>(\w+)</b>[^<]*· ([^<]+)</li>", page))  # what this hall is not held to
    for key in _digest():
        assert words & set(rows[key]) if key in rows else brief[key] in words, key


def _cells(row: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
    ]


def test_no_number_of_the_norms_is_read_by_nobody() -> None:
    read: set[str] = set()
    for file in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                read.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                read.add(node.value)
    for charge in load_profile("evaluation").charges.values():
        read |= {"absence_warning_s", "absence_violation_s"} if charge.matter == "empty_post" else set()
    read |= {kind.threshold for kind in CATALOGUE.kinds.values() if kind.threshold is not None}
    assert not set(CATALOGUE.number_names) - read
