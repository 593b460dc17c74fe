"""Cameras without a usable picture: never a person's fault, always less coverage."""

import pytest

from synthetic.stories import away, dark, goes_on, judged, no_recording, seated
from vision.camera.health import CameraState


def test_a_dark_camera_is_blind_from_the_first_to_the_last_dark_look() -> None:
    told = judged(seated(60) + dark(30) + seated(30))
    assert told.all("camera_blind") == [(60, 90)]
    assert told.one("camera_blind").evidence == {"seconds": pytest.approx(30, abs=0.1), "threshold_s": 3}


def test_a_flash_is_no_blindness() -> None:
    assert "camera_blind" not in judged(seated(60) + dark(2) + seated(30)).kinds


def test_whatever_is_wrong_with_the_picture_is_told_by_its_name() -> None:
    for code, state in enumerate(CameraState):
        if state is not CameraState.OK:
            told = judged(seated(60) + dark(30, code) + seated(30))
            assert told.judgement.coverage[0].lost_s == {state.value: pytest.approx(30, abs=0.5)}


def test_a_machine_without_time_to_look_is_less_coverage_and_no_blind_camera() -> None:
    told = judged(seated(60) + dark(30, list(CameraState).index(CameraState.SKIPPED)) + seated(30))
    assert told.judgement.coverage[0].lost_s == {"skipped": pytest.approx(30, abs=0.5)}
    assert told.kinds == set()


def test_blindness_ends_with_the_recording() -> None:
    told = judged(seated(60) + dark(30))
    assert told.all("camera_blind") == [(60, 90)]


def test_a_hall_that_is_dark_at_night_has_no_blind_camera() -> None:
    told = judged(seated(60) + dark(300), opened=((0, 60),))
    assert not told.kinds
    assert told.judgement.coverage[0].share == pytest.approx(1, abs=0.02)


def test_who_sits_in_a_hole_of_the_recording_is_no_blind_camera_but_uncovered() -> None:
    told = judged(seated(60) + no_recording(60) + goes_on(30))
    assert "camera_blind" not in told.kinds
    assert told.judgement.coverage[0].lost_s == {"no picture": pytest.approx(60, abs=1.5)}


def test_a_camera_that_never_saw_anything_accuses_nobody() -> None:
    told = judged(dark(600))
    assert told.kinds == {"camera_blind"}
    assert told.judgement.coverage[0].seen_s == 0


def test_an_empty_post_that_is_seen_is_covered() -> None:
    assert judged(away(60)).judgement.coverage[0].seen_s == pytest.approx(60)


MOVED = list(CameraState).index(CameraState.MOVED)


def test_a_moved_camera_is_told_as_such_and_accuses_nobody() -> None:
    told = judged(seated(60) + dark(60, MOVED) + goes_on(30))
    assert told.kinds == {"camera_moved"}
    assert told.all("camera_moved") == [(60, 120)]
    assert told.one("camera_moved").evidence == {"seconds": pytest.approx(60, abs=0.1), "threshold_s": 3}


def test_a_camera_that_is_moved_at_night_is_told_in_the_morning() -> None:
    told = judged(seated(60) + dark(300, MOVED), opened=((0, 60), (300, 360)))
    assert told.all("camera_moved") == [(300, 360)]
