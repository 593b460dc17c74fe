"""The zones of one camera, to be corrected by whoever sets up cameras."""

import json
from collections.abc import Mapping

from nicegui import ui

from api.schemas import CameraOut, CameraZonesIn, CameraZonesOut, SiteOut
from dashboard.layout import heading, page
from dashboard.pages.site import ZONES, picture
from dashboard.parts import box, button, empty, notice, tag
from dashboard.view import Doors, View, done, say


def register(door: Doors) -> None:
    """Put the page at /site/zones/{camera}."""

    @page("/site/zones/{camera}", "zones.title", door)
    async def zones(view: View) -> None:
        place = _place(view)
        if place is None:
            heading(view.t("zones.title"))
            empty("videocam_off", view.t("zones.none"))
            return
        hall, camera = place
        found = await view.api.zones(camera.id)
        still = await picture(view, camera, found)
        heading(view.t("site.camera", name=camera.key), hall.name or hall.key)
        with box("panel"), box("body stack"):
            _Editor(view, camera, found, still)
            notice(view.t("zones.in.use" if found.in_use else "zones.pending"))
            _history(view, hall, found)


def _place(view: View) -> tuple[SiteOut, CameraOut] | None:
    wanted = view.path.get("camera", "")
    return next(((s, c) for s in view.sites for c in s.cameras if str(c.id) == wanted), None)


class _Editor:
    """The picture with its zones; the browser moves the corners, saving sends them."""

    def __init__(self, view: View, camera: CameraOut, found: CameraZonesOut, still: str | None) -> None:
        self._view, self._found, t = view, found, view.t
        names = {counter.key: counter.name or counter.key for counter in camera.counters}
        may = view.may("zones")
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
        """What the browser needs, as JSON."""
        t = self._view.t
        return json.dumps(
            {
                "editable": editable,
                "counters": {key: zones.model_dump() for key, zones in self._found.counters.items()},
                "names": dict(names),
                "zones": [
                    {"field": field, "name": t(f"site.{name}"), "colour": c} for field, name, c in ZONES
                ],
                "words": {"corner": t("zones.corner", n="#"), "add": t("zones.add")},
            },
            ensure_ascii=False,
        )

    async def _save(self) -> None:
        given = await ui.run_javascript("JSON.stringify(cwZonesNow())")
        body = CameraZonesIn.model_validate({"version": self._found.version, "counters": json.loads(given)})
        async with self._view.call() as api:
            if await done(self._view, api.correct_zones(self._found.camera_id, body)):
                say(self._view.t("zones.saved"))
                ui.navigate.reload()


def _history(view: View, hall: SiteOut, found: CameraZonesOut) -> None:
    if found.corrections:
        with box("stack tight"):
            tag("h2", view.t("zones.history.title"))
            for one in found.corrections:
                time = view.read.moment(one.at, hall.timezone)
                tag("span", view.t("zones.history", user=one.user, time=time), "small soft")
