"""The notice that a site is analysed without a person detector, which makes more errors in unknown halls."""

from collections.abc import Mapping

from models import Site, phrase
from models.store import Notice, Store
from pipeline.states import looked_alone
from vision.core import Signals


def notify_no_detector(store: Store, site: Site, signals: Mapping[str, Signals], now: float) -> str | None:
    """Store a notice when the signals of any camera were made without a person detector.

    `signals` are those of one recording by camera, `now` is UTC seconds. Returns the line for the operator, or None
    when every camera had a detector. A site has at most one such notice.
    """
    if not any(looked_alone(rows) for rows in signals.values()):
        return None
    words = phrase("notice.no_detector")
    store.notices.put(Notice("no_detector", f"no_detector:{site.site}", words, site.site), now)
    return words.en
