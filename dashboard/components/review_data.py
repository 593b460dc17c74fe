"""The data of the review page for its script in static/desk: texts, names, norms of display and the first events."""

import json
from collections.abc import Mapping

from api.schemas import EventPage
from dashboard.components.event_panel import SUGGESTIONS
from dashboard.components.evidence_table import AGAINST
from dashboard.page_context import PageContext
from dashboard.widgets import LOW_CONFIDENCE

TEXTS = (
    "appeals",
    "certainty",
    "decision",
    "desk",
    "event",
    "figure",
    "format",
    "holds",
    "problem",
    "review",
    "site",
    "suggest",
    "threshold",
    "unit",
    "verdict",
)
"""The groups of texts that the script shows; it has no text of its own."""
NAMES = ("kinds", "certainties", "verdicts", "excuses", "attributes")
"""The groups of the API's names that the script shows."""
ONE_PRESS = 9
"""Keys that dismiss with one of the reasons."""


def review_data(
    page: PageContext, found: EventPage, query: Mapping[str, object], waiting: int, every_s: float
) -> str:
    """Everything that the script needs as JSON.

    `query` is that of the list, `waiting` the number of its events without a verdict, and `every_s` the seconds between
    two looks for newer events.
    """
    t = page.t
    return json.dumps(
        {
            "language": t.language,
            "tag": t.tag,
            "texts": t.groups(TEXTS),
            "names": {group: t.names_of(group) for group in NAMES},
            "first": found.model_dump(mode="json"),
            "query": {key: value for key, value in query.items() if value is not None},
            "waiting": waiting,
            "may_review": page.may("review"),
            "may_audit": page.may("audit"),
            "presets": [t(f"suggest.{name}") for name in SUGGESTIONS[:ONE_PRESS]],
            "against": AGAINST,
            "low_confidence": LOW_CONFIDENCE,
            "refresh_s": every_s,
        },
        ensure_ascii=False,
    )
