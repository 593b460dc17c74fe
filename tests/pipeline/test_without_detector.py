"""Without a person detector results are less reliable: events are less certain, and every notice says so."""

from pathlib import Path

import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from models.store import Store
from pipeline.archive.detectors import notify_no_detector
from pipeline.judging.judge import judge
from pipeline.states import certainty, looked_alone
from pipeline.states.presence import LIMITS
from synthetic.stories import EVALUATION, POST, START, Story, away, dark, seated
from vision.camera.health import CameraState
from vision.core import Signals

STORY = seated(30) + away(60) + seated(30)


def looked_at(story: Story, *detector: float) -> Signals:
    """The story's signals with these values in the column of the detector, repeated; NaN when unknown."""
    signals = story.signals()
    column = np.resize(np.array(detector, np.float32), len(signals.time))
    return Signals(signals.time, {**signals.columns, "detector": column})


def confidences(signals: Signals) -> dict[str, float]:
    judgement = judge("hall", {POST: signals}, EVALUATION, (START, float(signals.time[-1])))
    return {event.kind: event.confidence for event in judgement.events}


def test_an_event_is_less_certain_where_mediapipe_looked_alone() -> None:
    with_one, alone = (confidences(looked_at(STORY, detector)) for detector in (1, 0))
    assert "absence" in with_one
    assert alone["absence"] == pytest.approx(LIMITS.alone * with_one["absence"], abs=0.001)


@pytest.mark.parametrize(
    ("reason", "kind"), [(CameraState.DARK, "camera_blind"), (CameraState.MOVED, "camera_moved")]
)
def test_a_blind_or_moved_camera_needs_no_detector_to_be_one(reason: CameraState, kind: str) -> None:
    story = seated(30) + dark(30, list(CameraState).index(reason)) + seated(30)
    assert confidences(looked_at(story, 0))[kind] == confidences(looked_at(story, 1))[kind] == 1.0


@pytest.mark.parametrize(
    ("detector", "alone"),
    [((0,), True), ((1,), False), ((np.nan,), False), ((0, 1), False), ((0, np.nan), True)],
)
def test_a_detector_that_looked_at_all_is_a_detector(detector: tuple[float, ...], alone: bool) -> None:
    signals = looked_at(STORY, *detector)
    assert looked_alone(signals) is alone
    assert certainty(signals) == (LIMITS.alone if alone else 1)


def test_signals_of_before_there_were_detectors_say_nothing() -> None:
    signals = STORY.signals()
    old = {name: column for name, column in signals.columns.items() if name != "detector"}
    assert not looked_alone(Signals(signals.time, old))


def test_a_site_without_a_detector_has_one_notice_that_says_what_to_run(tmp_path: Path) -> None:
    site = load_site(FOOTAGE / "absent_B.site.yaml")
    with Store.at(tmp_path / "data") as store:
        assert notify_no_detector(store, site, {POST: looked_at(STORY, 1)}, START) is None
        assert store.notices.latest() == []
        for _ in range(2):
            line = notify_no_detector(store, site, {POST: looked_at(STORY, 0)}, START)
            assert line is not None
            assert "run counterwatch weights" in line
        ((_, notice),) = store.notices.latest()
        assert (notice.kind, notice.site) == ("no_detector", site.site)
