"""Which models look together: what one of them misses must not become somebody's fault."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from models.norms import load_profile
from models.site import load_site
from pipeline.judge import judge
from pipeline.recordings.eyes import LOOK_RATE, open_eyes
from vision.pose.choice import Wish
from vision.sources.opening import open_source

SHARED = Path(__file__).parents[2].parent / "shared"
WEIGHTS = SHARED / "weights" / "yolo26n-pose-256-int8.onnx"
CLIP = SHARED / "footage" / "dev" / "sleeping_A.mp4"
# The clerk's head is on the desk from 27.6 to 41.7 s.
AWAKE_S, UNTIL_S = 20.0, 36.0
LIMITS = load_profile("evaluation").thresholds

pytestmark = [
    pytest.mark.yolo,
    pytest.mark.skipif(find_spec("ultralytics") is None, reason="needs ultralytics: make test-yolo"),
    pytest.mark.skipif(not WEIGHTS.exists(), reason="needs ../shared/weights"),
    pytest.mark.skipif(not CLIP.exists(), reason="needs ../shared/footage"),
    pytest.mark.filterwarnings("ignore"),  # torch, onnxruntime and matplotlib warn about one another
]


def test_who_sleeps_on_the_desk_is_not_absent_for_small_yolo_weights() -> None:
    """Such weights do not find a head on a desk; the model that takes the closer look does."""
    site = load_site(CLIP.with_suffix(".site.yaml"))
    with open_eyes(Wish("auto", WEIGHTS)) as eyes:
        assert eyes.choice.backend == "ultralytics"
        watcher = eyes.watcher(site.cameras[0], site)
        with open_source(str(CLIP), camera="hall", base=CLIP.parent, start=0.0) as source:
            for frame in source.frames(LOOK_RATE):
                if AWAKE_S <= frame.time <= UNTIL_S:
                    watcher.look(frame)
        judgement = judge("hall", watcher.signals(), LIMITS, (AWAKE_S, UNTIL_S))
    assert [event.kind for event in judgement.events] == ["head_on_desk"]
