"""The combination of models: a miss of one of them must not become a person's fault."""

import logging
from importlib.util import find_spec
from pathlib import Path

import pytest

from models import load_site
from models.norms import load_profile
from pipeline.judging.judge import judge
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import load_models
from vision.core import VisionError
from vision.detection.zone_crop_finder import ZoneCropFinder
from vision.pose.choice import ModelRequest
from vision.sources.opening import open_source
from vision.weights.store import DetectorFile, person_detector

SHARED = Path(__file__).parents[2].parent / "shared"
WEIGHTS = SHARED / "weights" / "yolo26n-pose-256-int8.onnx"
CLIP = SHARED / "footage" / "dev" / "sleeping_A.mp4"
# The clerk's head is on the desk from 27.6 to 41.7 s.
AWAKE_S, UNTIL_S = 20.0, 36.0
LIMITS = load_profile("evaluation").thresholds


@pytest.mark.yolo
@pytest.mark.skipif(find_spec("ultralytics") is None, reason="needs ultralytics: make test-yolo")
@pytest.mark.skipif(not WEIGHTS.exists(), reason="needs ../shared/weights")
@pytest.mark.skipif(not CLIP.exists(), reason="needs ../shared/footage")
@pytest.mark.filterwarnings("ignore")  # torch, onnxruntime and matplotlib warn about one another
def test_who_sleeps_on_the_desk_is_not_absent_for_small_yolo_weights() -> None:
    """Such weights do not find a head on a desk; the model for crops does."""
    site = load_site(CLIP.with_suffix(".site.yaml"))
    with load_models(ModelRequest("auto", WEIGHTS)) as models:
        assert models.choice.backend == "ultralytics"
        watcher = models.watcher(site.cameras[0], site)
        with open_source(str(CLIP), camera="hall", base=CLIP.parent, start=0.0) as source:
            for frame in source.frames(LOOKS.rate):
                if AWAKE_S <= frame.time <= UNTIL_S:
                    watcher.look(frame)
        judgement = judge("hall", watcher.signals(), LIMITS, (AWAKE_S, UNTIL_S))
    assert [event.kind for event in judgement.events] == ["head_on_desk"]


def told(caplog: pytest.LogCaptureFixture, wish: ModelRequest) -> list[tuple[int, str]]:
    """The level and text of each line that the log gets when the models are opened."""
    with caplog.at_level(logging.INFO, "pipeline.recordings.model_set"), load_models(wish):
        return [
            (r.levelno, r.getMessage()) for r in caplog.records if r.name == "pipeline.recordings.model_set"
        ]


def test_the_installed_detector_looks_and_the_log_names_it(caplog: pytest.LogCaptureFixture) -> None:
    installed = person_detector()
    if installed.path is None:
        pytest.skip(installed.why)
    with caplog.at_level(logging.INFO, "pipeline.recordings.model_set"), load_models() as models:
        assert models.finder is not ZoneCropFinder
        assert models.choice.detector in (installed.path, installed.int8)
    levels = {record.levelno for record in caplog.records if record.name == "pipeline.recordings.model_set"}
    assert levels == {logging.INFO}
    assert installed.why in caplog.text


def test_where_no_detector_is_installed_the_log_warns_and_mediapipe_looks_alone(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "vision.pose.choice.person_detector", lambda: DetectorFile(None, "run counterwatch weights")
    )
    (_, (level, line)) = told(caplog, ModelRequest())
    assert level == logging.WARNING
    assert "MediaPipe alone looks for people" in line
    assert "run counterwatch weights" in line


def test_a_detector_that_nobody_wants_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    with load_models(ModelRequest(detector="none")) as models:
        assert models.finder is ZoneCropFinder
    (_, (level, line)) = told(caplog, ModelRequest(detector="none"))
    assert (level, line) == (logging.INFO, "no person detector: asked for")


def test_a_detector_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "mine.onnx").write_text("These are no weights.")
    for name in ("mine.onnx", "no.onnx"):
        with (
            pytest.raises(VisionError, match=name) as refused,
            load_models(ModelRequest(detector=tmp_path / name)),
        ):
            pass
        assert "\n" not in str(refused.value)
