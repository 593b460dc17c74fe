"""YOLO pose weights as a backend: everybody in a picture, and one clear line for weights that are none."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from vision.errors import VisionError
from vision.frame import Image
from vision.ultralytics_backend import UltralyticsPose
from vision.watcher import CounterView, Watcher
from vision.whole_finder import WholeFinder

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

    @footage
    def test_a_counter_is_watched_from_the_picture_to_the_signals(self, backend: UltralyticsPose) -> None:
        from models.site import load_site  # noqa: PLC0415
        from vision.sources import open_source  # noqa: PLC0415

        view = load_site(CLIP.with_suffix(".site.yaml")).cameras[0].counters[0]
        zones = CounterView(view.id, view.staff_zone, view.customer_zone, view.waiting_zone)
        watcher = Watcher("hall", [zones], backend, finder=WholeFinder)
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
