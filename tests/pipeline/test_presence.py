"""Presence at the post: people whom the model misses, who only pass, who were never there."""

import numpy as np
import pytest

from pipeline.intervals import State
from pipeline.states import zone_presence
from synthetic.stories import (
    EVALUATION,
    Story,
    asleep,
    away,
    colleague_takes_over,
    customer_arrives,
    customer_leaves,
    customer_missed,
    dark,
    flickering,
    goes_on,
    judged,
    no_recording,
    passes_by,
    seated,
)
from vision.camera.motion import GONE
from vision.core import Signals

LOOK = 0.2


def test_a_clerk_at_work_is_there_all_the_time() -> None:
    told = judged(seated(60))
    assert told.state("staff_present").total == pytest.approx(60)
    assert not told.faults


@pytest.mark.parametrize("found", [0.95, 0.8, 0.6])
def test_a_clerk_whom_the_model_misses_now_and_then_never_left(found: float) -> None:
    told = judged(flickering(seated(120), found))
    assert told.state("staff_present").total > 118
    assert not told.faults


def test_a_sleeper_whose_pose_is_lost_is_still_there_because_the_place_did_not_change() -> None:
    told = judged(seated(30) + asleep(60, found=0.0) + seated(10))
    assert told.state("staff_present").total == pytest.approx(100)
    assert "absence" not in told.kinds


def test_the_edges_of_presence_are_those_of_the_person() -> None:
    told = judged(seated(30) + away(20) + seated(10))
    assert told.when("staff_present") == [(0, 30), (50, 60)]


def test_a_colleague_who_takes_over_at_once_leaves_no_hole() -> None:
    told = judged(seated(60) + colleague_takes_over() + goes_on(60))
    assert told.state("staff_present").total == pytest.approx(120)


def test_where_nobody_was_ever_found_nobody_is_there() -> None:
    told = judged(away(60))
    assert not told.state("staff_present")
    assert told.judgement.coverage[0].share == pytest.approx(1)


def test_people_who_cross_an_empty_post_do_not_make_the_camera_useless() -> None:
    """A person walks past behind every quarter of an hour: found for half a second, and the post stays empty."""
    told = judged(away(30) + (seated(0.4) + away(15)) * 6)
    assert told.judgement.coverage[0].share == pytest.approx(1)
    assert told.one("absence").seconds > 110


def test_one_customer_among_many_who_walk_past_is_still_a_customer() -> None:
    stays = customer_arrives() + goes_on(6) + customer_leaves() + goes_on(9)
    told = judged(seated(20) + (passes_by(1) + goes_on(10)) * 10 + stays)
    assert told.all("arrival") == [(130, 130)]
    assert told.all("departure") == [(136, 136)]


def test_where_a_camera_finds_people_only_by_luck_finding_nobody_says_nothing() -> None:
    """A distant fisheye camera: three looks of ten find the person, and missed looks differ every time."""
    told = judged(flickering(_restless(seated(120)), 0.3))
    assert "absence" not in told.kinds
    assert told.judgement.coverage[0].share < 1


def test_darkness_is_not_an_empty_post() -> None:
    told = judged(seated(30) + dark(30) + seated(30))
    assert told.when("staff_present") == [(0, 30), (60, 90)]
    assert "absence" not in told.kinds


def test_a_hole_in_the_recording_is_not_an_empty_post_either() -> None:
    told = judged(seated(30) + no_recording(60) + seated(30))
    assert "absence" not in told.kinds
    assert told.judgement.coverage[0].seen_s == pytest.approx(60, abs=1)


def test_two_people_who_come_one_after_the_other_are_two_visits() -> None:
    told = judged(
        seated(20) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(3)
        + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(10)
    )  # fmt: skip
    assert told.all("arrival") == [(20, 20), (43, 43)]


def test_the_next_customer_steps_up_at_once_and_is_another_all_the_same() -> None:
    """A second of a place that looks empty separates the customer who leaves from the one who arrives."""
    told = judged(
        seated(20) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(1.2)
        + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(10)
    )  # fmt: skip
    assert told.all("arrival") == [(20, 20), (41.2, 41.2)]


