"""An event that was not seen to its end says so: the program was killed, or the picture was lost, in its middle."""

from pathlib import Path

import numpy as np
import pytest

from models import Camera, Counter, Event, Site
from models.store import EventFilter, Store
from pipeline.archive.signals import read_span
from pipeline.judging.judge import judge
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.live.signal_buffer import part
from pipeline.phrasing.event_facts import EventFacts
from pipeline.phrasing.sentences import describe
from synthetic.stories import START, away, no_recording, seated, standing
from tests.support.live_screen import PROFILE, Screen, delivered, finished
from tests.support.stored_hall import POST
from vision.core import Signals

ON_DUTY = seated(20) + standing(8) + seated(12)
ROWS = (ON_DUTY + away(120) + seated(30)).signals()
LEAVES = float(ROWS.time[0]) + 40
CAMERA = Camera(
    id="cam1", source="rtsp://hall/1", counters=[Counter(id="W1", staff_zone=POST, customer_zone=POST)]
)
SITE = Site(site="north", timezone="UTC", profile="evaluation", cameras=[CAMERA])


def watched(store: Store, data: Path, rows: Signals, since: float, until: float) -> LiveSession:
    screen = Screen(part(rows, since), until, now=since)
    session = LiveSession(
        LiveSite(SITE, PROFILE, store, data, lambda: screen.now, lambda _line: None),
        CAMERA,
        screen,
        screen,
        None,
    )
    while screen.now < until:
        session.look()
        session.tick()
        delivered(session, screen.now)
    return session


def absences(store: Store) -> list[Event]:
    found = [one.event for one in store.events.page(EventFilter(), 100) if one.event.kind == "absence"]
    return sorted(found, key=lambda event: event.start)


def test_a_clerk_who_was_away_when_the_program_was_killed_was_away_until_the_last_look(
    tmp_path: Path,
) -> None:
    with Store.at(tmp_path) as store:
        killed = watched(store, tmp_path, ROWS, START, LEAVES + 50)
        killed.delivery.close()  # as the kernel does for a killed process
        finished(watched(store, tmp_path, ROWS, LEAVES + 80, START + 190))
        before, after = absences(store)
    looks = read_span(tmp_path, "cam1", START, START + 200, SITE.zone)["W1"].time
    last = float(looks[looks < LEAVES + 80][-1])
    assert (before.end, before.attributes.get("cut_off")) == (pytest.approx(last, abs=1e-3), True)
    assert last >= LEAVES + 45
    assert after.start >= LEAVES + 80
    assert "cut_off" not in after.attributes


def test_a_stop_in_the_middle_of_an_absence_says_that_its_end_was_not_seen(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        finished(watched(store, tmp_path, ROWS, START, LEAVES + 50))
        (away_then,) = absences(store)
    assert away_then.attributes["cut_off"] is True
    assert away_then.end == pytest.approx(LEAVES + 50, abs=0.3)


def test_a_lost_picture_cuts_an_absence_off_and_a_return_ends_it() -> None:
    rows = (ON_DUTY + away(40) + no_recording(10) + seated(30) + away(40) + seated(30)).signals()
    found = judge("cam1", {"W1": rows}, PROFILE.thresholds, (START, float(rows.time[-1]))).events
    lost, ended = [event for event in found if event.kind == "absence"]
    last = float(rows.time[:-1][np.diff(rows.time) > 5][0])
    assert (lost.end, lost.attributes.get("cut_off")) == (pytest.approx(last, abs=1e-3), True)
    assert "cut_off" not in ended.attributes
    said = describe(EventFacts(lost, SITE.zone, PROFILE.thresholds))
    assert said.en.endswith("(the picture ended here, and it may have gone on)")
    assert "画面至此中断" in said.zh


def test_an_absence_that_goes_on_at_the_last_look_of_a_running_camera_is_not_cut_off() -> None:
    rows = part(ROWS, START)
    until = LEAVES + 60
    seen = Signals(rows.time[rows.time <= until], {k: v[rows.time <= until] for k, v in rows.columns.items()})
    (going_on,) = [
        event
        for event in judge("cam1", {"W1": seen}, PROFILE.thresholds, (START, float(seen.time[-1]))).events
        if event.kind == "absence"
    ]
    assert "cut_off" not in going_on.attributes
