"""How the trunk is held: hunched, sunk, leaning back, on the desk. All against this counter's own upright staff."""

import numpy as np

from models.thresholds import Thresholds
from pipeline.pose import Pose
from pipeline.spans import Bools
from pipeline.state import State

# Depth is a guess of the model; a trunk bent forward in depth also lowers the shoulders by this many metres or more.
_BENT_DROP = 0.07
# The chest is turned this far from the camera (sine): then the bend is in the picture itself and needs no depth.
_SIDEWAYS = 0.6
# A head on the desk: the trunk is bent by more than this against upright ("bad" of ISO 11226 and RULA), and the head,
# 0.15 m over the shoulders' line when upright, has come down to it or under it.
_ON_DESK_DEG = 60.0
_HEAD_DOWN = 0.15
# Sunk in the chair: the trunk is tilted back, less than when leaning, and the shoulders are this much lower.
_SUNK_DEG, _SUNK_DROP = 10.0, 0.05
# A trunk whose angle differs by more than this from look to look is not measured but guessed: posture is not seen.
_MOST_NOISE_DEG = 10.0


def slouching(pose: Pose, limits: Thresholds) -> State:
    """Hunched: bent forward by `trunk_forward_deg` more than when upright. Sunk: low, and tilted back a little."""
    forward, sideways = pose.forward, _sideways(pose)
    hunched = (forward >= limits.trunk_forward_deg) & (sideways | (pose.drop >= _BENT_DROP))
    sunk = (forward <= -_SUNK_DEG) & (forward > -limits.lean_back_deg) & (pose.drop >= _SUNK_DROP)
    return _measured(pose, (hunched | (sunk & sideways)) & ~_on_desk(pose))


def leaning_back(pose: Pose, limits: Thresholds) -> State:
    """Bent backward by `lean_back_deg` more than when upright; judged where the camera sees it from the side."""
    return _measured(pose, _sideways(pose) & (pose.forward <= -limits.lean_back_deg))


def head_on_desk(pose: Pose) -> State:
    """Head down to the shoulders and trunk bent more than 60 degrees in any direction, against upright."""
    return _measured(pose, _on_desk(pose))


def _measured(pose: Pose, rows: Bools) -> State:
    """The state, unknown where this camera only guesses the trunk."""
    return pose.state(rows) if pose.seat.noise_deg <= _MOST_NOISE_DEG else State.never_seen()


def _on_desk(pose: Pose) -> Bools:
    bent = np.maximum(np.abs(pose.forward), np.abs(pose.aside)) >= _ON_DESK_DEG
    return np.asarray(bent & (pose.head_sunk >= _HEAD_DOWN), np.bool_)


def _sideways(pose: Pose) -> Bools:
    return np.asarray(np.abs(np.sin(np.radians(pose.column("body_yaw")))) >= _SIDEWAYS, np.bool_)
