"""Proposals and lines in force in words, for the table of `counterwatch learn`."""

import datetime as dt
from math import nan
from zoneinfo import ZoneInfo

from models import AcceptedLine, text
from models.norms import label
from pipeline.learning.choice import LIMITS, LineProposal
from pipeline.learning.proposals import SiteProposal
from pipeline.scoring.rates import wilson


def title(site: str, language: str) -> str:
    """The title of a site's table."""
    return text("learn.title", language, site=site)


def nothing(site: str, language: str) -> str:
    """The line in place of a table without a verdict."""
    return text("learn.none", language, site=site)


def accepted(line: AcceptedLine, language: str) -> str:
    """The line that was put in force, and the days that it is for."""
    made = line.version
    figures = {"line": f"{made.line:g}", "before": f"{made.replaced:g}"}
    return text("learn.accepted", language, id=line.id, name=made.key, **figures)


def taken_back(line: AcceptedLine, now: float, language: str) -> str:
    """The line that was taken back, and the one that holds `now` instead."""
    return text("learn.taken_back", language, id=line.id, name=line.version.key, line=f"{now:g}")


def heads(language: str) -> tuple[str, ...]:
    """The heads of the columns of `row`."""
    names = ("key", "event", "verdicts", "line", "precision", "recall", "result")
    return tuple(text(f"learn.{name}", language) for name in names)


def row(one: SiteProposal, language: str) -> tuple[str, ...]:
    """The cells of a proposal; a dash for figures that nothing can be known of."""
    found = one.found
    return (
        str(one.key),
        label("kinds", one.key.kind).of(language),
        str(len(found.verdicts)),
        f"{found.today:g}",
        *_figures(found),
        result(found, language),
    )


def notes(language: str) -> tuple[str, ...]:
    """The meaning of the figures, the events that they leave out, and the way to accept a line."""
    return tuple(text(f"learn.about.{name}", language) for name in ("held_out", "selection", "accept"))


def result(found: LineProposal, language: str) -> str:
    """The result of learning one line: the proposal, or the reason why there is none."""
    line = found.today if found.line is None else found.line
    values = {"n": len(found.verdicts), "needed": LIMITS.verdicts, "line": f"{line:g}"}
    return text(f"learn.{found.outcome}", language, **values)


def in_force(line: AcceptedLine, zone: ZoneInfo, language: str) -> str:
    """A line that is in force, with its author and the day by the site's clock."""
    day = dt.datetime.fromtimestamp(line.at, zone).date().isoformat()
    version = line.version
    return text(
        "learn.in_force",
        language,
        id=line.id,
        name=version.key,
        line=f"{version.line:g}",
        user=line.by,
        day=day,
    )


def _figures(found: LineProposal) -> tuple[str, str]:
    if found.before is None or found.after is None:
        return "–", "–"
    before, after = found.before, found.after
    precisions = (_share(one.right, one.facts) for one in (before, after))
    recalls = (_share(one.right, one.confirmed) for one in (before, after))
    return "\n→ ".join(precisions), "\n→ ".join(recalls)


def interval(right: int, of: int) -> tuple[float, float]:
    """The ends of the 95 % Wilson interval of a share; NaN of nothing."""
    return wilson(right, of) if of else (nan, nan)


def _share(right: int, of: int) -> str:
    """A share with its interval: 0.94 (0.84–0.98); a dash of nothing."""
    if not of:
        return "–"
    low, high = interval(right, of)
    return f"{right / of:.2f} ({low:.2f}–{high:.2f})"
