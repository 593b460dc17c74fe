"""Halls with their cameras, counters and zones."""

from api.schemas.base import Out


class CounterOut(Out):
    """A counter; zones are polygons in 0..1 of the picture's width and height."""

    id: int
    key: str
    name: str | None
    staff_zone: list[tuple[float, float]]
    customer_zone: list[tuple[float, float]] | None
    waiting_zone: list[tuple[float, float]] | None


class CameraOut(Out):
    """A camera and its counters."""

    id: int
    key: str
    counters: list[CounterOut]


class SiteOut(Out):
    """A hall; `key` is the `site` of its site file."""

    id: int
    key: str
    name: str | None
    timezone: str
    profile: str
    cameras: list[CameraOut]
