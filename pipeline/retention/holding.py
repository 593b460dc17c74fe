"""Placing a legal hold: from what a person names to the span of time that it is on."""

import datetime as dt
from dataclasses import dataclass

from models import HeldMatter, HoldScope, day_span, tidied, whole_days
from models.store import EVERYTHING, Repositories, Scope


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """The things to hold, exactly one of: an event; a person; a counter's day; a site from `since` to `until`."""

    event_id: int | None = None
    person: str = ""
    counter_id: int | None = None
    day: dt.date | None = None
    site: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def held_matter(store: Repositories, wish: HoldRequest, scope: Scope = EVERYTHING) -> HeldMatter:
    """The matter of a request within `scope`; a site is, where every camera of it is.

    Raises LookupError for what is not stored, ValueError where not one thing is named.
    """
    named = [wish.event_id is not None, bool(wish.person), wish.counter_id is not None, bool(wish.site)]
    if sum(named) != 1:
        raise ValueError(
            "name one thing to hold: an event, a person, a counter and its day, or a site and days"
        )
    if wish.event_id is not None:
        return _event(store, wish.event_id, scope)
    if wish.person:
        return _person(wish.person)
    return _day(store, wish, scope) if wish.counter_id is not None else _site(store, wish, scope)


def _event(store: Repositories, event_id: int, scope: Scope) -> HeldMatter:
    found = store.events.get(event_id, scope)
    if found is None:
        raise LookupError(f"there is no event {event_id}")
    span = (found.event.start, found.event.end)
    return HeldMatter(HoldScope.EVENT, found.site, found.counter_id, *span, event_id=event_id)


def _person(name: str) -> HeldMatter:
    if not tidied(name):
        raise ValueError("a person needs a name, as the roster writes it")
    return HeldMatter(HoldScope.PERSON, person=tidied(name))


def _day(store: Repositories, wish: HoldRequest, scope: Scope) -> HeldMatter:
    if wish.day is None:
        raise ValueError("say which day of the counter is held")
    place = store.sites.places(scope).get(wish.counter_id or 0)
    zone = next((one.site.zone for one in store.sites.all() if place and one.site.site == place.site), None)
    if place is None or zone is None:
        raise LookupError(f"there is no counter {wish.counter_id}")
    return HeldMatter(HoldScope.DAY, place.site, place.counter_id, *day_span(wish.day, zone))


def _site(store: Repositories, wish: HoldRequest, scope: Scope) -> HeldMatter:
    if wish.since is None or wish.until is None or wish.until < wish.since:
        raise ValueError("say from which day to which day the site is held")
    halls = (one for one in store.sites.all(scope) if one.whole)
    site = next((one.site for one in halls if one.site.site == wish.site), None)
    if site is None:
        raise LookupError(f"there is no site {wish.site!r}")
    return HeldMatter(HoldScope.SITE, site.site, None, *whole_days(wish.since, wish.until, site.zone))
