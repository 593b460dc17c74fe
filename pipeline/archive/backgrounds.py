"""The background picture of each camera at the time its zones were drawn: stored, compared, and reported when it
changes.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from models import Camera, Event, Site, StoreError, phrase
from models.store import Notice, Store
from vision.camera.view_watch import Background, Fit, Framing
from vision.detection.people_mask import without_people

Backgrounds = Callable[[Camera], Background | None]
"""The background for which a camera's zones were drawn, None if none is known."""

MOVED = "camera_moved"


def no_background(_camera: Camera) -> Background | None:
    """No background of any camera: for signals without a database."""
    return None


def backgrounds_in(store: Store, site: Site) -> Backgrounds:
    """A function that looks up the stored background of a site's camera."""

    def background(camera: Camera) -> Background | None:
        number = _camera_id(store, site, camera)
        png = None if number is None else store.backgrounds.get(number, camera)
        return None if png is None else Background.decoded(png)

    return background


def backgrounds_where_known(store: Store, site: Site, say: Callable[[str], None]) -> Backgrounds:
    """As `backgrounds_in`, and none while the database does not answer, which `say` is told: looking begins anyway."""
    known = backgrounds_in(store, site)

    def background(camera: Camera) -> Background | None:
        try:
            return known(camera)
        except StoreError as error:
            say(f"camera {camera.id} is not compared with its background: {error}")
            return None

    return background


def keep_background(store: Store, site: Site, camera: Camera, still: Background | None, now: float) -> None:
    """Store a background that stayed, without people, if there is none for the camera's present zones.

    `now` is UTC seconds.
    """
    number = _camera_id(store, site, camera)
    if still is not None and number is not None and store.backgrounds.get(number, camera) is None:
        store.backgrounds.put(number, camera, without_people(still).encoded(), now)


def notify_moved(store: Store, site: Site, events: Iterable[Event], now: float) -> list[str]:
    """Store an alert for each camera that the events say was moved; returns a line for each."""
    first: dict[tuple[str, dt.date], float] = {}
    for event in events:
        if event.kind == MOVED:
            key = (event.camera, _local(site, event.start).date())
            first[key] = min(event.start, first.get(key, event.start))
    lines = []
    for (camera, day), start in sorted(first.items()):
        at = f"{_local(site, start):%Y-%m-%d %H:%M}"
        words = phrase("notice.camera_moved", camera=camera, at=at)
        store.notices.put(Notice(MOVED, f"{MOVED}:{site.site}:{camera}:{day}", words, site.site, day), now)
        lines.append(words.en)
    return lines


def notify_shifted(store: Store, site: Site, camera: Camera, framing: Framing, now: float) -> str | None:
    """Store a notice of a shift that the zones still have room for; returns its line, None without a shift."""
    if framing.fit is not Fit.SHIFTED or framing.offset is None:
        return None
    share, turn = round(100 * framing.offset.shift, 1), round(abs(framing.offset.turn_deg), 1)
    day = _local(site, framing.since).date()
    words = phrase("notice.camera_shifted", camera=camera.id, share=share, turn=turn)
    once = f"camera_shifted:{site.site}:{camera.id}:{share:.0f}"
    store.notices.put(Notice("view_shifted", once, words, site.site, day), now)
    return words.en


def _camera_id(store: Store, site: Site, camera: Camera) -> int | None:
    found = next((one for one in store.sites.all() if one.site.site == site.site), None)
    return None if found is None else found.cameras.get(camera.id)


def _local(site: Site, moment: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(moment, site.zone)
