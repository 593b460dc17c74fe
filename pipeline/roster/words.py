"""The roster as lines for people."""

import datetime as dt
from collections.abc import Iterator

from models.roster import Entry, whole_days
from models.site import Site
from models.store import Store


def told(store: Store, site: Site, first: dt.date, last: dt.date) -> Iterator[str]:
    """One line for each entry that holds on these days (both included), times by the site's clock."""
    for entry in store.rosters.entries(site.site, *whole_days(first, last, site.zone)):
        yield _line(entry, site)


def _line(entry: Entry, site: Site) -> str:
    start, end = (dt.datetime.fromtimestamp(moment, site.zone) for moment in (entry.start, entry.end))
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    seat = f"from {entry.seat}" if entry.seat and entry.seat != entry.counter else ""
    said = (entry.what, entry.counter, entry.shift, entry.person, seat, entry.note)
    return f"{start:%Y-%m-%d %H:%M} to {until:16} " + "  ".join(part for part in said if part)
