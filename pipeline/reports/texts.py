"""The texts of reports in one language; models/texts holds them under "report."."""

from models.norms.labels import label
from models.texts.catalogue import text
from pipeline.reports.content import ReportEntry


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
