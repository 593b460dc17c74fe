"""Values that clients send: numbers of rows, days, moments and texts, bounded to what the store can hold."""

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, Strict, StringConstraints, WithJsonSchema

from models import FIRST_DAY, LAST_DAY, known_day

LARGEST_ID = 2**31 - 1
"""The numbers of rows are INTEGER columns, which have 32 bits in PostgreSQL."""

# Control letters (Unicode's C0 and C1, and DEL) steer a terminal, and PostgreSQL stores no NUL.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_FIRST = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC)
_LAST = dt.datetime.combine(LAST_DAY, dt.time(23, 59, 59), dt.UTC)


def _known_moment(moment: dt.datetime) -> dt.datetime:
    if not _FIRST <= moment <= _LAST:
        raise ValueError(f"no moment of a recording: give one from {_FIRST:%Y-%m-%d} to {_LAST:%Y-%m-%d}")
    return moment


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("a control character is not allowed here")
    return text


def _lines(text: str) -> str:
    if _CONTROL_IN_LINES.search(text):
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

TextLine = Annotated[
    str, AfterValidator(_one_line), Field(json_schema_extra={"pattern": r"^[^\x00-\x1f\x7f-\x9f]*$"})
]
"""A text of one line, without control letters."""
TextLines = Annotated[
    str,
    AfterValidator(_lines),
    Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"}),
]
"""A text of one or several lines, without other control letters."""
FILLED = Field(
    json_schema_extra={"pattern": r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"}
)
"""For the description of a text that is stripped and must not be empty then."""
Key = Annotated[TextLine, StringConstraints(max_length=255)]
"""The key of a hall, a camera or a counter, or another name that is looked up."""
