"""One camera observed: painted halls for faults, real clips with the real models for the measurements."""

from collections.abc import Iterator

import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from tests.support.painted_people import SIZE, NoFace, Painted, hall
from vision.camera.health import CameraState, health_code
from vision.camera_observer import CameraObserver
from vision.core import COLUMNS, Frame, Signals
from vision.measures.counter_view import CounterView
from vision.pose.mediapipe_backend import MediaPipeFace, MediaPipePose
from vision.sources.opening import open_source

LEFT = [(0.2, 0.2), (0.4, 0.2), (0.4, 0.6), (0.2, 0.6)]
RIGHT = [(0.6, 0.2), (0.8, 0.2), (0.8, 0.6), (0.6, 0.6)]
STAFF, CUSTOMER = (192, 120), (448, 120)
POST = CounterView("W1", staff=LEFT, customer=RIGHT)
LOOK = 0.2


class Camera:
    """An observer of a painted hall, and a clock."""

    def __init__(self, *views: CounterView) -> None:
        self.pose, self.face = Painted(), NoFace()
        self.watcher = CameraObserver("hall", views or (POST,), self.pose, self.face)
        self.time = 100.0

    def sees(self, seconds: float, *people: tuple[int, int], size: tuple[int, int] = SIZE) -> None:
        for _ in range(round(seconds / LOOK)):
            self.shows(hall(*people, time=self.time, size=size))

    def shows(self, frame: Frame) -> None:
        self.watcher.look(frame)
        self.time = round(self.time + LOOK, 3)

    def goes_dark(self, seconds: float) -> None:
        noise = np.random.default_rng(5)
        for _ in range(round(seconds / LOOK)):
            image = noise.integers(0, 6, (SIZE[1], SIZE[0], 3), np.uint8)
            self.shows(Frame(image, self.time, "hall"))

    def signals(self, counter: str = "W1") -> Signals:
        return self.watcher.signals()[counter]


def test_time_that_the_machine_had_no_time_for_says_so_and_nothing_about_people() -> None:
    camera = Camera()
    camera.sees(2, STAFF)
    camera.time += 4
    camera.watcher.skip(camera.time - 4, camera.time)
    camera.sees(1, STAFF)
    signals = camera.signals()
    skipped = signals["health"] == health_code(CameraState.SKIPPED)
    assert skipped.sum() == 7
    assert np.isnan(signals["staff"][skipped]).all()
    assert (signals["staff"][~skipped] == 1).all()
    assert (np.diff(signals.time) <= 0.71).all()


def test_who_is_there_is_told_look_by_look() -> None:
    camera = Camera()
    camera.sees(2)
    camera.sees(2, STAFF)
    camera.sees(2, STAFF, CUSTOMER)
    signals = camera.signals()
    assert set(signals.columns) == set(COLUMNS)
    assert signals["staff"].tolist() == [0] * 10 + [1] * 20
    assert signals["customers"].tolist() == [0] * 20 + [1] * 10
    assert (signals["health"] == 0).all()
    assert np.allclose(np.diff(signals.time), LOOK)


def test_places_are_told_in_picture_heights() -> None:
    camera = Camera()
    camera.sees(1, STAFF, CUSTOMER)
    signals = camera.signals()
    assert signals["shoulder_x"][-1] == pytest.approx(STAFF[0] / SIZE[1], abs=0.02)
    assert signals["customer_x"][-1] == pytest.approx(CUSTOMER[0] / SIZE[1], abs=0.02)
    assert signals["customer_x"][-1] > 1


def test_a_zone_that_is_not_there_is_never_known() -> None:
    camera = Camera(CounterView("W1", staff=LEFT))
    camera.sees(2, STAFF, CUSTOMER)
    assert np.isnan(camera.signals()["customers"]).all()
    assert np.isnan(camera.signals()["waiting"]).all()


def test_two_counters_before_one_camera_are_told_apart() -> None:
    camera = Camera(CounterView("left", staff=LEFT), CounterView("right", staff=RIGHT))
    camera.sees(2, STAFF)
    camera.sees(2, CUSTOMER)
    assert camera.signals("left")["staff"].tolist() == [1] * 10 + [0] * 10
    assert camera.signals("right")["staff"].tolist() == [0] * 10 + [1] * 10


def test_in_the_dark_nothing_is_known_and_the_reason_is_told() -> None:
    camera = Camera()
    camera.sees(4, STAFF)
    camera.goes_dark(6)
    camera.sees(4, STAFF)
    signals = camera.signals()
    dark = (signals.time >= 104) & (signals.time < 110)
    assert (signals["health"][dark] == health_code(CameraState.DARK)).all()
    assert np.isnan(signals["staff"][dark]).all()
    assert (signals["staff"][~dark][:20] == 1).all()
    assert signals["staff"][-1] == 1


def test_no_model_is_asked_in_the_dark() -> None:
    camera = Camera()
    camera.goes_dark(6)
    assert camera.pose.asked == 0


def test_a_camera_that_was_turned_to_another_size_goes_on_seeing() -> None:
    camera = Camera()
    camera.sees(2, STAFF)
    camera.sees(4, STAFF, size=(1280, 720))
    signals = camera.signals()
    assert signals["staff"][-1] == 1
    assert signals["shoulder_x"][-1] == pytest.approx(signals["shoulder_x"][0], abs=0.03)
    assert all(0 <= value <= 1 for s in camera.watcher.sightings() for value in s.box)


def test_pictures_that_come_twice_or_late_are_one_row() -> None:
    camera = Camera()
    camera.sees(1, STAFF)
    rows = len(camera.signals())
    camera.watcher.look(hall(STAFF, time=100.8))
    assert len(camera.signals()) == rows


