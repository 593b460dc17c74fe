"""Phones in hands: near a hand or an ear and at no other place, by weights trained here on drawn ones."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.stick_people import person
from vision.core import PHONES, DetectedObjects, Frame, Image, ObjectClasses, People, VisionError, ZoneView
from vision.measures.counter_view import CounterView
from vision.measures.objects import in_hand, on_chest, search_area, worn
from vision.measures.opt_in import OptInMeasures
from vision.pose.ultralytics_backend import UltralyticsObjects

SIZE = (320, 320)
POSE_WEIGHTS = Path(__file__).parents[2].parent / "shared" / "weights" / "yolo26n-pose-256-int8.onnx"
CLERK = person(160, 120, 60)
JOINTS, WORLD = CLERK.joints[0], CLERK.world[0]
LEFT_WRIST, RIGHT_EAR = JOINTS[9, :2], JOINTS[4, :2]
ON_DESK, ON_SHELF = np.add(LEFT_WRIST, (120, 40)), np.add(JOINTS[0, :2], (100, -20))


def box_at(place: np.ndarray, score: float = 0.7) -> DetectedObjects:
    x, y = place
    return DetectedObjects(
        np.array([[x - 7, y - 14, x + 7, y + 14]], np.float32), np.array([score], np.float32), ("phone",)
    )


@pytest.mark.parametrize(
    "place", [LEFT_WRIST, RIGHT_EAR, np.add(LEFT_WRIST, (0, 25))], ids=["hand", "ear", "fingers"]
)
def test_a_phone_in_the_hand_or_at_the_ear_is_held(place: np.ndarray) -> None:
    assert in_hand(box_at(place), JOINTS, WORLD) == pytest.approx(0.7)


def test_a_phone_on_the_desk_is_not_held_and_nothing_is_nothing() -> None:
    assert in_hand(box_at(ON_DESK), JOINTS, WORLD) == 0
    assert in_hand(DetectedObjects.none(), JOINTS, WORLD) == 0


def test_what_hidden_hands_hold_nobody_knows() -> None:
    hidden = JOINTS.copy()
    hidden[[9, 10], 2] = 0.2
    assert np.isnan(in_hand(DetectedObjects.none(), hidden, WORLD))
    assert np.isnan(in_hand(box_at(LEFT_WRIST), hidden, WORLD)), "where the model guesses a hand"
    assert in_hand(box_at(RIGHT_EAR), hidden, WORLD) == pytest.approx(0.7)


def test_it_is_looked_for_around_head_and_hands_within_the_picture() -> None:
    x0, y0, x1, y1 = search_area(JOINTS, WORLD, SIZE)
    assert x0 < JOINTS[10, 0]
    assert x1 > JOINTS[9, 0]
    assert y0 < JOINTS[0, 1]
    assert y1 > LEFT_WRIST[1] + 20
    assert search_area(JOINTS, WORLD, (100, 90))[2:] == (100, 90)


class Dark:
    """Finds dark patches of a phone's size; counts its calls."""

    classes = ObjectClasses(phone=("phone",))

    def __init__(self) -> None:
        self.asked = 0

    def things(self, image: Image) -> DetectedObjects:
        self.asked += 1
        dark = (image.max(axis=2) < 60).astype(np.uint8)
        outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes = [cv2.boundingRect(line) for line in outlines]
        corners = np.array([(x, y, x + w, y + h) for x, y, w, h in boxes], np.float32).reshape(-1, 4)
        return DetectedObjects(corners, np.full(len(boxes), 0.8, np.float32), ("phone",) * len(boxes))

    def close(self) -> None:
        """Nothing is held open."""


def hall(*phones: np.ndarray, seed: int = 5) -> Image:
    """A room of soft colours with drawn phones: a dark rim and a bright screen."""
    room = np.random.default_rng(seed).integers(90, 200, (6, 6, 3)).astype(np.uint8)
    picture = cv2.resize(room, SIZE, interpolation=cv2.INTER_CUBIC)
    for x, y in phones:
        _draw(picture, (int(x) - 9, int(y) - 16, 18, 32))
    return np.asarray(picture, np.uint8)


def _draw(picture: np.ndarray, box: tuple[int, int, int, int]) -> None:
    x, y, w, h = box
    cv2.rectangle(picture, (x, y), (x + w, y + h), (20, 20, 20), -1)
    cv2.rectangle(picture, (x + 2, y + 3), (x + w - 2, y + h - 4), (230, 180, 60), -1)


