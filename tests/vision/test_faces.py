"""Measures of faces by the real model on real and drawn faces: direction, mouth, eyes."""

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from vision.core import FaceLook
from vision.measures.smile import smile
from vision.pose.face import _BARE_SKIN, _LIP_RING, face_look
from vision.pose.mediapipe_backend import MediaPipeFace

Colour = tuple[int, int, int]
FACES = Path(__file__).parents[2].parent / "shared" / "footage" / "face"


@pytest.fixture(scope="module")
def eyes() -> Iterator[MediaPipeFace]:
    backend = MediaPipeFace()
    yield backend
    backend.close()


def people_who(label: str) -> list[str]:
    """The files of the labelled faces, at most twelve."""
    if not FACES.is_dir():
        return []
    images = json.loads((FACES / "labels.json").read_text("utf-8"))["images"]
    return [str(i["file"]) for i in images if i["label"] == label][:12]


def mesh_of(look: FaceLook) -> np.ndarray:
    assert look.mesh is not None
    return look.mesh


def looks(eyes: MediaPipeFace, label: str) -> list[FaceLook]:
    if not FACES.is_dir():
        pytest.skip("../shared/footage/face is not here: no real faces to look at")
    found = [eyes.face(_with_border(FACES / name)) for name in people_who(label)]
    assert len([f for f in found if f]) >= 0.8 * len(found) > 0
    return [f for f in found if f]


def _with_border(file: Path) -> np.ndarray:
    image = cv2.imread(str(file))
    assert image is not None
    edge = max(image.shape[:2]) // 4
    return cv2.copyMakeBorder(image, edge, edge, edge, edge, cv2.BORDER_REPLICATE)


@pytest.mark.footage
def test_a_yawning_mouth_is_wide_open_and_a_closed_one_is_closed(eyes: MediaPipeFace) -> None:
    assert min(f.mouth_open for f in looks(eyes, "yawn")) > 0.4
    assert np.percentile([f.mouth_open for f in looks(eyes, "neutral")], 80) < 0.12


@pytest.mark.footage
def test_closed_eyes_fall_under_the_ratio_of_the_norm_and_open_ones_do_not(eyes: MediaPipeFace) -> None:
    assert max(f.eyes_open for f in looks(eyes, "eyes_closed")) < 0.2
    assert min(f.eyes_open for f in looks(eyes, "eyes_open_neutral")) > 0.2


@pytest.mark.footage
def test_a_turned_head_points_aside_and_everybody_else_into_the_camera(eyes: MediaPipeFace) -> None:
    turned = [abs(f.yaw) for f in looks(eyes, "head_turned")]
    ahead = [abs(f.yaw) for f in looks(eyes, "neutral")]
    assert min(turned) > np.radians(25)
    assert np.median(ahead) < np.radians(15)


@pytest.mark.footage
def test_whoever_looks_up_points_higher_than_who_looks_down(eyes: MediaPipeFace) -> None:
    up, down = (np.median([f.pitch for f in looks(eyes, label)]) for label in ("head_up", "head_down"))
    assert up < down - np.radians(20)


def test_a_wall_has_no_face(eyes: MediaPipeFace) -> None:
    wall = np.random.default_rng(0).integers(90, 110, (200, 200, 3), np.uint8)
    assert eyes.face(wall) is None


# A drawn head: the measured points in the view of a distant camera. Millimetres, nose in the middle.
_DRAWN = {
    1: (0, 0, 0), 152: (0, 75, 22), 33: (-45, -35, 32), 263: (45, -35, 32), 61: (-26, 32, 20), 291: (26, 32, 20),
    13: (0, 31, 14), 14: (0, 33, 14), 0: (0, 26, 12), 17: (0, 40, 12),
    159: (-30, -40, 28), 145: (-30, -31, 28), 133: (-15, -35, 30),
    386: (30, -40, 28), 374: (30, -31, 28), 362: (15, -35, 30),
    98: (-12, 8, 12), 327: (12, 8, 12), 216: (-32, 25, 25), 436: (32, 25, 25), 210: (-30, 55, 30), 430: (30, 55, 30),
    50: (-40, 5, 30), 101: (-30, 0, 25), 205: (-38, 15, 28), 280: (40, 5, 30), 330: (30, 0, 25), 425: (38, 15, 28),
}  # fmt: skip


SKIN, RED, BLACK, BLUE = (150, 165, 200), (40, 40, 200), (20, 20, 20), (190, 150, 90)
GREY = (180, 180, 180)


