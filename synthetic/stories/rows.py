"""Rows of signals as a camera measures them in the scenes of a story, with noise from a fixed seed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from synthetic.made_day import LOOKS_PER_S
from synthetic.stories.world import Pose, View, World
from vision.core import COLUMNS, Signals

_SCALE, _SEATED_Y, _X = 0.325, 0.49, 0.6
_CUSTOMER_X, _CUSTOMER_Y, _CUSTOMER_SCALE = 1.1, 0.35, 0.347
# The desk's edge is 0.56 m below the seated shoulders, the crown 0.12 m above the head's centre.
_DESK_Y, _CROWN = _SEATED_Y + 0.56 * _SCALE, 0.12
_SAME, _CHANGED, _EMPTY = 0.98, 0.4, 0.15

# Metres from the middle of the shoulders, right and down, to the left and the right wrist.
HANDS = {
    "rest": ((0.36, 0.28), (0.30, 0.31)),
    "ear": ((0.36, 0.28), (-0.02, -0.08)),
    "held": ((0.36, 0.28), (0.30, 0.08)),
    "chin": ((0.36, 0.28), (0.06, 0.12)),
    "mouth": ((0.36, 0.28), (0.12, -0.08)),
    "crossed": ((-0.08, 0.28), (0.06, 0.28)),
    "invites": ((0.36, 0.28), (0.30, -0.04)),
    "gives": ((0.36, 0.28), (1.05, 0.15)),
    "gives with both": ((1.05, 0.12), (1.05, 0.15)),
    "waves": ((0.36, 0.28), (0.45, -0.25)),
}
_ELBOWS = ((0.06, 0.28), (-0.08, 0.28))


@dataclass
class SceneRows:
    """The rows of signals of a camera at `view` that starts at `start` (UTC s), with or without a customers' zone."""

    view: View
    start: float
    customers: bool
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    _staff_seen: bool = False
    _customer_seen: bool = False

    def of(self, worlds: Iterable[tuple[float, World]]) -> Signals:
        """Five rows a second of (seconds, scene), in order."""
        times, rows, at = [], [], 0.0
        for seconds, now in worlds:
            first, last = (round(t * LOOKS_PER_S, 6) for t in (at, at + seconds))
            for look in range(int(np.ceil(first)), int(np.ceil(last))):
                if now.recorded:
                    times.append(self.start + look / LOOKS_PER_S)
                    rows.append(self.row(now))
            at += seconds
        table = {name: np.array([row.get(name, np.nan) for row in rows], np.float32) for name in COLUMNS}
        return Signals(np.array(times), table)

    def row(self, now: World) -> dict[str, float]:
        """The measures of one look, by column."""
        if now.health:
            return {"health": now.health}
        row: dict[str, float] = {"health": 0.0, "waiting": float(now.waiting)}
        row |= self._staff(now)
        if self.customers:
            row |= self._customer(now)
        return row

    def _staff(self, now: World) -> dict[str, float]:
        hit = now.staff is not None and self.rng.random() < now.found
        self._staff_seen |= hit
        same = hit or (now.staff is not None and now.still)
        like = (
            (_SAME if same else _CHANGED if now.staff is not None else _EMPTY) if self._staff_seen else np.nan
        )
        if now.staff is None or not hit:
            return {"staff": 0.0, "staff_likeness": like}
        return {"staff": 1.0 + now.beside, "staff_likeness": like} | self._pose(now.staff, now)

    def _pose(self, pose: Pose, now: World) -> dict[str, float]:
        view, rng = self.view, self.rng
        deg, metres = (lambda: rng.normal(0, view.noise_deg)), (lambda: rng.normal(0, view.noise_m))
        shoulder = _SEATED_Y - (pose.rise + metres()) * _SCALE
        x, head = _X + 0.01 * now.who, pose.head + now.head + metres() / 3
        row = {
            "scale": _SCALE, "shoulder_x": x, "shoulder_y": shoulder, "head_x": x + 0.02,
            "head_y": shoulder - head * _SCALE, "hip_x": x, "hip_y": _SEATED_Y + 0.145, "hip_seen": 0.98,
            "nose_x": x + 0.03, "nose_y": shoulder - head * _SCALE + 0.01,
            "trunk_forward": view.forward + pose.forward + deg(), "trunk_side": pose.side + deg(),
            "trunk_lean": pose.forward + deg(), "head_height": head, "nose_drop": 0.025,
            "head_yaw": now.head_yaw + deg(), "head_pitch": 5 + deg(), "body_yaw": view.yaw + 0.3 * deg(),
            "hip_angle": pose.hip + deg(), "knee_angle": pose.knee + deg(), "leg_seen": pose.legs,
            "face_yaw": now.head_yaw + deg(), "face_pitch": 5 + deg(), "eyes_open": 0.3,
            "mouth_open": now.mouth + abs(metres()), "mouth_dark": 0.02, "lip_tint": 1.0,
        }  # fmt: skip
        row |= self._box(pose, x, shoulder, head)
        for side, wrist, elbow in zip(("left", "right"), HANDS[now.hands], _ELBOWS, strict=True):
            row |= _point(f"wrist_{side}", (x, shoulder), wrist) | _point(
                f"elbow_{side}", (x, shoulder), elbow
            )
            row[f"wrist_{side}_seen"] = 0.9
        return row

    def _box(self, pose: Pose, x: float, shoulder: float, head: float) -> dict[str, float]:
        if not self.view.boxes:
            return {}
        bottom = _DESK_Y if pose.feet is None else shoulder + pose.feet * _SCALE
        left, right = x - pose.wide / 2 * _SCALE, x + pose.wide / 2 * _SCALE
        top = shoulder - (head + _CROWN) * _SCALE
        return {"box_left": left, "box_top": top, "box_right": right, "box_bottom": min(bottom, 1.0)}

    def _customer(self, now: World) -> dict[str, float]:
        self._customer_seen |= now.customer
        found = now.customer and now.customer_found
        like = (_SAME if found else _CHANGED if now.customer else _EMPTY) if self._customer_seen else np.nan
        row = {"customers": float(found), "customer_likeness": like}
        if not found:
            return row
        x, y = _CUSTOMER_X, _CUSTOMER_Y + now.customer_low * _CUSTOMER_SCALE
        row |= {
            "customer_x": x,
            "customer_y": y,
            "customer_scale": _CUSTOMER_SCALE,
            "customer_body_yaw": -90.0,
        }
        row |= {"customer_head_x": x - 0.02, "customer_head_y": y - 0.07}
        out = -0.42 if now.hands.startswith("gives") else -0.1
        for side in ("left", "right"):
            row |= _point(f"customer_wrist_{side}", (x, y), (out, 0.45)) | {
                f"customer_wrist_{side}_seen": 0.9
            }
        return row


def _point(name: str, origin: tuple[float, float], metres: tuple[float, float]) -> dict[str, float]:
    return {f"{name}_x": origin[0] + metres[0] * _SCALE, f"{name}_y": origin[1] + metres[1] * _SCALE}
