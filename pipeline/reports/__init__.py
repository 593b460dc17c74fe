"""Reports: a hall's day, week or month as an Excel workbook, as CSV, or as a page to print."""

from pipeline.reports.collecting import gather, latest_day
from pipeline.reports.content import CounterPart, Report, ReportClause, ReportRequest
from pipeline.reports.formats import FORMATS, File, Format, render
from pipeline.reports.page import page_policy

__all__ = [
    "FORMATS",
    "CounterPart",
    "File",
    "Format",
    "Report",
    "ReportClause",
    "ReportRequest",
    "gather",
    "latest_day",
    "page_policy",
    "render",
]
