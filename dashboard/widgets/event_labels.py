"""The labels of events: counter names, review state, confidence and the addresses of media."""

from api.schemas import BlindItemOut, DayItem, EventItem
from dashboard.page_context import PageContext
from dashboard.widgets.elements import chip
from models import Certainty, Verdict

LOW_CONFIDENCE = 0.6
"""Events under this confidence are marked as uncertain. The mark is a hint for reviewers and changes no score."""


def counter_name(item: EventItem | DayItem | BlindItemOut) -> str:
    """The display name of the counter of an event, of a day or of an audited item, else its key."""
    return item.counter_name or item.counter


def media_address(address: str | None) -> str | None:
    """The address when it belongs to this server's API, else None; `src` attributes take no other address."""
    return address if address is not None and address.startswith("/api/") else None


def verdict_chip(verdict: Verdict, page: PageContext) -> None:
    """A chip with the review state of an event."""
    chip(page.t.named("verdict", verdict), str(verdict))


def review_chip(item: EventItem, page: PageContext) -> None:
    """A chip with the review state; a record without a fault is labelled as a record, since it needs no review."""
    if item.fault or item.verdict is not Verdict.OPEN:
        verdict_chip(item.verdict, page)
    else:
        chip(page.t("verdict.record.chip"))


def certainty_chip(item: EventItem, page: PageContext) -> None:
    """A chip that says whether a fault is a fact, a question or a hint; nothing for a record."""
    if item.fault:
        classes = "open" if item.certainty is Certainty.QUESTION else "quiet"
        chip(page.t.named("certainty", item.certainty), classes)


def confidence_chip(item: EventItem, page: PageContext, classes: str = "") -> None:
    """A chip with the confidence of the analysis; low confidence is marked."""
    low = ".low" if item.confidence < LOW_CONFIDENCE else ""
    chip(page.t(f"event.confidence{low}", n=page.format.percent(item.confidence)), "open" if low else classes)
