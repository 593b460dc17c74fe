"""The page of one camera's zones, where administrators correct them."""

import json
from collections.abc import Mapping

from nicegui import ui

from api.schemas import CameraOut, CameraZonesIn, CameraZonesOut, SiteOut
from dashboard.page_context import PageContext
from dashboard.pages.sites import ZONE_STYLES, camera_picture
from dashboard.widgets import box, button, empty_state, heading, notice, tag


async def show(page: PageContext) -> None:
    """Build the page."""
    place = _site_and_camera(page)
    if place is None:
        heading(page.t("zones.title"))
        empty_state("videocam_off", page.t("zones.none"))
        return
    hall, camera = place
    found = await page.api.zones(camera.id)
    still = await camera_picture(page, camera, found)
    heading(page.t("site.camera", name=camera.key), hall.name or hall.key)
    with box("panel"), box("body stack"):
        _ZoneEditor(page, camera, found, still)
        notice(page.t("zones.in.use" if found.in_use else "zones.pending"))
        _history(page, hall, found)


def _site_and_camera(page: PageContext) -> tuple[SiteOut, CameraOut] | None:
    wanted = page.path.get("camera", "")
    return next(((s, c) for s in page.sites for c in s.cameras if str(c.id) == wanted), None)


class _ZoneEditor:
    """The picture with its zones. The browser moves the corners; saving sends them to the API."""

    def __init__(
        self, page: PageContext, camera: CameraOut, found: CameraZonesOut, still: str | None
    ) -> None:
        self._page, self._found, t = page, found, page.t
        names = {counter.key: counter.name or counter.key for counter in camera.counters}
        may = page.may("zones")
        if may:
            tag("p", t("zones.explain"), "soft")
        with box("still zone-editor", data_zones=self._state(names, editable=may)) as self._element:
            if still:
                tag("img", src=still, alt="")
            tag("svg", viewBox="0 0 1 1", preserveAspectRatio="none", role="img",
                aria_label=t("site.zones", name=camera.key))  # fmt: skip
            box("corners")
        with box("filters zone-choice"):
            tag("select", "", "", aria_label=t("zones.title"), data_zone_choice="")
            if may:
                button(t("zones.remove"), "plain", data_zone_remove="")
                button(t("zones.save"), "go", symbol="save").on("click", self._save)
        ui.run_javascript("cwZones()")

    def _state(self, names: Mapping[str, str], *, editable: bool) -> str:
        """The state of the editor for the browser, as JSON."""
        t = self._page.t
        return json.dumps(
            {
                "editable": editable,
                "counters": {key: zones.model_dump() for key, zones in self._found.counters.items()},
                "names": dict(names),
                "zones": [
                    {"field": field, "name": t(f"site.{name}"), "colour": c} for field, name, c in ZONE_STYLES
                ],
                "words": {"corner": t("zones.corner", n="#"), "add": t("zones.add")},
            },
            ensure_ascii=False,
        )

    async def _save(self) -> None:
        given = await ui.run_javascript("JSON.stringify(cwZonesNow())")
        body = CameraZonesIn.model_validate({"version": self._found.version, "counters": json.loads(given)})
        async with self._page.call() as api:
            if await self._page.accepted(api.correct_zones(self._found.camera_id, body)):
                self._page.notify(self._page.t("zones.saved"))
                ui.navigate.reload()


def _history(page: PageContext, hall: SiteOut, found: CameraZonesOut) -> None:
    if found.corrections:
        with box("stack tight"):
            tag("h2", page.t("zones.history.title"))
            for one in found.corrections:
                time = page.format.moment(one.at, hall.timezone)
                tag("span", page.t("zones.history", user=one.user, time=time), "small soft")