def test_sightings_say_who_is_where_for_blurring() -> None:
    camera = Camera()
    camera.sees(2, STAFF, CUSTOMER)
    sightings = camera.watcher.sightings()
    assert {(s.counter, s.role) for s in sightings} == {("W1", "staff"), ("W1", "customer")}
    assert len(sightings) == 2 * len(camera.signals())
    for s in sightings:
        x = STAFF[0] if s.role == "staff" else CUSTOMER[0]
        assert s.box[0] < x / SIZE[0] < s.box[2]
        assert s.joints is not None
        assert s.joints.shape == (17, 3)


def test_a_camera_that_never_ends_forgets() -> None:
    camera = Camera()
    camera.sees(4, STAFF)
    camera.watcher.forget(103.0)
    assert camera.signals().time[0] == pytest.approx(103)
    assert min(s.time for s in camera.watcher.sightings()) == pytest.approx(103)
    camera.sees(2, STAFF)
    assert camera.signals().time[-1] == pytest.approx(105.8)


def test_closing_gives_both_models_back() -> None:
    camera = Camera()
    camera.watcher.close()
    assert camera.pose.closed
    assert camera.face.closed


# -- the real models on our own renderings --------------------------------------------------------------------


@pytest.fixture(scope="module")
def models() -> Iterator[tuple[MediaPipePose, MediaPipeFace]]:
    pose, face = MediaPipePose(), MediaPipeFace()
    yield pose, face
    pose.close()
    face.close()


Models = tuple[MediaPipePose, MediaPipeFace]


def watched(clip: str, start: float, end: float, models: Models) -> Signals:
    """The models' observation of a clip from `start` to `end` seconds."""
    file = FOOTAGE / f"{clip}.mp4"
    (camera,) = load_site(FOOTAGE / f"{clip}.site.yaml").cameras
    (counter,) = camera.counters
    view = CounterView(counter.id, counter.staff_zone, counter.customer_zone, counter.waiting_zone)
    watcher = CameraObserver(camera.id, [view], *models)
    with open_source(str(file), camera=camera.id, base=FOOTAGE, start=0.0) as source:
        for frame in source.frames(5.0):
            if frame.time >= end:
                break
            if frame.time >= start:
                watcher.look(frame)
    return watcher.signals()[counter.id]


def middle(signals: Signals, name: str) -> float:
    return float(np.nanmedian(signals[name]))


def test_a_seated_clerk_is_found_and_nobody_is_at_the_window(models: Models) -> None:
    signals = watched("absent_B", 0, 2, models)
    assert (signals["staff"] == 1).all()
    assert (signals["customers"] == 0).all()


def test_the_empty_post_is_empty_while_a_customer_stands_before_it(models: Models) -> None:
    signals = watched("absent_B", 20, 22, models)
    assert (signals["staff"] == 0).all()
    assert (signals["customers"] == 1).all()


def test_standing_is_four_tenths_of_a_metre_higher_than_sitting(models: Models) -> None:
    seated, standing = watched("full_service_A", 1, 2, models), watched("full_service_A", 15, 16, models)
    metres = (middle(seated, "shoulder_y") - middle(standing, "shoulder_y")) / middle(seated, "scale")
    assert 0.25 < metres < 0.6


def test_from_the_side_the_clerk_faces_the_customer_at_the_right_of_the_picture(models: Models) -> None:
    signals = watched("slouch_C", 27, 28, models)
    assert (signals["customers"] == 1).all()
    assert middle(signals, "customer_x") > middle(signals, "shoulder_x") + 0.3
    assert 60 < middle(signals, "body_yaw") < 120
    assert 60 < middle(signals, "head_yaw") < 120


def test_leaning_back_and_slouching_bend_the_trunk_to_different_sides(models: Models) -> None:
    back, forward = watched("slouch_C", 8, 9, models), watched("slouch_C", 20, 21, models)
    assert middle(back, "trunk_forward") < -15
    assert middle(forward, "trunk_forward") > 25
    assert middle(forward, "head_pitch") > middle(back, "head_pitch") + 30
    assert middle(forward, "head_height") < middle(back, "head_height")


def test_over_the_customers_shoulder_the_clerk_points_into_the_camera(models: Models) -> None:
    signals = watched("no_greet_A", 2, 3, models)
    assert abs(middle(signals, "body_yaw")) < 45


def test_face_and_pose_agree_where_the_head_points_and_the_mouth_is_closed(models: Models) -> None:
    signals = watched("full_service_A", 1, 2, models)
    assert not np.isnan(signals["face_yaw"]).all()
    assert abs(middle(signals, "face_yaw") - middle(signals, "head_yaw")) < 35
    assert middle(signals, "mouth_open") < 0.15
    assert 0.15 < middle(signals, "eyes_open") < 0.6


def test_while_only_a_colleague_who_passes_is_seen_the_post_is_attended_and_nothing_is_measured() -> None:
    watcher = CameraObserver("hall", [CounterView("W1", staff=[(0, 0), (1, 0), (1, 1), (0, 1)])], Painted())
    times = [i * 0.2 for i in range(20)]
    for time in times:
        watcher.look(hall((320, 160), time=time))
    for time in (4.0, 4.2, 4.4):
        watcher.look(hall((500, 90), time=time))
    signals = watcher.signals()["W1"]
    assert signals["staff"].tolist() == [1.0] * 23
    assert signals["shoulder_x"][19] == pytest.approx(320 / 360, abs=0.02)
    assert np.isnan(signals["shoulder_x"][20:]).all()