def drawn(
    yaw: float = 0,
    pitch: float = 0,
    gap: float = 2,
    hole: int = 0,
    *,
    skin: Colour = SKIN,
    mouth: Colour = BLACK,
) -> FaceLook:
    """The measures of a drawn head that is turned (degrees, right and down in the picture positive).

    A disc of radius `hole` around the mouth has the colour (BGR) of the `mouth`.
    """
    points = np.zeros((478, 2))
    y, p = np.radians([yaw, pitch])
    sideways = np.array([[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]])
    nodding = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    for index, place in _DRAWN.items():
        here = np.array(place, float)
        here[1] += {13: 1 - gap / 2, 14: gap / 2 - 1}.get(index, 0)
        points[index] = 100 + (sideways @ nodding @ here)[:2] * 0.8
    for index, place in enumerate(_BARE_SKIN):
        points[place] = 80 + 4 * index, 60
    for index, place in enumerate(set(_LIP_RING) - set(_DRAWN)):
        points[place] = 92 + 2 * index, 126
    picture = np.full((200, 200, 3), skin, np.uint8)
    cv2.circle(picture, (100, 126), hole, mouth, -1 if hole else 1)
    return face_look(points, picture)


@pytest.mark.parametrize("turned", [-40, -15, 15, 40])
def test_a_head_turned_to_the_right_of_the_picture_has_positive_yaw(turned: float) -> None:
    assert np.degrees(drawn(yaw=turned).yaw) == pytest.approx(turned, abs=6)


@pytest.mark.parametrize("lowered", [-25, 25])
def test_a_lowered_head_has_positive_pitch(lowered: float) -> None:
    look = drawn(pitch=lowered)
    assert np.degrees(look.pitch) == pytest.approx(lowered, abs=6)
    assert abs(np.degrees(look.yaw)) < 3


def test_the_mouth_is_measured_by_its_width() -> None:
    assert drawn(gap=26).mouth_open == pytest.approx(0.5, abs=0.01)
    assert drawn(gap=0).mouth_open == pytest.approx(0, abs=0.01)


def test_the_eyes_of_the_drawn_head_are_open_by_a_third() -> None:
    assert drawn().eyes_open == pytest.approx(9 / 30, abs=0.02)


def test_an_open_mouth_is_a_dark_hole_in_the_lower_face() -> None:
    closed, open_wide = drawn(), drawn(hole=16)
    assert closed.mouth_dark < 0.1
    assert open_wide.mouth_dark > 0.2


def test_red_lips_are_no_hole() -> None:
    """In grey levels they are as dark as an open mouth."""
    assert drawn(hole=16, mouth=RED).mouth_dark < 0.1


def test_lips_have_the_tint_of_skin_or_more_and_a_mask_has_none() -> None:
    assert drawn().lip_tint == pytest.approx(1, abs=0.1)
    assert drawn(hole=40, mouth=RED).lip_tint > 2
    for mask in (BLUE, BLACK, (235, 240, 240)):
        assert drawn(hole=40, mouth=mask).lip_tint < 0.2


def test_a_picture_without_colour_says_nothing_of_a_mask() -> None:
    assert np.isnan(drawn(hole=40, skin=GREY).lip_tint)


@pytest.mark.footage
def test_bare_mouths_open_or_shut_have_the_tint_of_skin(eyes: MediaPipeFace) -> None:
    for label in ("neutral", "smile", "yawn", "mouth_open_not_smiling"):
        tints = np.array([f.lip_tint for f in looks(eyes, label)])
        assert np.nanmin(tints) > 0.4


@pytest.mark.footage
def test_a_laugh_is_not_as_wide_as_a_yawn(eyes: MediaPipeFace) -> None:
    laughs = max(f.mouth_open for f in looks(eyes, "smile"))
    assert laughs < min(f.mouth_open for f in looks(eyes, "yawn")) - 0.1


@pytest.mark.footage
def test_smiling_mouths_measure_wider_and_higher_than_closed_yawning_and_open_ones(
    eyes: MediaPipeFace,
) -> None:
    smiles, closed = ([smile(mesh_of(f)) for f in looks(eyes, label)] for label in ("smile", "neutral"))
    assert np.percentile(smiles, 20) > np.percentile(closed, 80) + 0.05
    assert max(smile(mesh_of(f)) for f in looks(eyes, "yawn")) < np.median(smiles)


def test_a_face_of_a_few_pixels_is_not_asked_for_a_smile(eyes: MediaPipeFace) -> None:
    mesh = mesh_of(looks(eyes, "smile")[0])
    small = mesh * 25 / np.linalg.norm(mesh[10] - mesh[152])
    assert np.isnan(smile(small))
    assert smile(small * 2) == pytest.approx(smile(mesh))


def test_a_tilted_head_smiles_as_an_upright_one(eyes: MediaPipeFace) -> None:
    mesh = mesh_of(looks(eyes, "smile")[0])
    turn = np.radians(30)
    tilted = mesh @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    assert smile(tilted) == pytest.approx(smile(mesh), abs=1e-6)