def test_a_customer_who_is_missed_for_a_second_at_a_place_that_looks_full_never_left() -> None:
    told = judged(seated(20) + customer_arrives() + goes_on(10) + customer_missed(1.2) + goes_on(20))
    assert told.all("arrival") == [(20, 20)]
    assert "departure" not in told.kinds


def test_a_stay_ends_at_the_last_look_that_saw_the_person() -> None:
    """The end does not depend on the number of looks needed to confirm it."""
    assert _there(found=[1] * 50 + [0] * 50, likeness=0.1).true.total == pytest.approx(50 * LOOK)
    assert _there(found=[1] * 50 + [0] * 50, likeness=GONE).true.total == pytest.approx(50 * LOOK)


def test_a_person_who_was_seen_to_leave_is_not_kept_by_furniture_that_looks_alike() -> None:
    """Lost at a place that looks the same: still present. Seen walking off: gone, and the likeness is -1."""
    assert _there(found=[1] * 50 + [0] * 50, likeness=0.9).true.total == pytest.approx(100 * LOOK)
    assert _there(found=[1] * 50 + [0] * 50, likeness=GONE).true.total == pytest.approx(50 * LOOK)


@pytest.mark.parametrize(("more", "looks"), [(-0.05, 50), (0.05, 100)])
def test_a_place_that_looks_nearly_the_same_has_its_person_still(more: float, looks: int) -> None:
    there = _there(found=[1] * 50 + [0] * 50, likeness=0.5 + more)
    assert there.true.total == pytest.approx(looks * LOOK)


def test_a_person_missed_for_a_second_between_two_looks_that_saw_them_never_left() -> None:
    assert len(_there(found=[1] * 50 + [0] * 5 + [1] * 50, likeness=0.5).true) == 1


@pytest.mark.parametrize(("looks", "reliable"), [(18, True), (20, False)])
def test_a_few_looks_of_somebody_who_passes_do_not_make_a_camera_unreliable(
    looks: int, reliable: bool
) -> None:
    """A person who walks past an empty post is found in every other look. Four seconds of that describe the camera."""
    there = _there(found=[0] * 50 + [1, 0] * (looks // 2) + [1] + [0] * 200, likeness=0.1)
    all_of_it = (251 + looks) * LOOK
    assert (there.seen.total == pytest.approx(all_of_it)) is reliable


def test_a_camera_that_finds_most_looks_of_a_long_stay_is_reliable() -> None:
    there = _there(found=[0] * 50 + [1, 1, 0] * 30 + [0] * 200, likeness=0.1)
    assert there.seen.total == pytest.approx(340 * LOOK)


def _there(found: list[int], likeness: float) -> State:
    """Presence of staff found in these looks; a miss shows the place with this likeness."""
    count = np.array(found, np.float32)
    columns = {"staff": count, "staff_likeness": np.where(count > 0, 1, likeness).astype(np.float32)}
    return zone_presence(
        Signals(np.arange(len(found)) * LOOK, columns), "staff", "staff_likeness", LOOK, EVALUATION
    )


def _restless(story: Story) -> Story:
    """The same, with the clerk's place never looking as before."""
    return Story(((0.0, {"still": False}), *story.steps))


def test_a_clerk_missed_at_a_place_that_changed_by_half_is_not_seen() -> None:
    """The clerk bent behind a plant: neither the same place nor an empty one, so nobody is called absent."""
    there = _there(found=[1] * 50 + [0] * 50, likeness=0.45)
    assert there.true.total == pytest.approx(50 * LOOK)
    assert there.seen.total == pytest.approx(50 * LOOK)


@pytest.mark.parametrize(("after", "visits"), [(7, 1), (8, 2)])
def test_a_customer_who_is_found_again_under_the_same_track_never_left(after: int, visits: int) -> None:
    """The place changed for a second because the customer moved; another one in their place is another customer."""
    hits = np.array([1] * 50 + [0] * 7 + [1] * 50, np.float32)
    ids = np.where(hits > 0, 7, np.nan).astype(np.float32)
    ids[57:] = after
    likeness = np.where(hits > 0, 1, 0.1).astype(np.float32)
    rows = {"customers": hits, "customer_likeness": likeness, "customer_id": ids}
    signals = Signals(np.arange(len(hits)) * LOOK, rows)
    assert len(zone_presence(signals, "customers", "customer_likeness", 2 * LOOK, EVALUATION).true) == visits