def seen_by(backend: object, pictures: list[Image], people: People = CLERK) -> list[float]:
    extras = OptInMeasures(CounterView("W1", [(0, 0), (1, 0), (1, 1)]), backend)  # type: ignore[arg-type]
    views = {"staff": ZoneView(people, 1.0, fresh=True)}
    rows = [extras.row(views, None, Frame(p, 0.2 * i, "c")) for i, p in enumerate(pictures)]
    return [row.get("phone_seen", float("nan")) for row in rows]


def test_the_hands_are_looked_at_once_a_second_and_only_while_somebody_is_there() -> None:
    backend = Dark()
    assert seen_by(backend, [hall(LEFT_WRIST)] * 10) == pytest.approx([0.8] * 10)
    assert backend.asked == 2
    assert np.isnan(seen_by(backend, [hall(LEFT_WRIST)] * 10, People.none())).all()
    assert backend.asked == 2


def test_a_phone_on_the_shelf_behind_is_in_nobodys_hand() -> None:
    assert seen_by(Dark(), [hall(ON_SHELF)]) == [0]


def test_a_counter_without_a_model_has_no_such_column() -> None:
    assert OptInMeasures(CounterView("W1", [(0, 0), (1, 0), (1, 1)])).columns == []
    assert OptInMeasures(CounterView("W1", [(0, 0), (1, 0), (1, 1)]), Dark()).columns == ["phone_seen"]


CHEST = JOINTS[[5, 6, 11, 12], :2].mean(0)


def test_a_uniform_is_worn_by_whom_its_box_covers_and_a_badge_by_whose_chest_it_is_on() -> None:
    jacket = DetectedObjects(
        np.array([[*(CHEST - 60), *(CHEST + 70)]], np.float32), np.array([0.6], np.float32), ("jacket",)
    )
    badge = box_at(np.add(JOINTS[[5, 11], :2].mean(0), (-8, -20)), 0.5)
    assert worn(jacket, JOINTS, SIZE) == pytest.approx(0.6)
    assert worn(jacket.moved(150, 0), JOINTS, SIZE) == 0, "the neighbour's"
    assert on_chest(badge, JOINTS, WORLD, SIZE) == pytest.approx(0.5)
    assert on_chest(badge.moved(0, -120), JOINTS, WORLD, SIZE) == 0, "on the wall behind"


def test_a_small_chest_and_one_that_the_picture_cuts_say_nothing_of_badges() -> None:
    far = person(160, 120, 12)
    for joints, size in ((far.joints[0], SIZE), (JOINTS, (150, 320))):
        assert np.isnan(worn(DetectedObjects.none(), joints, size))
        assert np.isnan(on_chest(DetectedObjects.none(), joints, WORLD, size))


class Badges(Dark):
    """The same dark patches as badges."""

    classes = ObjectClasses(badge=("phone",))


def test_only_what_was_named_is_looked_for() -> None:
    extras = OptInMeasures(CounterView("W1", [(0, 0), (1, 0), (1, 1)]), Badges())
    row = extras.row({"staff": ZoneView(CLERK, 1.0, fresh=True)}, None, Frame(hall(CHEST), 0.0, "c"))
    assert extras.columns == list(row) == ["badge_seen"]
    assert row["badge_seen"] == pytest.approx(0.8)


