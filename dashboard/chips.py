"""How an event, a verdict and a clause are named wherever they appear."""

from api.schemas import ClauseOut, EventItem, Text
from dashboard.parts import chip
from dashboard.reading import percent
from dashboard.view import View
from models.records import Verdict

LOW_CONFIDENCE = 0.6
"""Under this an event is marked as uncertain; only a hint to look twice, nothing is judged by it."""


def counter_name(item: EventItem) -> str:
    """What people call the counter."""
    return item.counter_name or item.counter


def media(address: str | None) -> str | None:
    """An address of this server's API, or None: nothing else is ever put into `src`."""
    return address if address is not None and address.startswith("/api/") else None


def verdict_chip(verdict: Verdict, view: View) -> None:
    """Where the review of an event stands."""
    chip(view.t.named("verdict", verdict), str(verdict))


def standing_chip(item: EventItem, view: View) -> None:
    """Where its review stands; a plain record is called one, as nobody has to review it."""
    if item.fault or item.verdict is not Verdict.OPEN:
        verdict_chip(item.verdict, view)
    else:
        chip(view.t("verdict.record.chip"))


def confidence_chip(item: EventItem, view: View, classes: str = "") -> None:
    """How sure the analysis is, marked when it is not very."""
    low = ".low" if item.confidence < LOW_CONFIDENCE else ""
    chip(view.t(f"event.confidence{low}", n=percent(item.confidence)), "open" if low else classes)


def wording(clause: ClauseOut, view: View) -> str:
    """A clause's own words in the reader's language."""
    return words(clause.wording, view)


def words(text: Text, view: View) -> str:
    """The reader's language out of a text in both."""
    return text.zh if view.t.language == "zh" else text.en
