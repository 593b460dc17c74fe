"""Postures by the network: which people it judges, what its figures are, and how sure its events are."""

from dataclasses import replace

import numpy as np
import pytest

from models import Certainty, Thresholds
from models.norms import load_profile
from pipeline.intervals import Around, Floats
from pipeline.judging.judge import judge
from pipeline.states import learned_postures as learned_postures_module
from pipeline.states.calibration import learn_seat
from pipeline.states.counter_states import hold_s, read_states
from pipeline.states.learned_postures import learned_postures
from pipeline.states.pose import Pose
from pipeline.states.posture_features import posture_features, usual_pose
from pipeline.states.posture_net import LIMITS, PostureLine, posture_net
from pipeline.states.presence import zone_presence
from synthetic.stories import seated, slouching
from tests.golden.cases import case
from vision.core import Signals


@pytest.fixture(scope="module")
def limits() -> Thresholds:
    return load_profile("evaluation").thresholds


@pytest.fixture(scope="module")
def clerk() -> Signals:
    """A rendered clerk who leans back, hunches over the desk, and leans back again, seen from the side."""
    return case("slouch_C").signals["W4"]


def pose_of(signals: Signals, limits: Thresholds) -> Pose:
    hold = hold_s(signals.time)
    present = zone_presence(signals, "staff", "staff_likeness", hold, limits)
    return Pose(signals, learn_seat(signals), present, hold)


def seconds(signals: Signals, spans: object) -> list[tuple[float, float]]:
    return [(round(a - signals.time[0], 1), round(b - signals.time[0], 1)) for a, b in spans]  # type: ignore[attr-defined]


def test_a_clerk_who_leans_back_hunches_and_leans_back_again_is_told_as_that(
    clerk: Signals, limits: Thresholds
) -> None:
    states = read_states(clerk, limits)
    (hunched,) = [span for span in seconds(clerk, states.slouching.true) if span[1] - span[0] > 4]
    assert hunched == pytest.approx((17.4, 25.4), abs=1.0)
    first, last = [span for span in seconds(clerk, states.leaning_back.true) if span[1] - span[0] > 4]
    assert first == pytest.approx((4.4, 14.4), abs=1.0)
    assert last == pytest.approx((35.4, 42.4), abs=1.0)


def test_a_mirrored_picture_shows_the_same_postures(clerk: Signals, limits: Thresholds) -> None:
    plain, other = (learned_postures(pose_of(one, limits)) for one in (clerk, mirrored(clerk)))
    for kind in posture_net().lines:
        np.testing.assert_allclose(plain.log_odds[kind], other.log_odds[kind], atol=1e-2)


def mirrored(signals: Signals) -> Signals:
    """The signals of the same people in a mirror: left is right, and every sideward figure changes its sign."""
    turned = {"trunk_lean", "trunk_side", "head_yaw", "body_yaw", "face_yaw", "customer_body_yaw"}
    columns = {}
    for name, values in signals.columns.items():
        swapped = name.replace("left", "?").replace("right", "left").replace("?", "right")
        flipped = name in turned or name.endswith("_x") or name in {"box_left", "box_right"}
        columns[swapped] = -values if flipped else values
    return Signals(signals.time, columns)


def test_people_unlike_those_it_learned_from_are_judged_by_the_rules(limits: Thresholds) -> None:
    stick_figure = (seated(30) + slouching(10) + seated(10)).signals()
    pose = pose_of(stick_figure, limits)
    people = posture_net().people
    assert people.distance(usual_pose(pose)) > people.farthest
    states = read_states(stick_figure, limits)
    assert not states.postures.judges("slouching")
    assert seconds(stick_figure, states.slouching.true) == [(30.0, 40.0)]


def test_signals_without_hands_are_judged_by_the_rules(clerk: Signals, limits: Thresholds) -> None:
    columns = {
        name: np.full_like(values, np.nan) if "wrist" in name else values
        for name, values in clerk.columns.items()
    }
    assert not learned_postures(pose_of(Signals(clerk.time, columns), limits)).log_odds


def test_the_network_knows_every_figure_by_its_name(clerk: Signals, limits: Thresholds) -> None:
    pose, net = pose_of(clerk, limits), posture_net()
    assert list(posture_features(pose)[1]) == list(net.figures)
    assert list(usual_pose(pose)) == list(net.people.figures)


