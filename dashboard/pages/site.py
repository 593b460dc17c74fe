"""The hall: its cameras and counters, with the zones on the picture where there is one."""

from collections.abc import Sequence

from api.schemas import CameraOut, CameraZonesOut, CounterOut, SiteOut
from dashboard.asked import asked
from dashboard.chips import media
from dashboard.layout import heading, page
from dashboard.parts import box, empty, link_button, tag
from dashboard.view import Doors, View

ZONES = (
    ("staff_zone", "staff", "#3fb7cf"),
    ("customer_zone", "customer", "#e0a840"),
    ("waiting_zone", "waiting", "#b291dc"),
)


def register(door: Doors) -> None:
    """Put the page at /site."""

    @page("/site", "site.title", door)
    async def site(view: View) -> None:
        heading(view.t("site.title"))
        if not view.sites:
            with box("panel"):
                empty("videocam_off", view.t("site.none"), view.t("site.none.text"))
        with box("stack"):
            for hall in view.sites:
                await _hall(view, hall)


async def _hall(view: View, hall: SiteOut) -> None:
    t = view.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", hall.name or hall.key, "grow")
            tag("span", f"{t('site.timezone')} {hall.timezone}", "small soft")
            profile = t.named("profile", hall.profile)
            tag(
                "a", f"{t('site.profile')} {profile}", "small", href=view.link("/norms", profile=hall.profile)
            )
        with box("body cameras"):
            for camera in hall.cameras:
                await _camera(view, camera)
        asked(view, hall)


async def _camera(view: View, camera: CameraOut) -> None:
    t = view.t
    still = await picture(view, camera, await view.api.zones(camera.id))
    count = "site.counters.one" if len(camera.counters) == 1 else "site.counters"
    with tag("figure", "", "camera"):
        with box("still"):
            if still:
                tag("img", src=still, alt="")
            _zones(view, camera)
            for counter in camera.counters:
                x, y = centre(counter.staff_zone)
                tag("span", counter.name or counter.key, "tag").style(
                    f"left: {100 * x:.1f}%; top: {100 * y:.1f}%"
                )
        with tag("figcaption", "", "stack tight"):
            tag("b", t("site.camera", name=camera.key))
            tag(
                "span",
                t(count, n=len(camera.counters)) + ("" if still else f" · {t('site.no.still')}"),
                "small faint",
            )
            _legend(view, camera.counters)
            if view.may("zones"):
                link_button(view.t("site.correct"), f"/site/zones/{camera.id}", symbol="edit")
            for counter in camera.counters:
                with tag("span"):
                    tag("a", counter.name or counter.key, href=view.link("/", counter=counter.id))
                    tag("span", " · ", "faint")
                    tag("a", t("site.seat"), "small", href=f"/site/seat/{counter.id}")


async def picture(view: View, camera: CameraOut, zones: CameraZonesOut) -> str | None:
    """What a camera shows: the poster of an event, which has colours, else its background without people."""
    found = await view.api.events({"camera_id": camera.id, "limit": 20})
    posters = (media(event.poster_url) for event in found.items if event.poster_url)
    return next(posters, media(zones.background_url))


def _zones(view: View, camera: CameraOut) -> None:
    label = view.t("site.zones", name=camera.key)
    with tag("svg", viewBox="0 0 100 100", preserveAspectRatio="none", role="img", aria_label=label):
        for counter in camera.counters:
            for field, _, colour in ZONES:
                if polygon := getattr(counter, field):
                    corners = " ".join(f"{100 * x:.2f},{100 * y:.2f}" for x, y in polygon)
                    shape = tag("polygon", points=corners, fill=colour, stroke=colour)
                    shape.props["fill-opacity"], shape.props["stroke-width"] = "0.18", "0.6"


def centre(polygon: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean of the corners: near enough for a label."""
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def _legend(view: View, counters: Sequence[CounterOut]) -> None:
    with box("legend"):
        for field, name, colour in ZONES:
            if any(getattr(counter, field) for counter in counters):
                with tag("span"):
                    tag("i").style(f"background: {colour}")
                    tag("span", view.t(f"site.{name}"))
