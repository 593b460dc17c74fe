"""A live program was killed and never started again: the night takes in what it left, once."""

from pathlib import Path

import pytest

from models import Camera, Counter, Site
from models.store import EventFilter, Store
from pipeline.archive.journal import Journal, journal_folder
from pipeline.archive.journal_records import signals_record
from pipeline.archive.left_journals import take_left_journals
from pipeline.archive.signals import read_span
from pipeline.judging.judge import judge
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.nightly.run import NightlyEnvironment, run_night
from synthetic.stories import START, away, customer_arrives, goes_on, seated
from tests.support.live_screen import PROFILE, Screen, delivered
from tests.support.stored_hall import POST

STORY = seated(40) + away(60) + seated(20) + customer_arrives() + goes_on(60)
ROWS, ENDS = STORY.signals(), START + STORY.seconds
CAMERA = Camera(
    id="cam1", source="rtsp://hall/1", counters=[Counter(id="W1", staff_zone=POST, customer_zone=POST)]
)
SITE = Site(site="north", timezone="UTC", profile="evaluation", cameras=[CAMERA])
NEXT_NIGHT = START + 86400


def live(store: Store, data: Path, now: float = START) -> tuple[LiveSession, Screen]:
    screen = Screen(ROWS, ENDS, now=now)
    hall = LiveSite(SITE, PROFILE, store, data, lambda: screen.now, lambda _line: None)
    return LiveSession(hall, CAMERA, screen, screen, None), screen


def killed_while_nothing_could_be_stored(store: Store, data: Path) -> None:
    """Hours and roster were read; then only the journals could be written, until the kill."""
    session, screen = live(store, data)
    delivered(session, screen.now)
    while screen.now < ENDS:
        session.look()
        session.tick()
        session.delivery.keep(screen.now)
    session.delivery.close()  # as the kernel does for a killed process


def stored(store: Store) -> list[tuple[str, float]]:
    page = store.events.page(EventFilter(), 100)
    return sorted((one.event.kind, round(one.event.start - START, 1)) for one in page)


@pytest.mark.parametrize("again", [1, 2])
def test_the_night_stores_and_judges_what_a_killed_program_left(tmp_path: Path, again: int) -> None:
    with Store.at(tmp_path) as store:
        store.sites.put(SITE)
        killed_while_nothing_could_be_stored(store, tmp_path)
        assert stored(store) == []
        for _ in range(again):
            report = run_night(NightlyEnvironment(store, tmp_path, lambda: NEXT_NIGHT))
            assert report.notes == ()
        whole = judge("cam1", {"W1": ROWS}, PROFILE.thresholds, (START, ENDS)).events
        assert stored(store) == sorted((event.kind, round(event.start - START, 1)) for event in whole)
        assert {"absence", "arrival"} <= {kind for kind, _ in stored(store)}
        assert len(read_span(tmp_path, "cam1", START, ENDS, SITE.zone)["W1"]) == len(ROWS)
        before = stored(store)
        session, screen = live(store, tmp_path, now=NEXT_NIGHT + 60)
        delivered(session, screen.now)
        session.delivery.close()
        assert stored(store) == before


def test_the_journal_of_a_program_that_runs_is_left_alone(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.sites.put(SITE)
        running = Journal(journal_folder(tmp_path, "cam1") / "looks")
        running.append([signals_record("W1", ROWS)])
        assert take_left_journals(store, tmp_path, NEXT_NIGHT) == []
        assert read_span(tmp_path, "cam1", START, ENDS, SITE.zone) == {}
        running.close()
        assert take_left_journals(store, tmp_path, NEXT_NIGHT) == []
        assert len(read_span(tmp_path, "cam1", START, ENDS, SITE.zone)["W1"]) == len(ROWS)
        assert running.segments() == []


def test_what_cannot_be_stored_tonight_stays_for_the_next_night(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.sites.put(SITE)
        killed_while_nothing_could_be_stored(store, tmp_path)
        (tmp_path / "signals").write_text("in the way")
        (line,) = take_left_journals(store, tmp_path, NEXT_NIGHT)
        assert line.startswith("camera cam1: what a stopped live program left is not taken in: ")
        (tmp_path / "signals").unlink()
        assert take_left_journals(store, tmp_path, NEXT_NIGHT) == []
        assert len(read_span(tmp_path, "cam1", START, ENDS, SITE.zone)["W1"]) == len(ROWS)
