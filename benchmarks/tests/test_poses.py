"""Poses measured on painted pictures: every joint is a dot of its own colour, and a backend that finds the dots."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.accuracy.people import Picture, crop_of, load_pictures, measure_poses
from vision.core import Image, People

# A standing figure, px from its upper left corner; 100 px wide, 240 px high.
FIGURE = np.array(
    [[50, 20], [56, 14], [44, 14], [62, 18], [38, 18], [75, 50], [25, 50], [85, 85], [15, 85], [90, 120],
     [10, 120], [65, 125], [35, 125], [68, 175], [32, 175], [70, 225], [30, 225]]
)  # fmt: skip
AREA = 12_000.0


def blue_of(joint: int) -> int:
    return 250 - 12 * joint


@dataclass
class Dots:
    """Finds the figures whose dots are all in the picture, one for each level of red; `shift` px beside them."""

    shift: float = 0.0
    name: str = "dots"

    def people(self, image: Image) -> People:
        found = [p for red in np.unique(image[..., 2][image[..., 0] > 0]) if (p := self._person(image, red))]
        return (
            People(*(np.concatenate(parts) for parts in zip(*found, strict=True))) if found else People.none()
        )

    def _person(self, image: Image, red: int) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        at = [np.argwhere((image[..., 2] == red) & (image[..., 0] == blue_of(joint))) for joint in range(17)]
        if not all(len(dots) for dots in at):
            return None
        points = np.array([[*dots.mean(0)[::-1], 1.0] for dots in at], np.float32)
        points[:, 0] += self.shift
        box = np.concatenate([points[:, :2].min(0), points[:, :2].max(0)])[None]
        return box, points[None], np.zeros((1, 17, 3), np.float32)

    def close(self) -> None:
        pass


def painted(folder: Path, *corners: tuple[int, int], label: int, partly: bool = False) -> list[Picture]:
    """A picture of figures at these corners, the first `label` of which are labelled, written and read back."""
    image = np.zeros((400, 640, 3), np.uint8)
    for person, corner in enumerate(corners):
        for joint, (x, y) in enumerate(FIGURE + corner):
            image[y - 1 : y + 2, x - 1 : x + 2] = (blue_of(joint), 0, 100 + person)
    cv2.imwrite(str(folder / "hall.png"), image)
    rows = [
        {"image_id": 7, "area": AREA, "bbox": [x, y, 100, 240], "posture": "standing",
         "keypoints": np.c_[FIGURE + np.array([x, y]), np.full(17, 2)].ravel().tolist()}
        for x, y in corners[:label]
    ]  # fmt: skip
    pictures = [
        {"id": 7, "file_name": "hall.png", "other_person_boxes": []},
        {"id": 8, "file_name": "empty.png"},
    ]
    pictures[0] |= {"partial_annotation": True} if partly else {}
    (folder / "keypoints.json").write_text(json.dumps({"images": pictures, "annotations": rows}), "utf-8")
    return load_pictures(folder)


def test_a_crop_wider_than_the_box_stays_in_the_picture() -> None:
    assert crop_of(np.array([100.0, 50, 200, 290]), (640, 400)) == (87, 20, 213, 320)
    assert crop_of(np.array([0.0, 0, 640, 400]), (640, 400)) == (0, 0, 640, 400)


def test_who_is_found_where_they_stand_is_found_by_crop_and_in_the_whole_picture(tmp_path: Path) -> None:
    poses = measure_poses(painted(tmp_path, (60, 60), (400, 100), label=2), Dots())
    for placed in (poses.crops, poses.wholes):
        assert [one.oks for one in placed] == pytest.approx([1, 1])
        assert [(one.high, one.posture) for one in placed] == [(240, "standing")] * 2
    assert (poses.pictures, poses.found, poses.nobody) == (1, 2, 0)


def test_a_backend_that_is_ten_pixels_off_places_heads_worse_than_bodies(tmp_path: Path) -> None:
    (placed,) = measure_poses(painted(tmp_path, (60, 60), label=1), Dots(shift=10)).crops
    assert 0 < placed.upper < placed.oks < 1


def test_who_is_not_found_counts_as_nothing(tmp_path: Path) -> None:
    pictures = painted(tmp_path, (60, 60), label=1)
    (tmp_path / "hall.png").unlink()
    cv2.imwrite(str(tmp_path / "hall.png"), np.zeros((400, 640, 3), np.uint8))
    (placed,) = measure_poses(pictures, Dots()).wholes
    assert (placed.oks, placed.upper) == (0, 0)


def test_somebody_found_where_nobody_is_marked_counts_unless_marks_are_lacking(tmp_path: Path) -> None:
    unmarked = measure_poses(painted(tmp_path, (60, 60), (400, 100), label=1), Dots())
    assert (unmarked.found, unmarked.nobody) == (2, 1)
    lacking = measure_poses(painted(tmp_path, (60, 60), (400, 100), label=1, partly=True), Dots())
    assert (lacking.found, lacking.nobody) == (0, 0)


def test_a_picture_that_is_gone_is_named(tmp_path: Path) -> None:
    pictures = painted(tmp_path, (60, 60), label=1)
    (tmp_path / "hall.png").unlink()
    with pytest.raises(OSError, match=r"hall\.png: cannot read"):
        measure_poses(pictures, Dots())
