"""Cursors: the end of the last page, as one word for an address."""

import base64
import binascii
import json
import math

from fastapi import HTTPException

from models.store import Position


def encode(position: Position) -> str:
    """The word for a position."""
    return base64.urlsafe_b64encode(json.dumps([position.start, position.id]).encode()).decode().rstrip("=")


def decode(cursor: str | None) -> Position | None:
    """The position of a word, None for None; 422 for a word that no page gave."""
    if cursor is None:
        return None
    try:
        start, row = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        position = Position(float(start), int(row))
    except (ValueError, TypeError, binascii.Error, OverflowError) as error:
        raise HTTPException(422, "cursor: not one of ours: take the `next` of the page before") from error
    if not math.isfinite(position.start) or not 0 <= position.id < 2**63:
        raise HTTPException(422, "cursor: not one of ours: take the `next` of the page before")
    return position
