"""Everybody in a picture without zones."""

import numpy as np

from tests.support.painted_people import HEAD, Painted, hall
from tests.support.stick_people import person, together
from vision.core import People
from vision.detection.pose_tracker import place
from vision.detection.tile_sweep import TileSweep, merged, tiles


def middles(people: People) -> list[int]:
    """x px of everybody, leftmost first."""
    return sorted(round(float(place(joints)[0])) for joints in people.joints)


def test_two_people_are_found_by_a_model_that_finds_one() -> None:
    seen = TileSweep(Painted()).look(hall((120, 120), (480, 120)))
    assert middles(seen.people) == [120, 480]


def test_they_keep_their_ids_while_they_move() -> None:
    sweep = TileSweep(Painted())
    first = sweep.look(hall((120, 120), (480, 120)))
    later = sweep.look(hall((126, 120), (472, 120), time=0.5))
    by_id = {int(i): round(float(place(j)[0])) for i, j in zip(later.ids, later.people.joints, strict=True)}
    assert [by_id[int(i)] for i in first.ids[np.argsort([place(j)[0] for j in first.people.joints])]] == [
        126,
        472,
    ]


def test_who_comes_in_later_is_found_where_the_picture_changed() -> None:
    sweep = TileSweep(Painted())
    assert middles(sweep.look(hall((120, 120))).people) == [120]
    assert middles(sweep.look(hall((120, 120), (480, 160), time=1.0)).people) == [120, 480]


def test_who_goes_is_gone() -> None:
    sweep = TileSweep(Painted())
    sweep.look(hall((120, 120), (480, 120)))
    assert middles(sweep.look(hall((120, 120), time=1.0)).people) == [120]


def test_where_nothing_changes_only_the_known_are_looked_at() -> None:
    backend = Painted()
    sweep = TileSweep(backend)
    sweep.look(hall((120, 120)))
    before = backend.asked
    sweep.look(hall((120, 120), time=1.0))
    assert backend.asked - before <= 2


def test_every_place_of_the_picture_is_in_a_tile_of_each_size() -> None:
    for side in (1.0, 0.34):
        covered = np.zeros((90, 160), bool)
        for (x, y), length in tiles((160, 90), [side]):
            covered[int(y) : int(np.ceil(y + length)), int(x) : int(np.ceil(x + length))] = True
        assert covered.all()


def test_one_person_found_twice_is_one() -> None:
    assert len(merged(person(100), person(105, size=42))) == 1


def test_a_hand_that_looks_like_somebody_is_part_of_whose_it_is() -> None:
    whole, hand = person(100, size=HEAD), person(110, 150, size=12)
    assert middles(merged(whole, hand)) == [100]
    assert middles(merged(hand, whole)) == [100]


def test_two_beside_each_other_are_two() -> None:
    assert len(merged(person(100), together(person(170), person(240)))) == 3
