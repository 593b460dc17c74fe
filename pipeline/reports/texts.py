"""The texts of reports in one language; models/texts holds them under "report."."""

from collections.abc import Iterable

from models.norms import label
from models.texts.catalogue import text
from pipeline.reports.content import Report, ReportClause, ReportEntry
from pipeline.reports.formatting import period_name


def say(key: str, language: str, **figures: object) -> str:
    """The text of a key with its placeholders filled in. Raises KeyError for an unknown key."""
    return text(f"report.{key.replace(' ', '_')}", language, **figures)


def outcome(entry: ReportEntry, language: str) -> str:
    """The result of an event under its clause: charged, or the reason why not."""
    if entry.why is None:
        return say("charged", language)
    return say("no clause" if entry.clause is None else f"why {entry.why.value.replace('_', ' ')}", language)


def verdict(entry: ReportEntry, language: str) -> str:
    """The review decision about the event; empty when the event is no longer stored."""
    return label("verdicts", entry.stored.verdict.value).of(language) if entry.stored else ""


def certainty(entry: ReportEntry, language: str) -> str:
    """Whether the event is a fact, a question or a hint; empty when the event is no longer stored."""
    return label("certainties", entry.certainty.value).of(language) if entry.certainty else ""


def heading(report: Report, language: str) -> str:
    """The title of the report."""
    period = period_name(report.period, report.last, language)
    return f"{report.name} · {say(f'title {report.period.label}', language)} · {period}"


def profile_name(report: Report, language: str) -> str:
    """The norms that judged, with the beginning of their hash."""
    return ", ".join(
        f"{one.title.of(language) if one.title else one.name} ({one.hash[:12]})" for one in report.profiles
    )


def status_of(row: ReportClause, language: str) -> str:
    """The status of a clause in the period."""
    return (
        say("outside", language) if row.status is None else label("statuses", row.status.value).of(language)
    )


def tally_of(row: ReportClause, language: str) -> str:
    """On how many counter-days each status was found."""
    return ", ".join(f"{label('statuses', status.value).of(language)} {n}" for status, n in row.tally)


def kinds_of(kinds: Iterable[str], language: str) -> str:
    """Names of kinds of events."""
    return ", ".join(label("kinds", kind).of(language) for kind in kinds)
