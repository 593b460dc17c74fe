"""Postures and gestures by a learned network, and how sure an event of each is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.intervals import Around, Basis, Floats, State, latched, limit, looks_between, seen_median
from pipeline.states.pose import Pose
from pipeline.states.posture_features import posture_features, usual_pose
from pipeline.states.posture_net import PostureNet, posture_net
from pipeline.states.trunk import LIMITS as TRUNK


@dataclass(frozen=True, slots=True)
class LearnedLimits:
    """Limits of learned postures that no fit sets."""

    smooth_s: float = limit(0.6, "s", Basis.CHOICE, "a posture is no matter of one look (see `Pose.state`)")
    work: float = limit(-8.0, "log-odds", Basis.CHOICE, "of a look that shows upright work")


LIMITS = LearnedLimits()


@dataclass(frozen=True, slots=True)
class LearnedPostures:
    """`log_odds` (t,) of each kind that the network judges, NaN where no pose is known, at `time` (t,) UTC s."""

    time: Floats
    log_odds: Mapping[str, Floats]
    net: PostureNet

    def judges(self, kind: str) -> bool:
        """Whether the network was better than the rule for this kind, so that it judges it."""
        return kind in self.log_odds

    def state(self, pose: Pose, kind: str) -> State:
        """The time in which the staff's pose is of this kind. Raises KeyError for a kind that a rule judges."""
        line = self.net.lines[kind]
        return pose.state(latched(self.log_odds[kind], line.on, line.off))

    def state_or(self, pose: Pose, kind: str, rule: Callable[[], State]) -> State:
        """The state by the network, or by the `rule` where that is better."""
        return self.state(pose, kind) if self.judges(kind) else rule()

    def middle(self, kind: str, start: float, end: float) -> float:
        """The median log-odds of the kind from `start` to `end` (UTC s), those of work where no pose was known."""
        middle = seen_median(self.log_odds[kind][looks_between(self.time, start, end)])
        return LIMITS.work if np.isnan(middle) else middle

    def probability(self, kind: str, span: tuple[float, float], needed: float) -> float | None:
        """0..1, that this kind, which needs `needed` seconds, was held in `span`; None if a rule judges it."""
        if kind not in self.log_odds:
            return None
        start, end = span
        return self.net.lines[kind].probability(self.middle(kind, start, end), (end - start) / needed - 1)


def learned_postures(pose: Pose, net: PostureNet | None = None) -> LearnedPostures:
    """What the network says of every look, smoothed.

    It judges nothing of people unlike those that it learned from, and nothing where the trunk is guessed: there the
    rules judge.
    """
    net = net or posture_net()
    if (
        not pose.seat.known
        or pose.seat.noise_deg > TRUNK.most_noise_deg
        or not net.people.like(usual_pose(pose))
    ):
        return LearnedPostures(pose.time, {}, net)
    rows, figures = posture_features(pose)
    every = np.where(pose.known, LIMITS.work, np.nan)
    found = net.log_odds(figures)
    around = Around.of(pose.time, np.arange(len(pose.time)), LIMITS.smooth_s)
    smooth: dict[str, Floats] = {}
    for kind in net.lines:
        values = every.copy()
        values[rows] = found[:, net.kinds.index(kind)]
        smooth[kind] = np.where(pose.known, around.mean(values), np.nan)
    return LearnedPostures(pose.time, smooth, net)
