"""Notices of appeals that should have been decided."""

from models import AppealState, StoredEvent, calendar_day, phrase
from models.store import EVERYTHING, Notice, Store

_MANY = 1000
"""Appeals that are read at once, oldest first."""


def notify_overdue(store: Store, now: float) -> int:
    """Put a notice for every open appeal whose time is over, once for each; `now` is UTC seconds.

    The number of new notices comes back.
    """
    sites = {one.site.site: one.site for one in store.sites.all(EVERYTHING)}
    found = store.appeals.page(AppealState.OPEN, _MANY)
    events = store.events.many([one.event_id for one in found])
    new = 0
    for one in found:
        event = events[one.event_id]
        site = sites[event.site]
        due = one.due(site.appeal_days)
        if due < now:
            day = calendar_day(due, site.zone)
            new += store.notices.put(_notice(one.id, event, str(day)), now)
    return new


def _notice(appeal_id: int, event: StoredEvent, due: str) -> Notice:
    place = event.counter_name or event.event.counter
    words = phrase("notice.appeal_overdue", counter=place, event=event.id, day=due)
    return Notice("appeal_overdue", f"appeal_overdue:{appeal_id}", words, event.site)
