"""The page of the sites: cameras and counters, with their zones drawn on the picture."""

from collections.abc import Sequence

from api.schemas import CameraOut, CameraZonesOut, CounterOut, SiteOut
from dashboard.components.optional_measures import optional_measures
from dashboard.page_context import PageContext
from dashboard.widgets import box, empty_state, heading, link_button, media_address, tag

ZONE_STYLES = (
    ("staff_zone", "staff", "#3fb7cf"),
    ("customer_zone", "customer", "#e0a840"),
    ("waiting_zone", "waiting", "#b291dc"),
)


async def show(page: PageContext) -> None:
    """Build the page."""
    heading(page.t("site.title"))
    if not page.sites:
        with box("panel"):
            empty_state("videocam_off", page.t("site.none"), page.t("site.none.text"))
    with box("stack"):
        for hall in page.sites:
            await _hall(page, hall)


async def _hall(page: PageContext, hall: SiteOut) -> None:
    t = page.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", hall.name or hall.key, "grow")
            tag("span", f"{t('site.timezone')} {hall.timezone}", "small soft")
            profile = t.named("profile", hall.profile)
            tag(
                "a", f"{t('site.profile')} {profile}", "small", href=page.link("/norms", profile=hall.profile)
            )
        with box("body cameras"):
            for camera in hall.cameras:
                await _camera(page, camera)
        optional_measures(page, hall)


async def _camera(page: PageContext, camera: CameraOut) -> None:
    t = page.t
    still = await camera_picture(page, camera, await page.api.zones(camera.id))
    with tag("figure", "", "camera"):
        with box("still"):
            if still:
                tag("img", src=still, alt="")
            _zones(page, camera)
            for counter in camera.counters:
                x, y = _centre(counter.staff_zone)
                tag("span", counter.name or counter.key, "tag").style(
                    f"left: {100 * x:.1f}%; top: {100 * y:.1f}%"
                )
        with tag("figcaption", "", "stack tight"):
            tag("b", t("site.camera", name=camera.key))
            tag(
                "span",
                t("site.counters", n=len(camera.counters)) + ("" if still else f" · {t('site.no.still')}"),
                "small faint",
            )
            _legend(page, camera.counters)
            if page.may("zones"):
                link_button(page.t("site.correct"), f"/site/zones/{camera.id}", symbol="edit")
            for counter in camera.counters:
                with tag("span"):
                    tag("a", counter.name or counter.key, href=page.link("/", counter=counter.id))
                    tag("span", " · ", "faint")
                    tag("a", t("site.seat"), "small", href=f"/site/seat/{counter.id}")


async def camera_picture(page: PageContext, camera: CameraOut, zones: CameraZonesOut) -> str | None:
    """A picture of the camera: the poster of an event, which has colours, else the background without people.

    Who needs no faces gets the background: not every clip can be shown without them.
    """
    if not page.may("faces"):
        return media_address(zones.background_url)
    found = await page.api.events({"camera_id": camera.id, "limit": 20})
    posters = (media_address(event.poster_url) for event in found.items if event.poster_url)
    return next(posters, media_address(zones.background_url))


def _zones(page: PageContext, camera: CameraOut) -> None:
    label = page.t("site.zones", name=camera.key)
    with tag("svg", viewBox="0 0 100 100", preserveAspectRatio="none", role="img", aria_label=label):
        for counter in camera.counters:
            for field, _, colour in ZONE_STYLES:
                if polygon := getattr(counter, field):
                    corners = " ".join(f"{100 * x:.2f},{100 * y:.2f}" for x, y in polygon)
                    shape = tag("polygon", points=corners, fill=colour, stroke=colour)
                    shape.props["fill-opacity"], shape.props["stroke-width"] = "0.18", "0.6"


def _centre(polygon: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean of the corners, as the position of a label."""
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def _legend(page: PageContext, counters: Sequence[CounterOut]) -> None:
    with box("legend"):
        for field, name, colour in ZONE_STYLES:
            if any(getattr(counter, field) for counter in counters):
                with tag("span"):
                    tag("i").style(f"background: {colour}")
                    tag("span", page.t(f"site.{name}"))
