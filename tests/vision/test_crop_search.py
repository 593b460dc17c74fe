"""A single-person model finds a queue. The model here sees stick people by the rest of their colour."""

import numpy as np

from tests.support.stick_people import person, together
from vision.camera.motion import grey
from vision.core import Image, People
from vision.detection.zone_crop_finder import ZoneCropFinder
from vision.measures.counter_view import CounterView

SIZE = (640, 360)
QUEUE = CounterView(
    "W1", staff=[(0, 0), (0.3, 0), (0.3, 1), (0, 1)], waiting=[(0.4, 0), (1, 0), (1, 1), (0.4, 1)]
)
OUTSIDE = (200.0, 160.0)


def picture(people: People) -> Image:
    """Every person's head and shoulders in a separate grey level of 100 and more, on noise."""
    image = np.random.default_rng(1).integers(20, 40, (SIZE[1], SIZE[0], 3), np.uint8)
    for row, joints in enumerate(people.joints):
        x, y = joints[5:7, :2].mean(0).astype(int)
        image[max(0, y - 40) : y + 30, max(0, x - 20) : x + 20] = 100 + 30 * row
    return image


class OneAtATime:
    """Finds the person who shows most of the own colour, like a single-person model."""

    name = "one at a time"

    def __init__(self) -> None:
        self.asked = 0

    def people(self, image: Image) -> People:
        self.asked += 1
        levels, counts = np.unique(image[image >= 100], return_counts=True)
        if not len(levels) or counts.max() < 1000:
            return People.none()
        rows, columns = np.nonzero(image[..., 0] == levels[counts.argmax()])
        return person(float(columns.mean()), float(rows.mean()) + 5)

    def close(self) -> None:
        pass


def watch(finder: ZoneCropFinder, people: People, time: float) -> dict[str, int]:
    image = picture(people)
    return {role: len(view.people) for role, view in finder.look(image, grey(image), time)["W1"].items()}


def test_three_who_wait_are_three() -> None:
    finder = ZoneCropFinder([QUEUE], OneAtATime())
    queue = together(person(330, 160), person(430, 160), person(540, 160))
    assert watch(finder, queue, 0.0) == {"staff": 0, "waiting": 3}


def test_the_crowd_of_an_opening_day_is_counted_up_to_three() -> None:
    crowd = together(*(person(300 + 75 * i, 160) for i in range(5)))
    assert watch(ZoneCropFinder([QUEUE], OneAtATime()), crowd, 0.0)["waiting"] == 3


def test_somebody_beside_the_zone_is_covered_and_not_counted() -> None:
    zone = CounterView("W1", staff=[(0, 0), (0.2, 0), (0.2, 1), (0, 1)], waiting=QUEUE.waiting)
    assert (
        watch(ZoneCropFinder([zone], OneAtATime()), together(person(*OUTSIDE), person(450, 160)), 0.0)[
            "waiting"
        ]
        == 1
    )


def test_a_lone_customer_who_moves_is_not_searched_beside_at_every_look() -> None:
    model = OneAtATime()
    finder = ZoneCropFinder([QUEUE], model)
    for i in range(5):
        assert watch(finder, person(430 + 3 * i, 160), 0.8 * i)["waiting"] == 1
    assert model.asked - 5 <= 4  # five looks at the waiting zone, one at the post, three for further people


def test_whoever_joins_the_queue_is_found_at_once_and_missed_when_gone() -> None:
    finder = ZoneCropFinder([QUEUE], OneAtATime())
    one, two = person(430, 160), together(person(430, 160), person(560, 160))
    counts = [watch(finder, people, i)["waiting"] for i, people in enumerate([one, one, two, two, one])]
    assert counts == [1, 1, 2, 2, 1]
