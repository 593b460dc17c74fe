"""Notices: what people should know."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from api.schemas.base import BodyId, In, Out, Paged, Text


class NoticeOut(Out):
    """Something to know. An `alert` wants somebody to act: a camera is lost, or looks elsewhere.

    `day` is the site's calendar day that it is about; null where it is about none.
    """

    id: int
    at: float
    kind: str
    alert: bool
    site: str
    day: dt.date | None
    text: Text
    read: bool


class UnreadOut(Out):
    """How much the account has not read, and how many alerts are among it."""

    count: int
    alerts: int


class NoticesOut(Paged):
    """A page of notices, and how much the account has not read of all of them."""

    items: list[NoticeOut]
    unread: UnreadOut


class NoticesRead(In):
    """Which notices were read; all without `ids`."""

    ids: Annotated[list[BodyId], Field(max_length=500)] | None = None
