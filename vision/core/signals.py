"""Signals: the measurements of one counter by the cameras, as rows of plain numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# All columns. Positions and lengths are in picture heights with y downward, angles in degrees. NaN means that nothing
# was present to measure or nothing was visible.
COLUMNS: Mapping[str, str] = {
    "health": "0 ok, else why nothing can be judged: the place of the state in vision.camera.health.State",
    "detector": "1 where a person detector looked, 0 where a pose model looked alone",
    "staff": "people found at the post, NaN not to be seen; who only passes is counted, and not measured",
    "staff_likeness": "correlation -1..1 of the place where staff was found last, now and then; -1 once left",
    "box_left": "left edge of the staff's box",
    "box_top": "upper edge of the staff's box",
    "box_right": "right edge of the staff's box",
    "box_bottom": "lower edge of the staff's box",
    "head_x": "mean of nose and ears",
    "head_y": "mean of nose and ears",
    "shoulder_x": "middle of the shoulders",
    "shoulder_y": "middle of the shoulders",
    "hip_x": "middle of the hips, also when a desk hides them and the model guesses",
    "hip_y": "middle of the hips, also when a desk hides them and the model guesses",
    "hip_seen": "score 0..1 of the hips",
    "scale": "picture heights per metre at the person",
    "trunk_lean": "angle of hips to shoulders against upright in the picture, positive to its right",
    "trunk_forward": "angle of hips to shoulders against the picture's upright, positive where the chest points",
    "trunk_side": "angle of hips to shoulders against the picture's upright, positive to the side of the left arm",
    "head_height": "metres of the head's centre over the shoulders as the picture shows them",
    "nose_drop": "metres of the nose under the ears as the picture shows them",
    "head_yaw": "where the head points, 0 into the camera, positive to the picture's right",
    "head_pitch": "where the head points, positive downward",
    "body_yaw": "where the chest points, 0 into the camera, positive to the picture's right",
    "hip_angle": "180 straight",
    "knee_angle": "180 straight",
    "leg_seen": "score 0..1 of the better seen knee",
    "nose_x": "tip of the nose",
    "nose_y": "tip of the nose",
    "elbow_left_x": "the person's left elbow",
    "elbow_left_y": "the person's left elbow",
    "elbow_right_x": "the person's right elbow",
    "elbow_right_y": "the person's right elbow",
    "wrist_left_x": "the person's left wrist, also when hidden and guessed",
    "wrist_left_y": "the person's left wrist, also when hidden and guessed",
    "wrist_left_seen": "score 0..1 of the left wrist",
    "wrist_right_x": "the person's right wrist, also when hidden and guessed",
    "wrist_right_y": "the person's right wrist, also when hidden and guessed",
    "wrist_right_seen": "score 0..1 of the right wrist",
    "face_yaw": "as head_yaw, from face landmarks",
    "face_pitch": "as head_pitch, from face landmarks",
    "mouth_open": "lip gap by mouth width",
    "mouth_dark": "share 0..1 of the lower face that is dark, as an open mouth is",
    "lip_tint": "redness of the lips by that of the upper face: 1 bare skin, about 0 a mask; NaN without colour",
    "eyes_open": "mean eye aspect ratio",
    "customers": "people found at the window, NaN not to be seen",
    "customer_likeness": "correlation -1..1 of the place where a customer was found last, now and then; -1 once left",
    "customer_x": "middle of the customer's shoulders",
    "customer_y": "middle of the customer's shoulders",
    "customer_scale": "picture heights per metre at the customer",
    "customer_head_x": "mean of the customer's nose and ears",
    "customer_head_y": "mean of the customer's nose and ears",
    "customer_body_yaw": "as body_yaw, of the customer",
    "customer_wrist_left_x": "the customer's left wrist",
    "customer_wrist_left_y": "the customer's left wrist",
    "customer_wrist_left_seen": "score 0..1 of the customer's left wrist",
    "customer_wrist_right_x": "the customer's right wrist",
    "customer_wrist_right_y": "the customer's right wrist",
    "customer_wrist_right_seen": "score 0..1 of the customer's right wrist",
    "customer_id": "who the customer is: stays the same while the same person is tracked",
    "customer2_id": "as customer_id, of the second one at the window",
    "customer2_x": "middle of the second one's shoulders",
    "customer2_y": "middle of the second one's shoulders",
    "customer2_scale": "picture heights per metre at the second one",
    "customer3_id": "as customer_id, of the third one at the window",
    "customer3_x": "middle of the third one's shoulders",
    "customer3_y": "middle of the third one's shoulders",
    "customer3_scale": "picture heights per metre at the third one",
    "waiting": "people found in the waiting zone, NaN not to be seen",
    "waiting_likeness": "correlation -1..1 of the place where somebody waiting was found, now and then; -1 once left",
}

# Columns of measurements that a site must enable; without it the column does not exist.
OPT_IN: Mapping[str, str] = {
    "smile": "mouth width by eye distance, less the corners' place between nose and chin; NaN for a face too small",
    "chest_l": "CIE L* 0..100 of the chest, balanced by the light of the scene; NaN where small, dark or glaring",
    "chest_a": "CIE a* of the chest, as chest_l",
    "chest_b": "CIE b* of the chest, as chest_l",
    "phone_seen": "score 0..1 of a phone in the hand or at the ear, 0 none; NaN where not looked or the hands hidden",
    "uniform_seen": "score 0..1 of a uniform that the staff wears, 0 none; NaN where not looked, or a chest too small",
    "badge_seen": "score 0..1 of a badge on the staff's chest, as uniform_seen",
    "desk_changed": "share 0..1 of the desk that differs from the tidy one, every few seconds; NaN while it is covered",
}


class LookCounts(NamedTuple):
    """The health code of one look at a counter, and the number of people it found in each zone; -1 where not seen."""

    health: float
    staff: float
    customers: float
    waiting: float

    @classmethod
    def of(cls, row: Mapping[str, float]) -> "LookCounts":
        """The counts of a row of signals."""
        return cls(*(-1.0 if isnan(value := row.get(name, nan)) else value for name in cls._fields))


@dataclass(frozen=True, slots=True)
class Signals:
    """One counter's rows. `time` is (t,) float64 UTC seconds, strictly increasing.

    `columns` maps a name of COLUMNS or OPT_IN to a (t,) float32 array; NaN means *not visible*. Signals hold no pixels
    and no names. Raises ValueError for times that do not increase and for columns of another length.
    """

    time: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.float32]]

    def __post_init__(self) -> None:
        if self.time.ndim != 1 or np.any(np.diff(self.time) <= 0):
            raise ValueError("signals: time must be one strictly increasing row")
        for name, column in self.columns.items():
            if column.shape != self.time.shape:
                raise ValueError(
                    f"signals: column {name} has shape {column.shape}, time has {self.time.shape}"
                )

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        return self.columns[name]
