"""Recordings, live cameras and the night know the same of a counter: hours, roster, seats and the rest of the hall."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterwatch.demo_footage import FOOTAGE
from models import (
    Calibration,
    Camera,
    Counter,
    Event,
    Hours,
    OpenSpan,
    RosterEntry,
    Site,
    Source,
    What,
    day_span,
)
from models.store import Analysis, EventFilter, FootageSource, Store
from pipeline.archive.signals import write_signals
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.nightly.run import NightlyEnvironment, run_night
from pipeline.recordings.analysis_job import ResultTarget, analyse_and_store
from pipeline.recordings.batch import Batch
from pipeline.roster.context_loading import load_context
from pipeline.scene.context import CounterContext
from pipeline.scoring.days import stamp_of
from pipeline.states.calibration import learn_seat
from synthetic.stories import (
    FRONT,
    SIDE,
    START,
    Story,
    View,
    away,
    closely,
    customer_arrives,
    customer_leaves,
    goes_on,
    seated,
)
from tests.support.live_screen import PROFILE, Screen, shown
from tests.support.stored_hall import POST

MONDAY = dt.date(2026, 11, 23)
UTC = ZoneInfo("UTC")
MIDNIGHT, NEXT_MIDNIGHT = day_span(MONDAY, UTC)
H = 3600.0
NINE_TO_FIVE = Hours(open=[OpenSpan(start=dt.time(9), end=dt.time(17))])
# The post is empty for two minutes.
EMPTY_FOR_A_WHILE = seated(60) + away(120) + seated(60)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as kept:
        yield kept


def hall(*cameras: Camera, hours: Hours | None = None) -> Site:
    return Site(site="hall", profile="evaluation", cameras=list(cameras), hours=hours or Hours())


def window(key: str, camera: str) -> Camera:
    counter = Counter(id=key, staff_zone=POST, customer_zone=POST, waiting_zone=POST)
    return Camera(id=camera, source="rtsp://hall/1", counters=[counter])


def said(what: What, start: float, end: float, **more: str) -> RosterEntry:
    """A line of Monday, times in hours of the day."""
    return RosterEntry(MONDAY, what, MIDNIGHT + start * H, MIDNIGHT + end * H, **more)


def rostered(store: Store, site: Site, *entries: RosterEntry) -> None:
    store.sites.put(site)
    store.rosters.replace(site.site, entries, "roster.csv", START)


def stored(store: Store) -> list[Event]:
    return [one.event for one in store.events.page(EventFilter(), 500)]


def watched_live(store: Store, data: Path, site: Site, story: Story, start: float, view: View = SIDE) -> None:
    """A live camera shows the story from `start` (UTC s) on, and is stopped when it is over."""
    screen = Screen(story.signals(view, start=start), start + story.seconds, now=start)
    place = LiveSite(site, PROFILE, store, data, lambda: screen.now, lambda _line: None)
    shown(LiveSession(place, site.cameras[0], screen, screen, None), screen)


def judged_at_night(store: Store, data: Path) -> None:
    run_night(NightlyEnvironment(store, data, lambda: NEXT_MIDNIGHT + 3 * H))


# -- live: the roster of the day ----------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [NINE_TO_FIVE, None], ids=["with hours", "without hours"])
def test_a_window_whose_shift_ended_at_noon_is_closed_live_as_it_is_at_night(
    store: Store, tmp_path: Path, hours: Hours | None
) -> None:
    site = hall(window("W1", "cam1"), hours=hours)
    rostered(store, site, said(What.SHIFT, 9, 12, counter="W1", shift="early", person="Wang"))
    watched_live(store, tmp_path, site, EMPTY_FOR_A_WHILE, MIDNIGHT + 14 * H)
    live = stored(store)
    assert "absence" not in {event.kind for event in live}
    assert store.observed.spans(MIDNIGHT, NEXT_MIDNIGHT) == []
    judged_at_night(store, tmp_path)
    assert [(e.kind, e.start) for e in stored(store)] == [(e.kind, e.start) for e in live]


@pytest.mark.parametrize(("at", "told"), [(10, True), (18, False)], ids=["in the shift", "after the hours"])
def test_hours_still_cut_the_shifts_of_a_live_camera(
    store: Store, tmp_path: Path, at: int, told: bool
) -> None:
    site = hall(window("W1", "cam1"), hours=NINE_TO_FIVE)
    rostered(store, site, said(What.SHIFT, 9, 20, counter="W1", shift="long", person="Wang"))
    watched_live(store, tmp_path, site, EMPTY_FOR_A_WHILE, MIDNIGHT + at * H)
    assert ("absence" in {event.kind for event in stored(store)}) is told


def test_a_break_excuses_live_too(store: Store, tmp_path: Path) -> None:
    site = hall(window("W1", "cam1"))
    shift = said(What.SHIFT, 9, 17, counter="W1", shift="day", person="Wang")
    rostered(store, site, shift, said(What.BREAK, 14, 14.5, person="Wang"))
    watched_live(store, tmp_path, site, EMPTY_FOR_A_WHILE, MIDNIGHT + 14 * H)
    (absence,) = (event for event in stored(store) if event.kind == "absence")
    assert absence.attributes["excused"] is True


def test_the_hour_before_midnight_is_ruled_by_no_roster_of_the_next_day(store: Store) -> None:
    site = hall(window("W1", "cam1"))
    tuesday = MONDAY + dt.timedelta(1)
    start, end = NEXT_MIDNIGHT + 9 * H, NEXT_MIDNIGHT + 17 * H
    rostered(store, site, RosterEntry(tuesday, What.SHIFT, start, end, "W1", "day", "Wang"))
    both = load_context(store, site, "cam1", (MIDNIGHT, NEXT_MIDNIGHT + 24 * H))
    before, after = (both.within(NEXT_MIDNIGHT + a * H, NEXT_MIDNIGHT + b * H) for a, b in ((-1, 0), (0, 1)))
    assert (before.has_hours, after.has_hours) == (False, True)
    assert before.duties["W1"].opened.total == H
    assert after.duties["W1"].opened.total == 0


@given(st.floats(0, 47), st.floats(0.1, 24))
def test_a_part_of_a_context_is_the_context_of_the_part(first: float, hours: float) -> None:
    tuesday = MONDAY + dt.timedelta(1)
    early = said(What.SHIFT, 7, 12, counter="W1", shift="early", person="Wang")
    night = said(What.SHIFT, 22, 26, counter="W1", shift="night", person="Li")
    late = RosterEntry(tuesday, What.BREAK, NEXT_MIDNIGHT + 9 * H, NEXT_MIDNIGHT + 10 * H, "W1")
    site, roster = hall(window("W1", "cam1"), hours=NINE_TO_FIVE), (early, night, late)
    span = (MIDNIGHT + first * H, MIDNIGHT + (first + hours) * H)
    whole = CounterContext(site, "cam1", (MIDNIGHT, NEXT_MIDNIGHT + 72 * H), roster)
    part, opened = whole.within(*span), whole.duties["W1"].opened
    assert part.duties["W1"].opened == opened.clipped(*span)


@pytest.mark.parametrize("valid_from", [MIDNIGHT, NEXT_MIDNIGHT], ids=["today", "tomorrow"])
def test_a_seat_corrected_for_today_holds_from_this_morning_on(
    store: Store, tmp_path: Path, valid_from: float
) -> None:
    """A desk hides everything that separates sitting from standing: only the corrected seat says it."""
    site, view = hall(window("W1", "cam1")), replace(FRONT, boxes=False)
    story = seated(60) + customer_arrives() + goes_on(40) + customer_leaves() + goes_on(40)
    learned = learn_seat(story.signals(view))
    seat = replace(learned, seated=learned.seated - 0.4, standing=learned.seated, certain=1.0)
    given = Calibration(seat, Source.CORRECTED, MONDAY, MONDAY, 1, valid_from, made_by="sun", made_at=START)
    store.seats.put(store.sites.put(site).counters["W1"], given, entered=True)
    watched_live(store, tmp_path, site, story, MIDNIGHT + 9 * H, view)
    (arrival,) = (event for event in stored(store) if event.kind == "arrival")
    assert arrival.attributes.get("stood") is (True if valid_from == MIDNIGHT else None)


# -- the night: closed windows before other cameras ------------------------------------------------------------

QUEUE = seated(20) + closely(200, waiting=9) + closely(0, waiting=0) + goes_on(30)


def hall_of_a_queue(data: Path) -> None:
    write_signals(data, "front", {"1": QUEUE.signals()}, UTC)
    write_signals(data, "side", {"2": (seated(10) + away(230) + seated(10)).signals()}, UTC)


def queues(store: Store) -> list[Event]:
    return [event for event in stored(store) if event.kind == "long_queue"]


@pytest.mark.parametrize("hours", [None, NINE_TO_FIVE], ids=["without hours", "with hours"])
def test_a_closed_window_before_another_camera_is_known_with_and_without_hours(
    store: Store, tmp_path: Path, hours: Hours | None
) -> None:
    store.sites.put(hall(window("1", "front"), window("2", "side"), hours=hours))
    hall_of_a_queue(tmp_path)
    judged_at_night(store, tmp_path)
    (event,) = queues(store)
    assert (event.counter, event.evidence["closed_windows"]) == ("1", "2")


def test_a_window_before_another_camera_that_has_a_break_is_named_as_excused(
    store: Store, tmp_path: Path
) -> None:
    site = hall(window("1", "front"), window("2", "side"), window("3", "back"), hours=NINE_TO_FIVE)
    shifts = [said(What.SHIFT, 9, 17, counter=key, shift="day", person=f"P{key}") for key in "123"]
    rostered(store, site, *shifts, said(What.BREAK, 9, 10, person="P2"))
    hall_of_a_queue(tmp_path)
    write_signals(tmp_path, "back", {"3": (seated(10) + away(230)).signals()}, site.zone)
    judged_at_night(store, tmp_path)
    (event,) = queues(store)
    assert (event.evidence["closed_windows"], event.evidence["excused_windows"]) == ("3", "2")


# -- recordings ------------------------------------------------------------------------------------------------


def analysed(store: Store, data: Path, start: str | None) -> list[Event]:
    """A recording in which the post is empty for half a minute, analysed as a file of Monday, half past nine."""
    for file in ("absent_B.mp4", "absent_B.site.yaml"):
        shutil.copy(FOOTAGE / file, data / file)
    os.utime(data / "absent_B.mp4", (MIDNIGHT + 9.5 * H,) * 2)
    batch = Batch.of([data / "absent_B.mp4"], data / "absent_B.site.yaml", start)
    shift = said(What.SHIFT, 0, 24, counter="W1", shift="day", person="Wang")
    rostered(store, batch.site, shift, said(What.BREAK, 9, 10, counter="W1"))
    (result,) = analyse_and_store(batch, ResultTarget(store, data, lambda: START, clips=False))
    assert result.kept is not None, result.failed
    return [event for event in result.kept.analysed.judgement.events if event.kind == "absence"]


def test_a_break_in_the_roster_excuses_an_absence_of_a_recording(store: Store, tmp_path: Path) -> None:
    (absence,) = analysed(store, tmp_path, "2026-11-23T09:30:00")
    assert absence.attributes["excused"] is True
    assert absence.evidence["excuse"] == "break"


def test_a_recording_of_unknown_time_is_excused_by_no_roster(store: Store, tmp_path: Path) -> None:
    (absence,) = analysed(store, tmp_path, None)
    assert "excused" not in absence.attributes


def test_at_night_a_recording_of_unknown_time_is_excused_by_no_roster_either(
    store: Store, tmp_path: Path
) -> None:
    site = hall(window("W1", "cam1"))
    shift = said(What.SHIFT, 9, 17, counter="W1", shift="day", person="Wang")
    rostered(store, site, shift, said(What.BREAK, 9, 10, person="Wang"))
    write_signals(tmp_path, "cam1", {"W1": EMPTY_FOR_A_WHILE.signals()}, site.zone)
    footage = FootageSource(
        "cam1", "a.mp4", "a.mp4", "a" * 64, START, EMPTY_FOR_A_WHILE.seconds, start_known=False
    )
    store.recordings.save(Analysis(site, footage, (), (), stamp_of(PROFILE)), START)
    judged_at_night(store, tmp_path)
    (absence,) = (event for event in stored(store) if event.kind == "absence")
    assert "excused" not in absence.attributes
