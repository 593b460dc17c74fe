"""The north hall with quiet time on video: minutes that its draw chose, each with a clip."""

from pathlib import Path

from models import Hours, KeptMinute, OpenSpan, QuietTime, Site, calendar_day, drawn_minutes
from models.store import FoundEvent, Store
from pipeline.clips.quiet_clips import quiet_event
from tests.support.stored_hall import NINE, hall

CONTENT = b"quiet" * 200


def quiet_site(share: float = 0.2, minutes_a_day: int = 30) -> Site:
    """Open from nine to ten, with three counters."""
    hours = Hours(open=[OpenSpan.model_validate({"start": "09:00", "end": "10:00"})])
    return hall(hours=hours, quiet_time=QuietTime(share=share, minutes_a_day=minutes_a_day))


def keeps(store: Store, data: Path, site: Site, counters: tuple[str, ...] = ("left", "right")) -> None:
    """Store the drawn minutes of the hour at counters of the first camera; the site has to be stored."""
    day = calendar_day(NINE, site.zone)
    draw = store.quiet_minutes.draw(site, day, NINE)
    assert draw is not None
    for counter in counters:
        for start, _ in drawn_minutes({day: draw}, site, ("cam1", counter), (NINE, NINE + 3600)):
            files = [data / "clips" / "cam1" / f"{start:.0f}_{counter}.{form}" for form in ("mp4", "jpg")]
            for file in files:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(CONTENT)
            cut = FoundEvent.cut(quiet_event("cam1", counter, start), data, (files[0], files[1]), fresh=True)
            store.quiet_minutes.keep(draw, cut, NINE)


def kept(store: Store) -> list[KeptMinute]:
    """All minutes that are kept."""
    return store.quiet_minutes.all()
