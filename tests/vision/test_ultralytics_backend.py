"""YOLO pose weights as a backend: everybody in a picture, and one clear line for unfit weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from vision.camera.motion import grey
from vision.camera_observer import CameraObserver
from vision.core import Image, People, VisionError
from vision.detection.finder import ZoneViews
from vision.detection.whole_picture_finder import WholePictureFinder
from vision.measures.counter_view import CounterView
from vision.pose.ultralytics_backend import UltralyticsPose

WEIGHTS = Path(__file__).parents[2].parent / "shared" / "weights" / "yolo26n-pose-256-int8.onnx"
CLIP = WEIGHTS.parents[1] / "footage" / "dev" / "queue_B.mp4"
installed = pytest.mark.skipif(find_spec("ultralytics") is None, reason="needs ultralytics: make test-yolo")
small = pytest.mark.skipif(not WEIGHTS.exists(), reason="needs ../shared/weights")
footage = pytest.mark.skipif(not CLIP.exists(), reason="needs ../shared/footage")
# torch, onnxruntime and matplotlib warn about one another.
yolo = [pytest.mark.yolo, installed, pytest.mark.filterwarnings("ignore")]


@pytest.mark.parametrize("name", ["missing-pose.pt", "missing"])
def test_weights_that_are_not_there_are_not_fetched_from_anywhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(VisionError, match=r"no such weights; give a YOLO pose model"):
        UltralyticsPose(tmp_path / name)


def test_what_cannot_be_weights_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("yolo")
    with pytest.raises(VisionError, match=r"notes.txt: cannot be weights"):
        UltralyticsPose(tmp_path / "notes.txt")


def test_a_folder_without_an_openvino_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match=r"must be an OpenVINO export"):
        UltralyticsPose(tmp_path)


@pytest.mark.skipif(find_spec("ultralytics") is not None, reason="ultralytics is installed here")
def test_without_the_extra_the_line_says_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "a-pose.onnx").write_bytes(b"weights")
    with pytest.raises(VisionError, match=r"pip install 'counterwatch\[yolo\]'"):
        UltralyticsPose(tmp_path / "a-pose.onnx")


class TestInstalled:
    pytestmark = yolo

    @pytest.mark.parametrize("name", ["broken.pt", "broken.onnx"])
    def test_a_damaged_file_is_refused_in_one_line(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"PK\x03\x04 not a model" * 50)
        with pytest.raises(VisionError, match="cannot be used as YOLO pose weights") as refused:
            UltralyticsPose(tmp_path / name)
        assert "\n" not in str(refused.value)

    def test_weights_that_find_things_and_not_joints_are_refused(self, tmp_path: Path) -> None:
        from ultralytics import YOLO  # noqa: PLC0415

        YOLO("yolo26n.yaml").save(tmp_path / "things.pt")
        with pytest.raises(VisionError, match=r"things.pt: a model for 'detect'"):
            UltralyticsPose(tmp_path / "things.pt")

    def test_any_pose_model_in_torchs_own_format_is_taken(self, tmp_path: Path) -> None:
        from ultralytics import YOLO  # noqa: PLC0415

        YOLO("yolo26n-pose.yaml").save(tmp_path / "untrained-pose.pt")
        backend = UltralyticsPose(tmp_path / "untrained-pose.pt")
        assert backend.people(np.zeros((90, 160, 3), np.uint8)).joints.shape[1:] == (17, 3)
        backend.close()


@dataclass
class Nobody:
    """A second model that finds no people, so that every find here is by YOLO."""

    name: str = "nobody"

    def people(self, image: Image) -> People:
        return People.none()[: len(image)]

    def close(self) -> None: ...


class Stop:
    """A bus stop whose people play the staff: two at the post W1, one at W2, five pictures a second."""

    def __init__(self, backend: UltralyticsPose) -> None:
        left = CounterView("W1", [(0.05, 0.36), (0.45, 0.36), (0.45, 0.56), (0.05, 0.56)])
        right = CounterView("W2", [(0.48, 0.30), (1.0, 0.30), (1.0, 0.56), (0.48, 0.56)])
        self._finder, self._time = WholePictureFinder([left, right], backend, Nobody()), 0.0

    def sees(self, image: Image, seconds: float) -> ZoneViews:
        for _ in range(max(1, round(seconds * 5))):
            self._time += 0.2
            views = self._finder.look(image, grey(image), self._time)
        return views


@small
class TestRealWeights:
    pytestmark = yolo

    @pytest.fixture(scope="class")
    def backend(self) -> Iterator[UltralyticsPose]:
        backend = UltralyticsPose(WEIGHTS)
        yield backend
        backend.close()

    @pytest.fixture(scope="class")
    def bus(self) -> Image:
        import cv2  # noqa: PLC0415
        import ultralytics  # noqa: PLC0415

        picture = cv2.imread(str(Path(ultralytics.__file__).parent / "assets" / "bus.jpg"))
        assert picture is not None
        return np.asarray(picture, np.uint8)

    def test_people_at_a_bus_stop_are_found_in_pixels_the_surest_first(
        self, backend: UltralyticsPose, bus: Image
    ) -> None:
        people = backend.people(bus)
        assert len(people) == 3
        for box, joints in zip(people.boxes, people.joints, strict=True):
            assert (joints[:, 2] >= 0).all()
            assert (joints[:, 2] <= 1).all()
            sure = joints[joints[:, 2] > 0.8, :2]
            assert (sure >= box[:2] - 40).all()
            assert (sure <= box[2:] + 40).all()

    def test_depth_is_not_known(self, backend: UltralyticsPose, bus: Image) -> None:
        assert np.isnan(backend.people(bus).world).all()

    def test_an_empty_wall_has_nobody_before_it(self, backend: UltralyticsPose) -> None:
        assert len(backend.people(np.full((300, 400, 3), 128, np.uint8))) == 0

    def test_two_at_one_post_and_one_at_the_other_counter_of_the_same_camera(
        self, backend: UltralyticsPose, bus: Image
    ) -> None:
        views = Stop(backend).sees(bus, seconds=0.2)
        assert len(views["W1"]["staff"].people) == 2
        assert len(views["W2"]["staff"].people) == 1

    def test_nobody_becomes_another_while_hidden_for_two_seconds(
        self, backend: UltralyticsPose, bus: Image
    ) -> None:
        stop, hidden = Stop(backend), bus.copy()
        hidden[380:920, 650:] = bus.mean((0, 1))
        before = stop.sees(bus, seconds=2)["W2"]["staff"].ids.tolist()
        assert len(stop.sees(hidden, seconds=2)["W2"]["staff"].people) == 0
        assert stop.sees(bus, seconds=0.4)["W2"]["staff"].ids.tolist() == before

    def test_a_colleague_who_passes_behind_does_not_take_the_post(
        self, backend: UltralyticsPose, bus: Image
    ) -> None:
        stop, colleague = Stop(backend), bus[380:920, 670:].copy()
        alone = bus.copy()
        alone[380:920, :400] = alone[380:920, 640:].mean((0, 1))
        mine = stop.sees(alone, seconds=4)["W2"]["staff"]
        counted = set()
        for x in range(200, 540, 12):
            passing = alone.copy()
            passing[340:880, x : x + 140] = colleague
            staff = stop.sees(passing, seconds=0.2)["W2"]["staff"]
            counted.add(len(staff.people))
            assert staff.ids[:1].tolist() == mine.ids[:1].tolist()
        assert counted == {1, 2}

    @footage
    def test_a_counter_is_watched_from_the_picture_to_the_signals(self, backend: UltralyticsPose) -> None:
        from models import load_site  # noqa: PLC0415
        from vision.sources.opening import open_source  # noqa: PLC0415

        view = load_site(CLIP.with_suffix(".site.yaml")).cameras[0].counters[0]
        zones = CounterView(view.id, view.staff_zone, view.customer_zone, view.waiting_zone)
        watcher = CameraObserver(
            "hall", [zones], backend, finder=partial(WholePictureFinder, closer=Nobody())
        )
        with open_source(str(CLIP), camera="hall", base=CLIP.parent, start=0.0) as source:
            for frame in source.frames(5.0):
                if frame.time > 6:
                    break
                watcher.look(frame)
        signals = watcher.signals()["W1"]
        assert len(signals) >= 25
        assert set(signals["health"]) == {0.0}
        assert (signals["staff"] > 0).mean() > 0.5
        assert 0.15 < np.nanmedian(signals["scale"]) < 0.45
