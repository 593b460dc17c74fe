"""A post has one owner: colleagues pass behind, step in, take over. One look is 0.2 s, a shoulder 40 px."""

from tests.support.stick_people import person, together
from vision.core import People
from vision.detection.pose_tracker import MEMORY_S, PoseTracker
from vision.detection.zone_owner import ZoneOwner

LOOK = 0.2


class Post:
    """A zone owner with a tracker, updated look after look."""

    def __init__(self) -> None:
        self._place, self._tracker, self.time = ZoneOwner(), PoseTracker(), 0.0

    def look(self, people: People) -> int | None:
        self.time += LOOK
        return self._place.choose(people, self._tracker.update(people, self.time), self.time)

    def seated(self, seconds: float) -> None:
        for _ in range(round(seconds / LOOK)):
            assert self.look(person(200, 100)) == 0


def test_nobody_has_an_empty_place() -> None:
    assert Post().look(People.none()) is None


def test_of_two_who_are_there_at_first_the_nearer_one_has_the_place() -> None:
    assert Post().look(together(person(150, 70, 28), person(220, 100))) == 1


def test_a_colleague_who_passes_behind_does_not_take_over() -> None:
    post = Post()
    post.seated(20)
    for i in range(20):
        behind = person(80 + 12 * i, 75, 30)
        assert post.look(together(behind, person(200, 100))) == 1


def test_while_only_the_colleague_is_seen_the_one_of_the_post_is_hidden_for_a_moment() -> None:
    post = Post()
    post.seated(20)
    behind = person(215, 55, 28)
    for _ in range(round(MEMORY_S / LOOK) - 1):
        assert post.look(behind) is None
    assert post.look(person(200, 100)) == 0


def test_a_colleague_who_stays_alone_has_the_post() -> None:
    post = Post()
    post.seated(20)
    found = [post.look(person(260, 90, 36)) for _ in range(round((MEMORY_S + 1) / LOOK))]
    assert found[0] is None
    assert found[-1] == 0


def test_whoever_was_lost_by_the_tracker_but_sits_there_still_has_it() -> None:
    post = Post()
    post.seated(20)
    post.time += 60
    assert post.look(together(person(320, 95, 38), person(205, 103, 41))) == 1


def test_standing_up_with_a_colleague_beside_leaves_the_post_with_who_stands_up() -> None:
    post = Post()
    post.seated(20)
    for i in range(10):
        assert post.look(together(person(280, 98), person(200, 100 - 5 * i))) == 1


def test_a_shift_is_handed_over_while_both_are_there() -> None:
    post = Post()
    post.seated(20)
    rows = []
    for i in range(40):  # the owner steps aside and stays to explain, the other sits down
        old, new = person(200 + min(90, 10 * i), 90), person(max(200, 400 - 15 * i), 100)
        rows.append(post.look(together(old, new)))
    assert rows[0] == 0
    assert rows[-1] == 1


def test_another_search_is_worth_it_only_when_somebody_else_was_found_first() -> None:
    post, place, time = person(200, 100), ZoneOwner(), 0.0
    place.choose(post, PoseTracker().update(post, time), time)
    assert place.has(person(204, 98), time + LOOK)
    assert place.has(together(person(320, 90), person(204, 98)), time + LOOK)
    assert not place.has(person(320, 90), time + LOOK)
    assert place.has(person(320, 90), time + MEMORY_S + LOOK)
