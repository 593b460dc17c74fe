"""The part of a file that a request asks for, by its headers Range and If-Range (RFC 9110, 14)."""

import re
from collections.abc import Mapping

from fastapi import HTTPException

_RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<end>\d{0,18})|-(?P<last>\d{1,18}))")


def asked_part(headers: Mapping[str, str], size: int, tag: str) -> tuple[int, int] | None:
    """First and last byte that are asked for; None for the whole file of `size` bytes with the ETag `tag`.

    A range in words that nobody understands is ignored, as the RFC allows. Raises HTTPException 416 for a part that
    begins beyond the end.
    """
    asked = _RANGE.fullmatch(headers.get("range", ""))
    if asked is None or headers.get("if-range", tag) != tag:
        return None
    if asked["first"] is None:
        first, last = max(size - int(asked["last"]), 0), size - 1
    else:
        first, end = int(asked["first"]), int(asked["end"] or size)
        if end < first < size:
            return None
        last = min(end, size - 1)
    if first >= size:
        detail = f"the file has {size} bytes: nothing is where the range asks"
        raise HTTPException(416, detail, {"Content-Range": f"bytes */{size}"})
    return first, last
