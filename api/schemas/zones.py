"""Zones of a camera, and who corrected them when."""

from typing import Annotated

from pydantic import Field

from api.schemas.base import BodyId, In, Key, Out
from models import Zones

MOST_COUNTERS = 100
"""Of one camera; a picture shows about ten."""


class CorrectionOut(Out):
    """One correction: who and when, UTC seconds."""

    id: int
    at: float
    user: str


class CameraZonesOut(Out):
    """The latest zones by counter. `version` is None where nobody corrected them.

    `in_use` says whether footage was last analysed with these; else they hold from the next start of `live` or
    `analyze` on. `corrections` are newest first. `background_url` is what the camera shows, nobody to
    be recognised; None before footage was analysed.
    """

    camera_id: int
    counters: dict[str, Zones]
    version: int | None
    in_use: bool
    corrections: list[CorrectionOut]
    background_url: str | None


class CameraZonesIn(In):
    """Zones for every counter of the camera, and the `version` that they were made from."""

    version: BodyId | None
    counters: Annotated[dict[Key, Zones], Field(max_length=MOST_COUNTERS)]
