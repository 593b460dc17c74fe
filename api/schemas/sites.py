"""Halls with their cameras, counters and zones."""

from api.schemas.base import Out, Paged


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


class AskedOut(Out):
    """Optional measures that the site file turned on; empty where it did not.

    `smile_basis` is the right by which smiles are measured, `uniform` the colours as #rrggbb, `things` the classes of
    the site's own detection model by what they stand for (phone, uniform, badge), `desks` the counters with a picture
    of their tidy desk.
    """

    smile_basis: str | None
    uniform: list[str]
    things: dict[str, list[str]]
    desks: list[str]


class SiteOut(Out):
    """A hall; `key` is the `site` of its site file."""

    id: int
    key: str
    name: str | None
    timezone: str
    profile: str
    asked: AskedOut
    cameras: list[CameraOut]


class SitePage(Paged):
    """A page of halls."""

    items: list[SiteOut]
