"""Moments seen from close by, and the rows that a camera measures in them.

Metres are those of the picture: to the right and down from the middle of the own shoulders. The customer stands 1.5 m
to the right of the staff.
"""

from dataclasses import dataclass

from synthetic.stories.rows import SceneRows
from synthetic.stories.world import World

Place = tuple[float, float]

# Hands of staff rest on the own side of the desk; the customer's hang. They meet half-way when an object changes
# hands.
DESK_LEFT, DESK_RIGHT = (0.36, 0.28), (0.30, 0.31)
HANGING = (-0.1, 0.45)
GIVEN_LEFT, GIVEN_RIGHT = (0.95, 0.14), (0.97, 0.18)
TAKEN = (-0.45, 0.45)
AT_EAR, AT_MOUTH, UNDER_CHIN = (0.0, -0.08), (0.13, -0.02), (0.06, 0.12)
AT_JAW = (0.09, 0.065)
TYPING = (0.15, 0.2), (0.0, 0.2)
OFFERING = (0.55, 0.0)


@dataclass(frozen=True, slots=True)
class Close(World):
    """The scene at one moment, seen from close by; None is the value of the word in `hands`.

    `left_seen` and `right_seen` are the scores of the wrists, `walked` the metres by which the customer is to the right
    of the window, `their_head` the metres by which the customer's head is nearer to the shoulders, `face` whether the
    face is visible, `eyes` whether the head is visible well enough for its direction, `pitch` its downward degrees,
    `tint` that of the lips.
    """

    left: Place | None = None
    right: Place | None = None
    left_seen: float = 0.9
    right_seen: float = 0.9
    their_left: Place = HANGING
    their_right: Place = HANGING
    walked: float = 0.0
    their_head: float = 0.0
    face: bool = True
    eyes: bool = True
    pitch: float = 5.0
    tint: float = 1.0


class CloseRows(SceneRows):
    """Rows with the hands, faces and places of close moments."""

    def row(self, now: World) -> dict[str, float]:
        """The measures of one look, by column."""
        row = super().row(now)
        if isinstance(now, Close) and "shoulder_x" in row:
            row |= _hands(now, row)
        if isinstance(now, Close) and "customer_x" in row:
            row |= _customer(now, row)
        return row


def _hands(now: Close, row: dict[str, float]) -> dict[str, float]:
    found = {"wrist_left_seen": now.left_seen, "wrist_right_seen": now.right_seen}
    shoulders = row["shoulder_x"], row["shoulder_y"]
    for side, place in (("left", now.left), ("right", now.right)):
        if place is not None:
            found |= _at(f"wrist_{side}", shoulders, place, row["scale"])
    for name in () if now.face else ("face_yaw", "face_pitch", "eyes_open", "mouth_open", "mouth_dark"):
        found[name] = float("nan")
    found |= {"head_pitch": row["head_pitch"] - Close().pitch + now.pitch}
    if now.face:
        found["lip_tint"] = now.tint
    if not now.eyes:
        found["head_yaw"] = float("nan")
    return found


def _customer(now: Close, row: dict[str, float]) -> dict[str, float]:
    scale = row["customer_scale"]
    x, y = row["customer_x"] + now.walked * scale, row["customer_y"]
    found = {"customer_x": x, "customer_head_x": x - 0.02}
    found["customer_head_y"] = row["customer_head_y"] + now.their_head * scale
    for side, place in (("left", now.their_left), ("right", now.their_right)):
        found |= _at(f"customer_wrist_{side}", (x, y), place, scale)
    return found


def _at(name: str, origin: Place, metres: Place, scale: float) -> dict[str, float]:
    return {f"{name}_x": origin[0] + metres[0] * scale, f"{name}_y": origin[1] + metres[1] * scale}
