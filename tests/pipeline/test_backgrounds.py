"""The view of a camera is stored with its zones, and a notice asks to draw them again if it changed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import Camera
from models.store import Store
from pipeline.archive.backgrounds import backgrounds_in, keep_background, notify_shifted
from pipeline.archive.signals import write_signals
from synthetic.stories import FRONT, Story, View, dark, goes_on, seated, standing
from tests.support.nightly_hall import MONDAY, SITE, founded, night, nine
from vision.camera.background import Background, ViewOffset
from vision.camera.health import CameraState
from vision.camera.view_watch import Fit, Framing

MOVED = list(CameraState).index(CameraState.MOVED)
CAMERA = SITE.cameras[1]


def still(level: int) -> Background:
    free = np.ones((180, 320), np.bool_)
    free[50:90, 100:140] = False
    return Background(np.where(free, level, 0).astype(np.uint8), free)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path) as kept:
        kept.sites.put(SITE)
        yield kept


def redrawn(camera: Camera) -> Camera:
    (counter,) = camera.counters
    return camera.model_copy(
        update={"counters": [counter.model_copy(update={"staff_zone": [(0.5, 0.1), (0.9, 0.1), (0.9, 0.6)]})]}
    )


def test_the_first_background_stays_and_comes_back_as_it_was(store: Store) -> None:
    keep_background(store, SITE, CAMERA, still(120), nine(MONDAY))
    keep_background(store, SITE, CAMERA, still(90), nine(MONDAY) + 60)
    found = backgrounds_in(store, SITE)(CAMERA)
    assert found is not None
    assert np.array_equal(found.picture, still(120).picture)
    assert np.array_equal(found.free, still(120).free)


def test_zones_that_were_drawn_anew_begin_with_what_the_camera_shows_then(store: Store) -> None:
    keep_background(store, SITE, CAMERA, still(120), nine(MONDAY))
    assert backgrounds_in(store, SITE)(redrawn(CAMERA)) is None
    keep_background(store, SITE, redrawn(CAMERA), still(90), nine(MONDAY))
    found = backgrounds_in(store, SITE)(redrawn(CAMERA))
    assert found is not None
    assert found.picture.max() == 90


def test_a_site_that_is_not_kept_yet_has_no_background(tmp_path: Path) -> None:
    with Store.at(tmp_path / "new") as empty:
        assert backgrounds_in(empty, SITE)(CAMERA) is None
        keep_background(empty, SITE, CAMERA, still(120), nine(MONDAY))


def alerts(store: Store) -> list[tuple[str, str, bool]]:
    return [(notice.kind, notice.words.en, notice.alert) for _, notice in store.notices.latest()]


def recorded(data: Path, day: dt.date, story: Story, view: View = FRONT) -> None:
    write_signals(data, CAMERA.id, {"back": story.signals(view, start=nine(day))}, SITE.zone)


def test_a_moved_camera_is_an_alert_and_a_line_of_the_night(tmp_path: Path) -> None:
    founded(tmp_path, 0)
    recorded(tmp_path, MONDAY, seated(60) + dark(600, MOVED) + goes_on(0))
    report = night(tmp_path, days=1)
    said = (
        "camera cam2 moved at 2026-11-23 09:01: its zones no longer fit and nothing is judged; "
        "run counterwatch setup, or draw its zones anew"
    )
    assert said in report.notes
    assert report.failed
    with Store.at(tmp_path) as store:
        assert ("camera_moved", said, True) in alerts(store)


def test_a_whole_day_at_other_heights_asks_for_a_look(tmp_path: Path) -> None:
    founded(tmp_path, 0)
    recorded(tmp_path, MONDAY, seated(300) + standing(60))
    lower = (seated(300) + standing(60)).signals(FRONT, start=nine(MONDAY + dt.timedelta(1)))
    columns = {name: col + 0.12 if name.endswith("_y") else col for name, col in lower.columns.items()}
    write_signals(tmp_path, CAMERA.id, {"back": replace(lower, columns=columns)}, SITE.zone)
    report = night(tmp_path, days=2)
    (said,) = report.notes
    assert said.startswith("counter back: shoulders were at other heights on 2026-11-24 than before")
    with Store.at(tmp_path) as store:
        assert "counter_rearranged" in {kind for kind, _, _ in alerts(store)}


def test_another_person_on_the_same_chair_asks_nothing(tmp_path: Path) -> None:
    founded(tmp_path, 0)
    recorded(tmp_path, MONDAY, seated(300) + standing(60))
    recorded(
        tmp_path,
        MONDAY + dt.timedelta(1),
        seated(300) + standing(60),
        View(yaw=-13, noise_deg=2.5, forward=30),
    )
    assert night(tmp_path, days=2).notes == ()


def test_a_small_shift_is_told_and_is_no_alert(store: Store) -> None:
    went = ViewOffset(np.array([[1, 0, 0.02], [0, 1, 0]], float), 100, 90, 200)
    framing = Framing(Fit.SHIFTED, nine(MONDAY), went)
    said = notify_shifted(store, SITE, CAMERA, framing, nine(MONDAY))
    assert said is not None
    assert "2.0 % of the width" in said
    assert [(kind, alert) for kind, _, alert in alerts(store)] == [("view_shifted", False)]
    assert notify_shifted(store, SITE, CAMERA, Framing(Fit.FITS, nine(MONDAY), went), nine(MONDAY)) is None
