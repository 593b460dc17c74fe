"""An accepted line holds wherever confidence decides certainty: live, at night, in recordings, prices and what-if."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counterwatch.demo_footage import FOOTAGE
from models import Camera, Certainty, Counter, Coverage, LineKey, Period, Verdict, Why, day_span
from models.store import EventFilter, Store
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.nightly.plan import NightlyRequest
from pipeline.nightly.whatif import what_if_days
from pipeline.recordings import Batch
from pipeline.scoring.days import norms_of
from pipeline.scoring.pricing import priced
from pipeline.scoring.score import score
from synthetic.stories import SIDE, judged, leaning_back, seated
from tests.support.live_screen import Screen, finished
from tests.support.nightly_hall import MONDAY, PROFILE, SITE, TUESDAY, morning, night, nine
from tests.support.recorded_days import recorded
from tests.support.stored_hall import POST
from tests.support.verdicts import version

LOUNGING = seated(120) + leaning_back(200) + seated(60)
LEANING = judged(LOUNGING, SIDE).one("leaning_back")  # of a confidence of 0.918
LINE = 0.95
AT_BACK = LineKey("leaning_back", "back")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as opened:
        opened.sites.put(SITE)
        yield opened


def leanings(store: Store, day: dt.date) -> list[Certainty]:
    start, end = day_span(day, SITE.zone)
    found = store.events.page(EventFilter(start, end, kinds=frozenset({"leaning_back"})), 9)
    return [one.event.certainty for one in found]


def made_by(store: Store, day: dt.date) -> set[str]:
    """The hashes of the norms that the scores of a day were made by."""
    return {one.profile_hash for one in store.scores.summaries(day, day)}


def test_a_night_judges_by_the_line_and_an_older_day_keeps_the_norms_of_its_time(
    store: Store, tmp_path: Path
) -> None:
    recorded(tmp_path, MONDAY, LOUNGING, SIDE)
    night(tmp_path, days=1)
    store.lines.accept("north", version(LINE, AT_BACK), "an", nine(TUESDAY))
    recorded(tmp_path, TUESDAY, LOUNGING, SIDE)
    night(tmp_path, days=2)
    norms = norms_of(store, SITE)
    assert (leanings(store, MONDAY), leanings(store, TUESDAY)) == ([Certainty.FACT], [Certainty.QUESTION])
    assert (made_by(store, MONDAY), made_by(store, TUESDAY)) == ({PROFILE.hash}, {norms.hash})
    night(tmp_path, NightlyRequest(MONDAY, MONDAY), days=2)
    assert leanings(store, MONDAY) == [Certainty.QUESTION]
    assert made_by(store, MONDAY) == {norms.hash}


def test_a_score_names_norms_that_hold_the_line_and_its_source(store: Store, tmp_path: Path) -> None:
    kept = store.lines.accept("north", version(LINE, AT_BACK), "an", nine(MONDAY))
    recorded(tmp_path, MONDAY, LOUNGING, SIDE)
    night(tmp_path, days=1)
    (made,) = made_by(store, MONDAY)
    stamp = store.profiles.get(made)
    assert stamp is not None
    assert f"line {kept.id}: learned from 30 verdicts, accepted by an" in stamp.document


def test_a_line_that_is_accepted_while_a_camera_is_watched_holds_within_a_minute(
    store: Store, tmp_path: Path
) -> None:
    start, window = nine(MONDAY), Counter(id="W1", staff_zone=POST, customer_zone=POST)
    site = SITE.model_copy(update={"cameras": [Camera(id="cam9", source="rtsp://hall/9", counters=[window])]})
    screen = Screen(LOUNGING.signals(SIDE, start=start), start + LOUNGING.seconds, now=start)
    place = LiveSite(site, PROFILE, store, tmp_path, lambda: screen.now, lambda _line: None)
    session = LiveSession(place, site.cameras[0], screen, screen, None)
    while screen.now < screen.ends:
        if screen.now >= start + 180 and not store.lines.of_site("north"):
            store.lines.accept("north", version(LINE, LineKey("leaning_back")), "an", screen.now)
        session.look()
        session.tick()
        session.delivery.store(screen.now)
    finished(session)
    assert leanings(store, MONDAY) == [Certainty.QUESTION]
    assert made_by(store, MONDAY) == {norms_of(store, SITE).hash}


def test_recordings_are_judged_by_the_lines_of_their_site(store: Store) -> None:
    batch = Batch.of([], FOOTAGE / "hall.yaml")
    store.sites.put(batch.site)
    store.lines.accept(batch.site.site, version(0.7), "an", nine(MONDAY))
    knowing = replace(batch, learned=store.lines.figures(batch.site.site))
    assert (batch.profile.scoring.line("phone", "1"), knowing.profile.scoring.line("phone", "1")) == (
        0.5,
        0.7,
    )
    assert knowing.task(FOOTAGE / "absent_B.mp4", batch.site.cameras[0]).profile.hash == knowing.profile.hash


def test_other_norms_are_tried_with_the_lines_of_the_site(store: Store, tmp_path: Path) -> None:
    recorded(tmp_path, MONDAY, LOUNGING, SIDE)
    night(tmp_path, days=1)
    store.lines.accept("north", version(LINE, AT_BACK), "an", nine(TUESDAY))
    (day,) = (
        one
        for one in what_if_days(store, tmp_path, SITE, PROFILE, (MONDAY, MONDAY), morning(MONDAY))
        if one.place.counter == "back"
    )
    assert day.supposed.profile_hash == norms_of(store, SITE).hash
    assert day.gained is not None
    assert day.gained > 0


def test_an_event_under_its_line_costs_nothing_and_the_same_event_elsewhere_does(store: Store) -> None:
    store.lines.accept("north", version(LINE, AT_BACK), "an", nine(MONDAY))
    norms = norms_of(store, SITE)
    assert not priced(replace(LEANING, counter="back"), Verdict.OPEN, norms).payable
    assert priced(replace(LEANING, counter="back"), Verdict.CONFIRMED, norms).payable
    assert priced(replace(LEANING, counter="left"), Verdict.OPEN, norms).payable


def test_a_score_says_that_a_learned_line_made_a_question_of_an_event(store: Store) -> None:
    store.lines.accept("north", version(LINE, AT_BACK), "an", nine(MONDAY))
    event = replace(LEANING, camera="cam2", counter="back", start=nine(MONDAY), end=nine(MONDAY) + 200)
    seen = Coverage("cam2", "back", nine(MONDAY), nine(MONDAY) + 3600, 3600)
    told = score([event], [seen], norms_of(store, SITE), "back", Period.of_day(MONDAY, SITE.timezone))
    (note, *_) = (note for line in told.lines for note in line.notes)
    assert (note.why, told.points) == (Why.CANDIDATE, 100.0)
    assert "confidence 0.918 is below 0.95, the line learned from verdicts" in note.reason.en
    plain = score([event.as_question()], [seen], PROFILE, "back", Period.of_day(MONDAY, SITE.timezone))
    assert not any("learned" in note.reason.en for line in plain.lines for note in line.notes)


def test_norms_in_place_of_the_sites_have_its_lines_too(store: Store) -> None:
    store.lines.accept("north", version(LINE, AT_BACK), "an", nine(MONDAY))
    assert norms_of(store, SITE, PROFILE).scoring.lines == {"leaning_back@back": LINE}
    assert norms_of(store, SITE).scoring.lines == {"leaning_back@back": LINE}
