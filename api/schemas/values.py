"""Values that clients send: numbers of rows, days, moments and texts, bounded to what the store can hold."""

import datetime as dt
import re
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from models import FIRST_DAY, LAST_DAY, known_day

LARGEST_ID = 2**31 - 1
"""The numbers of rows are INTEGER columns, which have 32 bits in PostgreSQL."""

# Control letters (Unicode's C0 and C1, and DEL) steer a terminal, and PostgreSQL stores no NUL.
_CONTROL = r"\x00-\x1f\x7f-\x9f"
_CONTROL_IN_LINES = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# What is left when spaces around are taken off: the same rule as a pattern, for the description of the API.
_LETTER = rf"[^\s{_CONTROL}]"
_IN_LINE, _IN_LINES = rf"[^{_CONTROL}]", rf"[^{_CONTROL_IN_LINES}]"
_FILLED = StringConstraints(strip_whitespace=True, min_length=1)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_FIRST = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC)
_LAST = dt.datetime.combine(LAST_DAY, dt.time(23, 59, 59), dt.UTC)


def _known_moment(moment: dt.datetime) -> dt.datetime:
    if not _FIRST <= moment <= _LAST:
        raise ValueError(f"no moment of a recording: give one from {_FIRST:%Y-%m-%d} to {_LAST:%Y-%m-%d}")
    return moment


def _one_line(text: object) -> object:
    if isinstance(text, str) and re.search(f"[{_CONTROL}]", text):
        raise ValueError("a control character is not allowed here")
    return text


def _lines(text: object) -> object:
    if isinstance(text, str) and re.search(f"[{_CONTROL_IN_LINES}]", text):
        raise ValueError("a control character is not allowed here, except line ends and tabs")
    return text


def raise_if_unstorable(value: object) -> None:
    """Raise ValueError if a text within JSON has a NUL or half of a surrogate pair, which no database stores."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) and _UNSTORABLE.search(part):
            raise ValueError("a text has a NUL or half a letter (an unpaired surrogate)")
        if isinstance(part, dict):
            waiting += [*part, *part.values()]
        if isinstance(part, list):
            waiting += part


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
"""The number of a row in a path or a query."""
BodyId = Annotated[int, Strict(), Field(ge=1, le=LARGEST_ID)]
"""The number of a row in a body, where JSON has numbers."""
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
"""A finite number in a body."""
Flag = Annotated[bool, Strict()]
"""true or false in a body, and nothing that reads like it."""

_YEARS = r"(199\d|20\d\d)"
Day = Annotated[
    dt.date,
    AfterValidator(known_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": rf"^{_YEARS}-\d\d-\d\d$"}),
]
"""A day that a client asks for, of the years 1990 to 2099."""
Moment = Annotated[
    AwareDatetime,
    AfterValidator(_known_moment),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time", "pattern": rf"^{_YEARS}-"},
                {"type": "number", "minimum": _FIRST.timestamp(), "maximum": _LAST.timestamp()},
            ]
        }
    ),
]
"""A moment: ISO 8601 with an offset, or UTC seconds, of the years 1990 to 2099."""

# The lengths of a text belong inside, as `OneLine[Annotated[str, ...]]`: outside, they would be counted before
# spaces are taken off.
T = TypeVar("T", bound=str)
OneLine = Annotated[T, BeforeValidator(_one_line), Field(json_schema_extra={"pattern": rf"^{_IN_LINE}*$"})]
"""A text of one line, without control letters."""
FilledLine = Annotated[
    T,
    _FILLED,
    BeforeValidator(_one_line),
    Field(json_schema_extra={"pattern": rf"^{_IN_LINE}*{_LETTER}{_IN_LINE}*$"}),
]
"""A text of one line that says something: spaces around it are taken off, and something is left."""
Lines = Annotated[T, BeforeValidator(_lines), Field(json_schema_extra={"pattern": rf"^{_IN_LINES}*$"})]
"""A text of one or several lines, without other control letters."""
FilledLines = Annotated[
    T,
    _FILLED,
    BeforeValidator(_lines),
    Field(json_schema_extra={"pattern": rf"^{_IN_LINES}*{_LETTER}{_IN_LINES}*$"}),
]
"""A text of one or several lines that says something."""
TextLine = OneLine[str]
"""A text of one line of any length."""
Key = OneLine[Annotated[str, StringConstraints(max_length=255)]]
"""The key of a hall, a camera or a counter, or another name that is looked up."""
Kind = OneLine[Annotated[str, StringConstraints(max_length=64)]]
"""The kind of an event."""
