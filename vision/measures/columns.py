"""The columns of Signals from one look at a counter: views of its zones in, names and numbers out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict

import numpy as np

from vision.core import FaceLook, ZoneView
from vision.measures.pose_measures import measured

_OF_CUSTOMERS = (
    "scale", "head_x", "head_y", "body_yaw", "wrist_left_x", "wrist_left_y", "wrist_left_seen",
    "wrist_right_x", "wrist_right_y", "wrist_right_seen",
)  # fmt: skip
_EDGES = ("left", "top", "right", "bottom")
# The column with the number of people in a zone, by role.
COUNTS = {"staff": "staff", "customer": "customers", "waiting": "waiting"}
# Names of the customers at one window whose positions are stored: see COLUMNS.
_CUSTOMERS = 3


class KeptColumns:
    """The columns of a zone, computed anew with each look for its people; counts and likeness with each picture."""

    def __init__(self, columns: Callable[[ZoneView, int], Mapping[str, float]]) -> None:
        self._columns = columns
        self._of: ZoneView | None = None
        self._row: Mapping[str, float] = {}

    def row(self, view: ZoneView, height: int, now: Mapping[str, float]) -> dict[str, float]:
        """The columns of `view` in a picture `height` px high; `now` are those that change without a new look."""
        same = self._of is not None and view.people is self._of.people and view.hidden == self._of.hidden
        if not same:
            self._of, self._row = view, self._columns(view, height)
        return {**self._row, **now}


def staff_columns(view: ZoneView, height: int) -> dict[str, float]:
    """Count and pose of the staff in a picture `height` px high.

    The pose is left out when nobody is in the zone or only a passing person is seen.
    """
    row = count_columns("staff", "staff", view)
    if len(view.about):
        row |= asdict(measured(view.about, 0, height))
    return row


def boxed_staff_columns(view: ZoneView, height: int) -> dict[str, float]:
    """The same, with the detector's box."""
    return staff_columns(view, height) | box_columns(view, height)


def box_columns(view: ZoneView, height: int) -> dict[str, float]:
    """The detector's box of the staff in a picture `height` px high; empty without a visible owner."""
    if not len(view.people) or view.hidden:
        return {}
    return {f"box_{edge}": float(px) / height for edge, px in zip(_EDGES, view.people.boxes[0], strict=True)}


def customer_columns(view: ZoneView | None, height: int) -> dict[str, float]:
    """Count, pose and positions of the customers at the window in a picture `height` px high; empty without a zone."""
    row = count_columns("customers", "customer", view)
    if view is not None and len(view.people):
        who = asdict(measured(view.people, 0, height))
        row |= {"customer_x": who["shoulder_x"], "customer_y": who["shoulder_y"]}
        row |= {f"customer_{name}": who[name] for name in _OF_CUSTOMERS} | {"customer_id": float(view.ids[0])}
        for place in range(1, min(len(view.people), _CUSTOMERS)):
            row |= _further_customer(f"customer{place + 1}", view, place, height)
    return row


def _further_customer(name: str, view: ZoneView, place: int, height: int) -> dict[str, float]:
    who = measured(view.people, place, height)
    return {
        f"{name}_id": float(view.ids[place]), f"{name}_x": who.shoulder_x, f"{name}_y": who.shoulder_y,
        f"{name}_scale": who.scale,
    }  # fmt: skip


def count_columns(count: str, name: str, view: ZoneView | None) -> dict[str, float]:
    """The number of people in a zone and the likeness of the last find's place; empty without a zone.

    The number is NaN while the zone's owner may be there, out of sight.
    """
    if view is None:
        return {}
    return {
        count: float("nan") if view.unseen else float(len(view.people)),
        f"{name}_likeness": view.likeness,
    }


def face_columns(face: FaceLook | None) -> dict[str, float]:
    """Angles in degrees and openings of a face; empty without one."""
    if face is None:
        return {}
    return {
        "face_yaw": float(np.degrees(face.yaw)), "face_pitch": float(np.degrees(face.pitch)),
        "mouth_open": face.mouth_open, "mouth_dark": face.mouth_dark, "lip_tint": face.lip_tint,
        "eyes_open": face.eyes_open,
    }  # fmt: skip
