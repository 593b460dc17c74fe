"""A report as an Excel workbook: frozen heads, filters, colours by condition, ready to print."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import cast, get_args

from openpyxl import Workbook
from openpyxl.cell import Cell as Box
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Alignment, Border, Color, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.reports.content import Report
from pipeline.reports.tables import Cell, Form, Table, tables
from pipeline.reports.texts import heading

_WIDTH: dict[Form, float] = {
    "text": 14, "name": 24, "long": 78, "points": 10, "taken": 12, "gain": 10, "share": 12, "count": 11,
    "seconds": 13, "day": 12, "moment": 20, "exact": 20,
}  # fmt: skip
_SHOWN: dict[Form, str] = {
    "points": "0.00", "taken": "0.00", "gain": "+0.00;-0.00;0.00", "share": "0.0%", "count": "0",
    "seconds": "#,##0.0", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "exact": "0.000",
}  # fmt: skip
_BAD, _FAIR, _GOOD = "F8D4D6", "FCEBC5", "D5EBDD"
_HEAD, _HEAD_FONT = PatternFill("solid", fgColor="14222C"), Font(bold=True, color="FFFFFF")
_HEAD_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
_TITLE, _LINE = Font(bold=True, size=13), Font(size=10)
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_RULE = Border(bottom=Side("thin", "D9DFE5"))
_BELOW, _GOOD_FROM = 80, 95  # colours only; our choice, said in docs/reports.md
_LITTLE = 0.5


def to_excel(report: Report, language: str) -> bytes:
    """The workbook; its figures are those of the report to the last digit, rounded only to be shown."""
    return write_workbook(heading(report, language), report.now, tables(report, language))


def write_workbook(title: str, now: float, sheets: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table, made at `now` (UTC seconds)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = _clean(title)
    book.properties.creator = "Counterwatch"
    made = dt.datetime.fromtimestamp(now, dt.UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = made
    for form in get_args(Form):
        book.add_named_style(_style(form))
    for table in sheets:
        _write(book.create_sheet(_sheet_name(table.name)), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, table: Table) -> None:
    head = len(table.above) + 1
    for row, line in enumerate(table.above, 1):
        _put(sheet, row, 1, line).font = _TITLE if row == 1 else _LINE
    for place, column in enumerate(table.columns, 1):
        box = _put(sheet, head, place, column.head)
        box.font, box.fill, box.alignment = _HEAD_FONT, _HEAD, _HEAD_ALIGNMENT
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH[column.form]
    for row, cells in enumerate(table.rows, head + 1):
        for place, (column, value) in enumerate(zip(table.columns, cells, strict=True), 1):
            _put(sheet, row, place, value).style = column.form
    _set_up(sheet, head, table)
    if table.rows:
        _colour(sheet, head, table)


def _put(sheet: Worksheet, row: int, place: int, value: Cell) -> Box:
    """The value as it is: text stays text, also where it begins like a formula."""
    box = cast(Box, sheet.cell(row, place))  # no cell of ours is merged
    box.value = _clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        box.data_type = "s"
    return box


def _clean(text: str) -> str:
    """Without the control characters that a workbook must not hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _style(form: Form) -> NamedStyle:
    """The style of the cells of a form, made once for the whole workbook: a month has half a million of them."""
    placed = _WRAPPED if form in ("long", "name") else _TOP
    return NamedStyle(form, border=_RULE, alignment=placed, number_format=_SHOWN.get(form, "General"))


def _set_up(sheet: Worksheet, head: int, table: Table) -> None:
    """Freeze, filter and print settings."""
    last = get_column_letter(len(table.columns))
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{last}{head + max(len(table.rows), 1)}"
    sheet.row_dimensions[head].height = 32
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"


def _colour(sheet: Worksheet, head: int, table: Table) -> None:
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        first, span = f"{letter}{head + 1}", f"{letter}{head + 1}:{letter}{head + len(table.rows)}"
        for formula, colour in _conditions(column.form, first):
            look = DifferentialStyle(fill=PatternFill("solid", bgColor=colour))
            rule = Rule(type="expression", dxf=look, formula=[formula], stopIfTrue=True)
            sheet.conditional_formatting.add(span, rule)
        if column.form == "taken" and any(row[place - 1] for row in table.rows):
            ends = [FormatObject(type="num", val="0"), FormatObject(type="max")]
            bar = DataBar(cfvo=ends, color=Color(rgb="FFE5989F"), showValue=True)
            sheet.conditional_formatting.add(span, Rule(type="dataBar", dataBar=bar))


def _conditions(form: Form, cell: str) -> Sequence[tuple[str, str]]:
    """Formulas and colours. An empty cell counts as 0 in Excel and must not look bad: hence ISNUMBER."""
    if form == "points":
        return (
            (f"AND(ISNUMBER({cell}),{cell}<{_BELOW})", _BAD),
            (f"AND(ISNUMBER({cell}),{cell}<{_GOOD_FROM})", _FAIR),
            (f"ISNUMBER({cell})", _GOOD),
        )
    if form == "gain":
        return (f"AND(ISNUMBER({cell}),{cell}<0)", _BAD), (f"AND(ISNUMBER({cell}),{cell}>0)", _GOOD)
    if form == "share":
        return ((f"AND(ISNUMBER({cell}),{cell}<{_LITTLE})", _FAIR),)
    return ()


def _sheet_name(name: str) -> str:
    """A name that Excel takes: no signs of its own, 31 characters."""
    return re.sub(r"[\[\]:*?/\\]", " ", _clean(name))[:31]
