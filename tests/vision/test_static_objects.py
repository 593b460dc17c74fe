"""A portrait is no person under any lamp, codec and passers-by; a person is one, however still."""

import numpy as np
import pytest

from tests.support.look_alikes import Look, clip, dropped, with_portrait
from vision.camera.recent_pictures import RecentPictures
from vision.core import Detections
from vision.detection.box_motion import motion_in_boxes
from vision.detection.person_check import PersonCheck

# Boxes in absent_B: the clerk at the desk until second 5, the customer from second 13 on, and the wall beside.
CLERK, CUSTOMER, WALL = (384, 151, 482, 280), (570, 116, 651, 409), (830, 60)
POSTER, PERSON = 7, 8


@pytest.fixture(scope="module")
def hall() -> list[Look]:
    """The customer in front of the desk for 27 s, and the customer's portrait on the wall."""
    looks = [look for look in clip("absent_B", 40.0) if look[0] >= 13.4]
    x0, y0, x1, _ = CUSTOMER
    return with_portrait(looks, looks[30][1][y0 : y0 + 130, x0:x1], WALL)


@pytest.fixture
def boxes() -> dict[int, tuple[int, int, int, int]]:
    (x, y), wide = WALL, CUSTOMER[2] - CUSTOMER[0]
    return {POSTER: (x, y, x + wide, y + 130), PERSON: CUSTOMER}


def changed(looks: list[Look], how) -> list[Look]:  # type: ignore[no-untyped-def]
    return [(t, np.clip(how(t, g.astype(np.float32)), 0, 255).astype(np.uint8)) for t, g in looks]


def test_a_portrait_is_given_up_after_twenty_seconds_and_the_customer_never(hall, boxes) -> None:
    assert dropped(hall[:100], boxes) == {}
    since = dropped(hall, boxes)
    assert list(since) == [POSTER] and since[POSTER] - hall[0][0] == pytest.approx(21.0, abs=0.5)


@pytest.mark.parametrize(
    "light",
    [
        lambda t, g: g * (1.0 if int(t) % 7 < 4 else 0.6),
        lambda t, g: g + np.linspace(0, 40 * np.sin(t / 8), g.shape[1]),
        lambda t, g: g + np.random.default_rng(int(t * 10)).normal(0, 8, g.shape),
        lambda t, g: g + 2.0 * (int(t * 5) % 10 == 0) * np.sin(np.arange(g.shape[1])),
    ],
    ids=["a lamp that is switched", "the sun that comes and goes", "a noisy sensor", "key frames that pulse"],
)
def test_light_and_noise_make_no_portrait_alive_and_nobody_a_thing(hall, boxes, light) -> None:
    assert list(dropped(changed(hall, light), boxes)) == [POSTER]


def test_a_portrait_that_sways_by_itself_lives(hall, boxes) -> None:
    x, y = WALL
    wide = CUSTOMER[2] - CUSTOMER[0]
    swaying = []
    for time, gray in hall:
        picture, off = gray.copy(), round(3 * np.sin(2 * np.pi * time / 4))
        picture[y : y + 130, x + off : x + off + wide] = gray[y : y + 130, x : x + wide]
        swaying.append((time, picture))
    assert dropped(swaying, boxes) == {}


def test_a_picture_that_hangs_makes_nobody_a_thing(hall, boxes) -> None:
    assert dropped([(time, hall[0][1]) for time, _ in hall], boxes) == {}


class Wall:
    """A portrait on the wall, known as an object, and a person who passes in front of it."""

    def __init__(self, hall: list[Look], box: tuple[int, int, int, int]) -> None:
        self.hall, self.box, self.check = hall, box, PersonCheck()
        self.time, self.step = hall[0][0], 0
        self.shows(22)

    def shows(
        self, seconds: float, track: int = POSTER, *, walker: int | None = None, still: bool = True
    ) -> set[int]:
        """Tracks that count as people at the last of these looks; the walker has the box in front of the portrait."""
        people = Detections.none()
        for _ in range(round(seconds * 5)):
            gray = self.hall[self.step % 60][1].copy()
            x0, y0, x1, y1 = self.box
            ids = [track] if walker is None else [walker]
            if walker is not None or not still:
                noise = np.random.default_rng(self.step).integers(
                    0, 255, ((y1 - y0) // 10 + 1, (x1 - x0) // 10 + 1)
                )
                gray[y0:y1, x0:x1] = np.kron(noise, np.ones((10, 10)))[: y1 - y0, : x1 - x0]
            found = Detections(
                np.array([self.box], np.float32), np.ones(1, np.float32), np.array(ids, np.intp)
            )
            people = self.check.people(found, gray, self.time)
            self.step, self.time = self.step + 1, self.time + 0.2
        return set(people.ids.tolist())

    def is_empty(self, seconds: float) -> None:
        """The portrait is taken down."""
        gray = self.hall[30][1].copy()
        x0, y0, x1, y1 = self.box
        gray[y0:y1, x0:x1] = gray[y0:y1, x0 - 1 : x0]
        for _ in range(round(seconds * 5)):
            self.check.people(Detections.none(), gray, self.time)
            self.time += 0.2


@pytest.fixture
def wall(hall, boxes) -> Wall:
    return Wall(hall, boxes[POSTER])


def test_the_portrait_is_a_thing_at_once_when_somebody_left_it_again(wall: Wall) -> None:
    assert wall.shows(0.2) == set()
    assert wall.shows(10, walker=PERSON) == {PERSON}
    assert wall.shows(0.2, 9) == set()


def test_a_person_who_takes_over_the_portraits_track_is_a_person(wall: Wall) -> None:
    assert wall.shows(4, walker=POSTER) == {POSTER}
    assert wall.shows(0.2, POSTER) == set()


def test_a_portrait_that_is_hung_up_again_is_judged_anew(wall: Wall) -> None:
    wall.is_empty(5)
    assert wall.shows(10, 9) == {9}
    assert wall.shows(12, 9) == set()


def test_a_thing_is_told_although_its_track_breaks_off(hall, boxes) -> None:
    check, box = PersonCheck(), {POSTER: boxes[POSTER]}
    assert dropped(hall[:60], box, check) == {}
    later = [(time + 3, gray) for time, gray in hall[60:]]
    assert list(dropped(later, {9: boxes[POSTER]}, check)) == [9]
    assert check.withdrawn == {}


def test_what_was_claimed_under_all_its_ids_is_taken_back(hall, boxes) -> None:
    check, box, taken = PersonCheck(), np.array([boxes[POSTER]], np.float32), {}
    for number, (time, gray) in enumerate(hall):
        track = POSTER if number < 50 else 9
        check.people(Detections(box, np.ones(1, np.float32), np.array([track], np.intp)), gray, time)
        taken |= check.withdrawn
    assert taken == {POSTER: -np.inf, 9: -np.inf}


def test_motion_is_in_multiples_of_noise(hall, boxes) -> None:
    pictures, box = RecentPictures(), np.array(list(boxes.values()), np.float32)
    for time, gray in hall[40:46]:
        now = pictures.add(gray, box, np.array(list(boxes)), time)
    then = pictures.latest(now.time - 0.95)
    assert then is not None
    poster, person = motion_in_boxes(now, then, now.boxes, now.boxes)
    assert poster < 1.5 and person > 2.5
