"""People in a picture, as one struct of arrays: every stage selects rows, independent of the model."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# COCO keypoint order, the order of every `joints` array.
COCO_JOINTS = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
    "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
NOSE, EARS, SHOULDERS = 0, (3, 4), (5, 6)
ELBOWS, WRISTS, HIPS, KNEES, ANKLES = (7, 8), (9, 10), (11, 12), (13, 14), (15, 16)
# Nose, ears and shoulders: visible above a desk, and therefore the position of a person.
ANCHORS = (0, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class People:
    """`boxes` (n,4) px x0,y0,x1,y1; `joints` (n,17,3) px,px,score 0..1 in COCO order; `world` (n,17,3) metres.

    `world` has its origin between the hips, x to the picture's right, y down, z away from the camera; NaN when the
    model gives no depth. `people[mask]` selects rows. Raises ValueError when a shape differs.
    """

    boxes: NDArray[np.float32]
    joints: NDArray[np.float32]
    world: NDArray[np.float32]

    def __post_init__(self) -> None:
        n = len(self.boxes)
        for name, array, shape in (
            ("boxes", self.boxes, (n, 4)),
            ("joints", self.joints, (n, 17, 3)),
            ("world", self.world, (n, 17, 3)),
        ):
            if array.shape != shape:
                raise ValueError(f"people: {name} has shape {array.shape}, expected {shape}")

    def __len__(self) -> int:
        return len(self.boxes)

    def __getitem__(self, rows: NDArray[np.bool_] | NDArray[np.intp] | slice) -> "People":
        return People(self.boxes[rows], self.joints[rows], self.world[rows])

    @classmethod
    def none(cls) -> "People":
        """No person."""
        return cls(
            np.empty((0, 4), np.float32), np.empty((0, 17, 3), np.float32), np.empty((0, 17, 3), np.float32)
        )

    @property
    def posed(self) -> bool:
        """Whether the first person has a measured pose: a detector's box alone gives no hips."""
        return len(self) > 0 and bool(np.isfinite(self.joints[0, list(HIPS), :2]).all())

    def __add__(self, other: "People") -> "People":
        """These people followed by the others."""
        return People(
            np.concatenate([self.boxes, other.boxes]),
            np.concatenate([self.joints, other.joints]),
            np.concatenate([self.world, other.world]),
        )

    def moved(self, x: float, y: float, scale: float = 1.0) -> "People":
        """The same people in a picture that contains this one, enlarged by `scale`, at (x, y) px."""
        shift = np.array([x, y], np.float32)
        joints = self.joints.copy()
        joints[..., :2] = joints[..., :2] * scale + shift
        return People(self.boxes * scale + np.tile(shift, 2), joints, self.world)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person at one look, for the blurring and overlay of clips.

    `time` is UTC seconds; `role` is "staff", "customer" or "waiting"; `box` is (x0, y0, x1, y1) in 0..1 of the picture;
    `joints` (17,3) are x, y in 0..1 and score, or None; `track` is the track id, or None.
    """

    time: float
    counter: str
    role: str
    box: tuple[float, float, float, float]
    joints: NDArray[np.float32] | None = None
    track: int | None = None
