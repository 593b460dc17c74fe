"""The parameters of every list: how many entries, in which order, and after which one; and the page as it is sent.

A list names its orders and gets `limit`, `sort` and `cursor`:

    Wanted = Annotated[PageRequest, Depends(paging(Scores.ORDERS, "-day"))]
"""

import base64
import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypedDict

from fastapi import HTTPException, Query
from pydantic import AfterValidator, StringConstraints, TypeAdapter, WithJsonSchema

from api.schemas import BodyId, Day, Key, Number, raise_if_unstorable
from models.store import ListPage, Orders, PageRequest, Place, Value

_VALUES: Mapping[type[Value], TypeAdapter[Any]] = {
    dt.date: TypeAdapter(Day),
    float: TypeAdapter(Number),
    int: TypeAdapter(BodyId),
    str: TypeAdapter(Key),
}
_REFUSED = "cursor: not one of ours: take the `next` of the page before"
Cursor = Annotated[str, StringConstraints(max_length=2048)]


def encode(sort: str, place: Place) -> str:
    """The word for the end of a page in an order."""
    told = [one.isoformat() if isinstance(one, dt.date) else one for one in place]
    content = json.dumps([sort, *told], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decode(cursor: str, orders: Orders) -> tuple[str, Place]:
    """The order and the place of a word; 422 for a word that no page of these orders gave."""
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        raise_if_unstorable(told)
        sort, *values = told
        keys = orders[sort]
        return sort, tuple(
            _VALUES[key.type].validate_python(value) for key, value in zip(keys, values, strict=True)
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:  # also of base64, JSON and pydantic
        raise HTTPException(422, _REFUSED) from error


def paging(orders: Orders, usual: str, *, limit: int = 50, most: int = 200) -> Callable[..., PageRequest]:
    """A dependency: the page that a request asks for; 422 for an order that the list does not have.

    `usual` is the order without `sort`, `limit` the number of entries without `limit`, `most` the highest limit. A
    list whose usual order depends on its filter gives none, and replaces the empty name that it gets.
    """
    names = list(orders)

    def known(sort: str) -> str:
        if sort not in orders:
            raise ValueError(f"sort by one of these: {', '.join(names)}")
        return sort

    def wanted(
        limit: Annotated[int, Query(ge=1, le=most)] = limit,
        sort: Annotated[
            str | None,
            AfterValidator(lambda sort: None if sort is None else known(sort)),
            WithJsonSchema({"type": "string", "enum": names}),
            Query(description=f"`-` sorts downward{usual and f'; without it: {usual}'}"),
        ] = None,
        cursor: Annotated[Cursor | None, Query(description="the `next` of the page before")] = None,
    ) -> PageRequest:
        if cursor is None:
            return PageRequest(sort or usual, limit)
        of_cursor, place = decode(cursor, orders)
        if sort not in (None, of_cursor):
            raise HTTPException(422, f"cursor: it is of a list sorted by {of_cursor}, not by {sort}")
        return PageRequest(of_cursor, limit, place)

    return wanted


class PageEnd(TypedDict):
    """The fields of `api.schemas.Paged`."""

    next: str | None
    total: int
    capped: bool


def page_end(page: ListPage[Any], wanted: PageRequest) -> PageEnd:
    """The fields of a page beside its items: the cursor of the following page, and the total."""
    following = None if page.next is None else encode(wanted.sort, page.next)
    return PageEnd(next=following, total=page.total, capped=page.capped)
