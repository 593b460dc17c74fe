"""A closed audit as a document: a page to print and an Excel workbook."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from models import Action
from models.store import AuditFilter
from tests.support.quality_hall import AUDITS, drawn, furnish, judges_all
from tests.support.running_api import Town, refused


@pytest.fixture
def hall(town: Town) -> Town:
    furnish(town)
    return town


class TestTheDocument:
    @pytest.fixture
    def closed(self, hall: Town) -> str:
        """Wu and mei differ on one item, and wu writes a note that begins like a formula and like HTML."""
        audit = drawn(hall)
        judges_all(hall, "wu", audit)
        judges_all(hall, "mei", audit, wrong=1)
        item = next(one for one in audit["blind_items"] if one["claim"] is None)
        said = {"outcome": "nothing", "note": "=1+1 <b>bold</b>"}
        path = f"{AUDITS}/{audit['id']}"
        assert hall.ask("wu", "PUT", f"{path}/items/{item['position']}", json=said).status_code == 200
        assert refused(hall.get("wu", f"{path}/document"), 409, "is open")
        assert hall.ask("wu", "POST", f"{path}/close").status_code == 200
        return path

    @pytest.mark.parametrize(("language", "head"), [("en", "Estimated recall"), ("zh", "估计召回率")])
    def test_a_page_to_print_says_everything_and_runs_nothing(
        self, hall: Town, closed: str, language: str, head: str
    ) -> None:
        answer = hall.get("wu", f"{closed}/document", language=language)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert head in answer.text
        assert "=1+1 &lt;b&gt;bold&lt;/b&gt;" in answer.text
        assert "<b>bold" not in answer.text
        assert "mei · wu" in answer.text
        (line,) = hall.store.audit.page(AuditFilter(action=Action.EXPORTED), 9)
        assert line.subject == "quality audit 1"
        assert "sha256:" in line.detail

    def test_a_workbook_has_the_figures_to_the_last_digit(self, hall: Town, closed: str) -> None:
        answer = hall.get("wu", f"{closed}/document", format="xlsx", language="en")
        book = load_workbook(BytesIO(answer.content))
        assert book.sheetnames == ["Kinds of events", "Agreement of auditors", "Week by week", "Items"]
        rows = list(book["Agreement of auditors"].iter_rows(values_only=True))
        everything = next(row for row in rows if row[1] == "Everything")
        pair = next(
            one for one in hall.get("mei", f"{closed}/results").json()["pairs"] if one["kind"] is None
        )
        assert everything[4] == pair["kappa"]
        notes = [cell for row in book["Items"].iter_rows() for cell in row if "=1+1" in str(cell.value)]
        assert [cell.data_type for cell in notes] == ["s"]
