"""The forms in which a report can be had."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.reports.content import Report
from pipeline.reports.csv_file import to_csv
from pipeline.reports.excel import to_excel
from pipeline.reports.page import to_html

Format = Literal["xlsx", "csv", "html"]


@dataclass(frozen=True, slots=True)
class File:
    """A finished report: a name for it, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


FORMATS: Mapping[Format, tuple[str, Callable[[Report, str], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_excel),
    "csv": ("text/csv; charset=utf-8", to_csv),
    "html": ("text/html; charset=utf-8", to_html),
}


def render(report: Report, form: Format, language: str) -> File:
    """The report as a file in "zh" or "en"."""
    media_type, write = FORMATS[form]
    site = re.sub(r"[^\w-]+", "-", report.site.site)
    return File(
        f"{site}-{report.period.label}-{report.period.day}.{form}", media_type, write(report, language)
    )