def test_a_figure_that_was_not_seen_is_the_usual_one_and_said_to_be_unseen() -> None:
    net = posture_net()
    name = net.unseen[0]
    rows = np.tile(net.middle, (2, 1))
    rows[0, net.figures.index(name)] = np.nan
    rows[1] = net.middle + 100 * net.spread
    scaled = net.scaled(rows)
    assert scaled[0].tolist() == [0.0] * len(net.figures) + [1.0] + [0.0] * (len(net.unseen) - 1)
    assert set(scaled[1].tolist()) == {LIMITS.farthest, 0.0}


def test_clearer_and_longer_postures_are_surer() -> None:
    line = PostureLine(on=0.0, off=-0.75, offset=-1.0, slope=0.5, longer=1.0)
    assert line.probability(2.0, 0.0) == pytest.approx(0.5)
    assert line.probability(4.0, 0.0) > line.probability(2.0, 0.0)
    assert line.probability(2.0, 0.5) == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert line.probability(2.0, 3.0) == line.probability(2.0, 1.0), "twice as long as needed is long enough"


def test_leaning_back_is_not_told_with_an_angle_that_points_forward(clerk: Signals) -> None:
    """A desk hides the hips, so the model guesses where the trunk begins."""
    columns = dict(clerk.columns)
    early = clerk.time - clerk.time[0] < 16
    columns["trunk_lean"] = columns["trunk_lean"] - np.where(early, 35 * np.sign(columns["trunk_lean"]), 0)
    columns["trunk_forward"] = columns["trunk_forward"] + np.where(early, 45, 0)
    span = float(clerk.time[0]), float(clerk.time[-1])
    found = judge(
        "slouch_C", {"W4": Signals(clerk.time, columns)}, load_profile("evaluation").thresholds, span
    )
    first = next(event for event in found.events if event.kind == "leaning_back")
    assert first.start < clerk.time[0] + 10
    assert "trunk_deg" not in first.evidence


@pytest.mark.parametrize(
    ("mouth", "certainty"), [(np.nan, Certainty.QUESTION), (0.2, Certainty.QUESTION), (0.8, Certainty.FACT)]
)
def test_a_yawn_is_a_fact_if_the_mouth_was_seen_wide_open(
    clerk: Signals, mouth: float, certainty: Certainty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is made to see a yawn everywhere; only the mouth differs, for one second."""
    net = posture_net()
    sure = {"yawning": PostureLine(on=-1e9, off=-2e9, offset=50.0, slope=0.0, longer=0.0)}
    monkeypatch.setattr(learned_postures_module, "posture_net", lambda: replace(net, lines=sure))
    since = clerk.time - clerk.time[0]
    columns = dict(clerk.columns)
    columns["mouth_open"] = np.where((since > 1) & (since < 2), mouth, 0.05).astype(np.float32)
    if np.isnan(mouth):
        columns["mouth_open"] = np.full_like(columns["mouth_open"], np.nan)
    span = float(clerk.time[0]), float(clerk.time[-1])
    found = judge(
        "slouch_C", {"W4": Signals(clerk.time, columns)}, load_profile("evaluation").thresholds, span
    )
    yawns = [event for event in found.events if event.kind == "yawning"]
    assert [event.certainty for event in yawns] == [certainty]


def test_every_line_is_one_a_posture_can_cross() -> None:
    for line in posture_net().lines.values():
        assert line.off < line.on
        assert line.slope > 0 or line.longer > 0


def test_means_and_spreads_count_what_was_seen_in_the_seconds_around() -> None:
    time = np.array([0.0, 0.2, 0.4, 3.0, 3.2])
    values: Floats = np.array([1.0, np.nan, 3.0, np.nan, np.nan])
    around = Around.of(time, np.array([0, 1, 4]), 0.4)
    np.testing.assert_allclose(around.mean(values), [2.0, 2.0, np.nan])
    np.testing.assert_allclose(around.spread(values), [1.0, 1.0, np.nan])


def test_a_kind_that_the_network_does_not_judge_has_no_probability(
    clerk: Signals, limits: Thresholds
) -> None:
    net = replace(posture_net(), lines={})
    assert learned_postures(pose_of(clerk, limits), net).probability("slouching", (0.0, 9.0), 4.0) is None
