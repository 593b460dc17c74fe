"""Cursors: the end of the last page, as one word for an address."""

import base64
import json

from fastapi import HTTPException
from pydantic import TypeAdapter

from api.schemas import BodyId, Number
from models.store import Position

_POSITION = TypeAdapter(tuple[Number, BodyId])


def encode(position: Position) -> str:
    """The word for a position."""
    return base64.urlsafe_b64encode(json.dumps([position.start, position.id]).encode()).decode().rstrip("=")


def decode(cursor: str | None) -> Position | None:
    """The position of a word, None for None; 422 for a word that no page gave."""
    if cursor is None:
        return None
    try:
        position = _POSITION.validate_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:  # also of base64 and of pydantic
        raise HTTPException(422, "cursor: not one of ours: take the `next` of the page before") from error
    return Position(*position)
