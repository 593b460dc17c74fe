"""Sheets of a workbook as rows."""

from typing import cast

from openpyxl.worksheet.worksheet import Worksheet


def below(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows under the frozen head, by head."""
    head = int(cast(str, sheet.freeze_panes)[1:]) - 1
    names = [str(box.value) for box in sheet[head]]
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=head + 1, values_only=True)]
