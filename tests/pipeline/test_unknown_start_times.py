"""The night, and a recording of unknown time: it is not judged by the clock."""

import datetime as dt
from pathlib import Path

from models import Camera, Counter, Hours, OpenSpan
from models.store import Analysis, FootageSource, Store
from pipeline.archive.signals import write_signals
from pipeline.scoring.days import stamp_of
from synthetic.stories import START, away, seated
from tests.support.nightly_hall import MONDAY, PROFILE, SITE, night, nine
from tests.support.stored_hall import POST
from vision.core import Signals

CAMERA = Camera(id="cam1", source="a.mp4", counters=[Counter(id="left", staff_zone=POST, customer_zone=POST)])
HALL = SITE.model_copy(
    update={"cameras": [CAMERA], "hours": Hours(open=[OpenSpan(start=dt.time(9), end=dt.time(9, 10))])}
)
# The post is empty from nine on, or from eight minutes past.
STORY = away(120) + seated(360) + away(420)


def recorded(data: Path, *, start_known: bool) -> None:
    """The story as a file of nine o'clock, or as one whose date says so."""
    rows = STORY.signals()
    write_signals(data, "cam1", {"left": Signals(rows.time - START + nine(MONDAY), rows.columns)}, HALL.zone)
    footage = FootageSource(
        "cam1", "a.mp4", "a.mp4", "a" * 64, nine(MONDAY), STORY.seconds, start_known=start_known
    )
    with Store.at(data) as store:
        store.recordings.save(Analysis(HALL, footage, (), (), stamp_of(PROFILE)), nine(MONDAY))


def kinds(data: Path) -> set[str]:
    with Store.at(data) as store:
        (counter,) = (place.counter_id for place in store.sites.places().values())
        found = store.events.of_counter(counter, nine(MONDAY), nine(MONDAY) + 86400)
        return {one.event.kind for one in found}


def test_a_guessed_clock_blames_nobody_for_opening_late_or_closing_early(tmp_path: Path) -> None:
    recorded(tmp_path, start_known=False)
    report = night(tmp_path, days=1)
    assert not kinds(tmp_path) & {"late_opening", "early_closing"}
    assert "absence" in kinds(tmp_path)  # an empty post counts at any time of day
    assert "give analyze --start" in report.days[0].why


def test_once_somebody_gives_the_start_the_day_is_judged_by_its_hours(tmp_path: Path) -> None:
    recorded(tmp_path, start_known=False)
    night(tmp_path, days=1)
    recorded(tmp_path, start_known=True)
    report = night(tmp_path, days=1)
    assert {"late_opening", "early_closing"} <= kinds(tmp_path)
    assert report.days[0].why == ""
