"""A report as one HTML page to print on A4, from Jinja2 templates: no script, nothing fetched, every text escaped."""

import base64
import hashlib
import math
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from models.norms import label
from models.texts import catalogue, dates
from pipeline.reports.content import Report
from pipeline.reports.formatting import clock, duration, number, percent, period_name, short, signed
from pipeline.reports.page_content import (
    clause_remarks,
    costs,
    deductions,
    grade,
    hall_trend,
    subjects,
    timeline,
)
from pipeline.reports.texts import certainty, heading, profile_name, say, status_of, verdict

_GLOBALS = (
    certainty, clause_remarks, clock, costs, deductions, grade, hall_trend, heading, period_name, profile_name,
    status_of, subjects, timeline, verdict,
)  # fmt: skip
_FILTERS = (duration, number, percent, short, signed)


def to_html(report: Report, language: str) -> bytes:
    """The page in UTF-8, complete in itself."""
    page = templates().get_template("page.html")
    written = page.render(
        report=report,
        language=language,
        say=partial(say, language=language),
        text=partial(catalogue.text, language=language),
        named=lambda group, key: label(group, key).of(language),
        css=style_sheet(),
        policy=page_policy(),
    )
    return written.encode("utf-8", "replace")


@cache
def page_policy() -> str:
    """Content-Security-Policy of the page: its own style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style_sheet().encode()).digest()).decode()
    return f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"


def style_sheet() -> str:
    """The style sheet of every page to print."""
    return templates().get_template("page.css").render()


@cache
def templates() -> Environment:
    """The templates of reports; rendering raises jinja2.UndefinedError for a name that does not exist."""
    made = Environment(
        loader=PackageLoader("pipeline.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {one.__name__: one for one in _GLOBALS} | {"dates": dates}
    made.filters |= {one.__name__: one for one in _FILTERS}
    made.tests["nan"] = math.isnan
    return made
