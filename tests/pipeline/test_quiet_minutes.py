"""Drawn minutes without an event are kept as clips by recordings and live cameras, and go when their time is over."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
import pytest

from models import (
    Camera,
    Counter,
    Event,
    HeldMatter,
    HoldScope,
    Hours,
    OpenSpan,
    QuietTime,
    SealState,
    Site,
    day_span,
)
from models.retention import RetentionClass
from models.store import Store
from pipeline.clips.cutting import ClipSettings
from pipeline.exports.sweep import states_of_files
from pipeline.judging.judge import NOTHING
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis import Analysed, Task
from pipeline.recordings.analysis_report import ReportedVision
from pipeline.recordings.storing import keep_quiet_time
from pipeline.subject_access.erasure import ErasureOrder, erase_person
from synthetic.stories import START, Story, away, seated
from tests.support.live_screen import PROFILE, Screen, finished
from tests.support.numbered_recordings import number_of, record, steady
from tests.support.old_hall import DAY, WANG, OldHall, deleted, furnished, only
from tests.support.quiet_hall import keeps, kept, quiet_site
from tests.support.stored_hall import NINE, POST, hall
from vision.core import Frame
from vision.sources.base import SourceInfo
from vision.sources.opening import open_source

CAMERA = Camera(id="cam", source="rtsp://hall/1", counters=[Counter(id="W1", staff_zone=POST)])
THREE = Hours(open=[OpenSpan.model_validate({"start": "09:01", "end": "09:04"})])
SITE = Site(site="hall", profile="evaluation", hours=THREE, quiet_time=QuietTime(share=0.2), cameras=[CAMERA])
"""Open for three minutes of each day, of which one is drawn."""
ONE = Hours(open=[OpenSpan.model_validate({"start": "09:01", "end": "09:02"})])
OPENS, CLOSES = START + 60, START + 240
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five minutes, a picture a second."""
    return record(tmp_path_factory.mktemp("footage") / "hall.mp4", steady(300, 1), key_every=10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as opened:
        opened.sites.put(SITE)
        yield opened


def analysed(video: Path, *events: Event, start_known: bool = True, site: Site = SITE) -> Analysed:
    info = SourceInfo("file", 160, 120, "h264", 300.0, START, start_known)
    found = replace(NOTHING, events=events)
    seeing = ReportedVision("", None, "", None, "")
    task = Task(video, site, video, CAMERA, START)
    return Analysed(task, PROFILE, info, {}, [], found, [], ProcessCost(300.0), seeing)


class TestRecordings:
    def test_the_drawn_minute_is_cut_and_sealed_once(self, video: Path, store: Store, tmp_path: Path) -> None:
        for _ in range(2):
            assert keep_quiet_time(analysed(video), store, tmp_path, [MONDAY], START) == 1
        (minute,) = kept(store)
        draw = store.quiet_minutes.draw(SITE, MONDAY, START)
        assert draw is not None
        assert draw.holds("cam", "W1", minute.start)
        with av.open(str(tmp_path / minute.clip)) as clip:
            numbers = [number_of(one.to_ndarray(format="bgr24")) for one in clip.decode(video=0)]
        first = round(minute.start - START)
        assert (numbers[0], numbers[-1]) == (first - 5, first + 65)  # five seconds more to either side
        states = dict(states_of_files(store, tmp_path))
        assert states == {f"quiet minute {minute.id} {kind}": SealState.INTACT for kind in ("clip", "poster")}

    def test_a_minute_with_an_event_is_not_kept(self, video: Path, store: Store, tmp_path: Path) -> None:
        missing = Event("cam", "W1", "absence", OPENS, CLOSES, 0.9)
        assert keep_quiet_time(analysed(video, missing), store, tmp_path, [MONDAY], START) == 0

    @pytest.mark.parametrize("site", [SITE, SITE.model_copy(update={"quiet_time": None})])
    def test_a_guessed_time_and_a_hall_that_asks_for_none_keep_none(
        self, video: Path, store: Store, tmp_path: Path, site: Site
    ) -> None:
        known = site.quiet_time is None
        found = analysed(video, start_known=known, site=site)
        assert keep_quiet_time(found, store, tmp_path, [MONDAY], START) == 0
        assert not (tmp_path / "clips").exists()


@dataclass
class Camcorder(Screen):
    """A screen whose recent pictures are those of a video."""

    video: Path = Path()

    def window(self, *about: float) -> Iterator[Frame]:
        with open_source(self.video.name, camera="cam", base=self.video.parent, start=START) as source:
            yield from source.window(*about)  # type: ignore[attr-defined]


def watched(story: Story, video: Path, store: Store, data: Path) -> list[str]:
    """What a live session of the story complained of."""
    screen, lines = Camcorder(story.signals(), START + story.seconds, video=video), list[str]()
    live = LiveSite(
        SITE.model_copy(update={"hours": ONE}), PROFILE, store, data, lambda: screen.now, lambda _line: None
    )
    cutter = ClipCutter(lines.append, ClipSettings())
    session = LiveSession(live, CAMERA, screen, screen, cutter)
    session.delivery.store(screen.now)
    while screen.now < screen.ends:
        session.look()
        session.tick()
        session.delivery.store(screen.now)
    finished(session, cutter)
    return lines


class TestLive:
    def test_the_drawn_minute_of_a_quiet_post_is_kept(
        self, video: Path, store: Store, tmp_path: Path
    ) -> None:
        assert watched(seated(190), video, store, tmp_path) == []
        (minute,) = kept(store)
        assert minute.start == OPENS
        assert (tmp_path / minute.clip).is_file()

    def test_no_minute_of_an_absence_is_kept(self, video: Path, store: Store, tmp_path: Path) -> None:
        watched(seated(30) + away(130) + seated(30), video, store, tmp_path)
        assert kept(store) == []


class TestRetention:
    @pytest.fixture
    def old(self, tmp_path: Path) -> Iterator[OldHall]:
        with Store.at(tmp_path) as opened:
            old = furnished(tmp_path, opened)
            opened.sites.put(quiet_site(), NINE)
            keeps(opened, tmp_path, quiet_site())
            yield old

    def test_clips_go_before_rows_and_the_day_is_no_random_share_any_more(self, old: OldHall) -> None:
        minutes = kept(old.store)
        policy = only(RetentionClass.QUIET_MINUTES, 14)
        assert deleted(old.later(13, policy)) == {}
        assert deleted(old.later(15, policy)) == {"quiet_minutes": len(minutes)}
        assert kept(old.store) == []
        assert not any(old.file(one.clip) or old.file(one.poster or "-") for one in minutes)
        assert old.store.quiet_minutes.draws("north", MONDAY, MONDAY) == []

    def test_they_are_no_strays_of_deleted_events(self, old: OldHall) -> None:
        old.later(40, only(RetentionClass.CLIPS, 30))
        assert all(old.file(one.clip) for one in kept(old.store))

    def test_a_hold_on_a_counters_day_keeps_its_minutes(self, old: OldHall) -> None:
        minutes = kept(old.store)
        left = next(c for c, place in old.store.sites.places().items() if place.counter == "left")
        matter = HeldMatter(HoldScope.DAY, "north", left, *day_span(MONDAY, hall().zone))
        old.store.holds.place(matter, "complaint", "wu", NINE)
        old.later(15, only(RetentionClass.QUIET_MINUTES, 14))
        assert {one.counter_id for one in kept(old.store)} == {left}
        assert len(kept(old.store)) == sum(one.counter_id == left for one in minutes)

    def test_a_person_who_is_erased_leaves_no_quiet_minute(self, old: OldHall) -> None:
        """Wang sat at the left window that morning."""
        minutes = kept(old.store)
        order = ErasureOrder(WANG, (), "ada", "request", NINE + DAY)
        erase_person(old.store, old.data, order)
        left = {one for one, place in old.store.sites.places().items() if place.counter == "left"}
        for one in minutes:
            assert old.file(one.clip) is (one.counter_id not in left)
        assert {one.counter_id for one in kept(old.store)}.isdisjoint(left)