@pytest.mark.parametrize("name", ["yolo26s.pt", "yolo26s"])
def test_weights_that_are_not_there_are_not_fetched_from_anywhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(VisionError, match=r"no such weights; give a YOLO detection model"):
        UltralyticsObjects(tmp_path / name, PHONES)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Detection weights of a very small YOLO that learned drawn phones from a hundred drawn pictures."""
    os.environ.update(YOLO_OFFLINE="true", YOLO_AUTOINSTALL="false")
    import ultralytics  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("phones")
    _drawn_data(folder)
    whole = (Path(ultralytics.__file__).parent / "cfg/models/v8/yolov8.yaml").read_text("utf-8")
    narrow = "\n".join(
        "  n: [0.33, 0.125, 1024]" if line.startswith("  n: [") else line for line in whole.split("\n")
    )
    (folder / "yolov8n-narrow.yaml").write_text(narrow, "utf-8")
    model = ultralytics.YOLO(folder / "yolov8n-narrow.yaml")
    model.train(
        data=folder / "phones.yaml", imgsz=96, epochs=25, batch=16, workers=0, device="cpu", optimizer="AdamW",
        lr0=0.004, warmup_epochs=1, mosaic=0.0, plots=False, val=False, amp=False, seed=1, verbose=False,
        project=folder / "run", exist_ok=True,
    )  # fmt: skip
    return Path(model.trainer.last)


def _drawn_data(folder: Path) -> None:
    rng = np.random.default_rng(1)
    for part, count in (("train", 96), ("val", 4)):
        for kind in ("images", "labels"):
            (folder / kind / part).mkdir(parents=True)
        for i in range(count):
            picture, label = cv2.resize(hall(seed=i), (96, 96)), ""
            if i % 4:
                w, h = (int(v) for v in rng.integers((14, 26), (24, 40)))
                x, y = (int(v) for v in rng.integers(0, (96 - w, 96 - h)))
                _draw(picture, (x, y, w, h))
                label = f"0 {(x + w / 2) / 96} {(y + h / 2) / 96} {w / 96} {h / 96}\n"
            cv2.imwrite(str(folder / "images" / part / f"{i}.png"), picture)
            (folder / "labels" / part / f"{i}.txt").write_text(label, "utf-8")
    (folder / "phones.yaml").write_text(
        f"path: {folder}\ntrain: images/train\nval: images/val\nnames: {{0: cell phone}}\n", "utf-8"
    )


@pytest.mark.yolo
@pytest.mark.skipif(find_spec("ultralytics") is None, reason="needs ultralytics: make test-yolo")
@pytest.mark.filterwarnings("ignore")
class TestInstalled:
    @pytest.fixture
    def phones(self, weights: Path) -> Iterator[UltralyticsObjects]:
        backend = UltralyticsObjects(weights, PHONES)
        yield backend
        backend.close()

    def test_a_drawn_phone_is_found_in_the_hand_and_at_the_ear_and_an_empty_hand_is_empty(
        self, phones: UltralyticsObjects
    ) -> None:
        far = person(
            160, 120, 30
        )  # so that a phone fills as much of the searched square as in the drawn pictures
        for place in (far.joints[0, 9, :2], np.add(far.joints[0, 4, :2], (-6, 0))):
            assert seen_by(phones, [hall(place)], far)[0] > 0.25
        assert seen_by(phones, [hall()], far) == [0]

    def test_its_names_and_boxes_are_the_models_and_the_pictures(self, phones: UltralyticsObjects) -> None:
        found = phones.things(np.ascontiguousarray(hall(LEFT_WRIST)[150:250, 150:250]))
        assert found.names[0] == "cell phone"
        box = found.moved(150, 150).boxes[0]
        middle = (box[:2] + box[2:]) / 2
        assert np.linalg.norm(middle - LEFT_WRIST) < 8

    def test_weights_that_know_no_phone_are_refused_with_what_they_know(self, weights: Path) -> None:
        with pytest.raises(
            VisionError, match=r"last.pt: finds no badge or tie; its classes are: cell phone$"
        ):
            UltralyticsObjects(weights, ObjectClasses(phone=("cell phone",), badge=("badge", "tie")))

    def test_weights_that_find_people_and_not_things_are_refused(self, tmp_path: Path) -> None:
        from ultralytics import YOLO  # noqa: PLC0415

        YOLO("yolo26n-pose.yaml").save(tmp_path / "pose.pt")
        with pytest.raises(VisionError, match=r"pose.pt: a model for 'pose'; give YOLO detection weights"):
            UltralyticsObjects(tmp_path / "pose.pt", PHONES)
        if POSE_WEIGHTS.exists():
            with pytest.raises(VisionError, match=r"pose-256-int8.onnx: .*'pose'"):
                UltralyticsObjects(POSE_WEIGHTS, PHONES)

    @pytest.mark.parametrize("name", ["broken.pt", "broken.onnx"])
    def test_a_damaged_file_is_refused_in_one_line(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"PK\x03\x04 not a model" * 50)
        with pytest.raises(VisionError, match="cannot be used as YOLO detection weights") as refused:
            UltralyticsObjects(tmp_path / name, PHONES)
        assert "\n" not in str(refused.value)
