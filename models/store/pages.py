"""Pages of lists: sorted by a named order, each page beginning where the page before ended.

A page is found by the place of its predecessor's last entry and not by a number of entries to skip, so that entries
which come or go in between neither repeat nor hide others.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

T = TypeVar("T")
K = TypeVar("K")

Value = str | float | int | dt.date
Place = tuple[Value, ...]
"""The values of an entry by which its list is sorted; no two entries have the same."""

COUNTED = 10_000
"""Entries that a total counts at most. Counting a million events takes 50 times as long as finding a page of them."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of an order: a column, or a function of an entry; the type of its values, and its direction."""

    by: Any
    type: type[Value]
    descends: bool = False


Orders = dict[str, tuple[SortKey, ...]]
"""Orders by name. Keys come from the most to the least important; the last one tells all entries apart."""
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """At most `limit` entries by the order of this name, after the entry at `after`; None begins at the first one."""

    sort: str
    limit: int = 50
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """Entries with the place of the last one, None if no entry follows, and the number of entries on all pages.

    A `capped` total is a lower bound: there are more than COUNTED.
    """

    items: list[T]
    next: Place | None
    total: int
    capped: bool = False

    def of(self, made: Callable[[T], K]) -> "ListPage[K]":
        """The same page with other items."""
        return ListPage([made(item) for item in self.items], self.next, self.total, self.capped)


def both_ways(name: str, *keys: SortKey) -> Orders:
    """The orders `name` and `-name`, the second one with every key turned round."""
    turned = tuple(SortKey(key.by, key.type, not key.descends) for key in keys)
    return {name: keys, f"-{name}": turned}


def first_way(name: str, first: SortKey, *rest: SortKey) -> Orders:
    """The orders `name` and `-name`, the second one with only its first key turned round."""
    return {name: (first, *rest), f"-{name}": (SortKey(first.by, first.type, not first.descends), *rest)}


def sql_page(session: Session, query: Rows, orders: Orders, wanted: PageRequest) -> ListPage[tuple[Any, ...]]:
    """A page of the rows of a query. `query` has no order of its own, and one row for each entry."""
    order = orders[wanted.sort]
    sorted_by = [key.by.desc() if key.descends else key.by.asc() for key in order]
    found = query.add_columns(*(key.by for key in order)).order_by(*sorted_by).limit(wanted.limit + 1)
    if wanted.after is not None:
        found = found.where(_beyond(order, wanted.after))
    rows = session.execute(found).all()
    width = len(order)
    shown = rows[: wanted.limit]
    last = tuple(shown[-1][-width:]) if len(rows) > wanted.limit else None
    total, capped = counted(session, query)
    return ListPage([tuple(row[:-width]) for row in shown], last, total, capped)


def counted(session: Session, query: Rows) -> tuple[int, bool]:
    """The number of rows of a query, at most COUNTED, and whether there are more."""
    some = query.order_by(None).limit(COUNTED + 1).subquery()
    number = session.scalar(select(func.count()).select_from(some)) or 0
    return min(number, COUNTED), number > COUNTED


def _beyond(order: Sequence[SortKey], place: Place) -> ColumnElement[bool]:
    """The condition that a row comes after a place."""
    values = [literal(value, key.by.type) for key, value in zip(order, place, strict=True)]
    columns = [key.by for key in order]
    if len({key.descends for key in order}) == 1:
        # As row values: that is what both databases can start an index at.
        row, at = tuple_(*columns), tuple_(*values)
        return row < at if order[0].descends else row > at
    steps = [
        and_(
            *(columns[n] == values[n] for n in range(depth)),
            columns[depth] < values[depth] if key.descends else columns[depth] > values[depth],
        )
        for depth, key in enumerate(order)
    ]
    return or_(*steps)


def list_page(items: Iterable[T], orders: Orders, wanted: PageRequest) -> ListPage[T]:
    """A page of items that are in memory; the total is exact."""
    order, after = orders[wanted.sort], wanted.after
    placed = [(tuple(key.by(item) for key in order), item) for item in items]
    for n, key in reversed(list(enumerate(order))):
        placed.sort(key=lambda one, n=n: one[0][n], reverse=key.descends)  # type: ignore[misc] # a sort is stable
    left = placed if after is None else [one for one in placed if _follows(order, one[0], after)]
    shown = left[: wanted.limit]
    last = shown[-1][0] if len(left) > wanted.limit else None
    return ListPage([item for _, item in shown], last, len(placed))


def _follows(order: Sequence[SortKey], place: Place, after: Place) -> bool:
    pairs = zip(order, place, after, strict=True)
    return next(((a < b) is key.descends for key, a, b in pairs if a != b), False)  # type: ignore[operator]
