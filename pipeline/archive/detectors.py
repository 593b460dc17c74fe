"""The notice that a site is looked at without a person detector: less is seen right in halls that nobody tuned to."""

from collections.abc import Mapping

from models.site import Site
from models.store import Notice, Store
from models.words import phrase
from pipeline.states.presence import looked_alone
from vision.core.signals import Signals


def notify_no_detector(store: Store, site: Site, signals: Mapping[str, Signals], now: float) -> str | None:
    """Keep the notice where a camera's signals were made without a detector; its line, None where one looked."""
    if not any(looked_alone(rows) for rows in signals.values()):
        return None
    words = phrase("notice.no_detector")
    store.notices.put(Notice("no_detector", f"no_detector:{site.site}", words, site.site), now)
    return words.en
