"""A real clip by the real person detector and pose model: everybody at the right place at the right second."""

import json
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import load_site
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import load_models
from vision.camera_observer import CameraObserver
from vision.core import Signals
from vision.pose.choice import ModelRequest
from vision.sources.opening import open_source
from vision.weights.store import person_detector

CameraObservers = Callable[[], CameraObserver]
CLIP = FOOTAGE / "full_service_A.mp4"
# The clerk rises at 7.8 s, the customer arrives at 8.2 s and leaves at 25.9 s; each part is observed separately.
COMES, GOES = (5.6, 12.0), (23.0, 28.6)
EDGE_S = 1.0  # nothing is tested this near to an edge of the truth


@pytest.fixture(scope="module", params=[COMES, GOES], ids=["comes", "goes"])
def part(request: pytest.FixtureRequest, looking: CameraObservers) -> Signals:
    """The signals of one part of the clip from an observer that never saw the rest."""
    from_s, until_s = request.param
    watcher = looking()
    with open_source(str(CLIP), camera="hall", base=FOOTAGE, start=0.0) as source:
        for frame in source.frames(LOOKS.rate):
            if frame.time > until_s:
                break
            if frame.time >= from_s:
                watcher.look(frame)
    return watcher.signals()["W1"]


@pytest.fixture(scope="module")
def looking() -> Iterator[CameraObservers]:
    """New observers of the clip's camera, with the models that the program chooses itself."""
    if person_detector().path is None:
        pytest.skip(person_detector().why)
    site = load_site(CLIP.with_suffix(".site.yaml"))
    with load_models(ModelRequest()) as models:
        assert models.choice.detector is not None
        yield lambda: models.watcher(site.cameras[0], site)


def wrong(seen: Signals, count: str, state: str) -> list[float]:
    """Seconds at which the count differs from the truth, farther than EDGE_S from the truth's edges."""
    truth = json.loads(CLIP.with_suffix(".truth.json").read_text("utf-8"))["states"]
    spans = [(s["start"], s["end"]) for s in truth if s["state"] == state]
    edges = np.array(spans).ravel()
    there = [any(start <= t <= end for start, end in spans) for t in seen.time]
    clear = [np.abs(edges - t).min() > EDGE_S for t in seen.time]
    told = (seen[count] >= 1).tolist()
    rows = zip(seen.time.tolist(), there, told, clear, strict=True)
    return [round(t, 1) for t, truly, said, sure in rows if sure and truly != said]


def test_the_clerk_is_at_the_post_all_the_time(part: Signals) -> None:
    assert wrong(part, "staff", "staff_present") == []


def test_the_customer_is_at_the_window_from_coming_to_going(part: Signals) -> None:
    assert wrong(part, "customers", "customer_present") == []


def test_neither_of_them_is_ever_two(part: Signals) -> None:
    assert max(part["staff"]) == max(part["customers"]) == 1


def test_the_customer_keeps_one_id(part: Signals) -> None:
    ids = part["customer_id"]
    assert len(set(ids[~np.isnan(ids)].tolist())) == 1


def test_the_clerk_is_measured_at_nearly_every_look(part: Signals) -> None:
    assert np.isfinite(part["shoulder_y"]).mean() > 0.9


def test_the_clerks_shoulders_rise_when_the_clerk_does(part: Signals) -> None:
    """Heights are shares of the picture's height, downward. The clerk stands while the customer leaves."""
    heights, standing = part["shoulder_y"], part.time > 9
    assert np.nanmedian(heights[standing]) < 0.3
    if not standing.all():
        assert np.nanmedian(heights[part.time < 7.5]) - np.nanmedian(heights[standing]) > 0.05
