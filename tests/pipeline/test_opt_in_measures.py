"""A site's observers measure the opt-in checks that the site file turns on: with real models, on the demo pictures."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from counterwatch.demo_footage import FOOTAGE
from models import Objects, Site, Uniform, load_site
from pipeline.recordings.model_set import ModelSet, load_models
from pipeline.scene.features import features_of, needs_met, smiling, with_objects
from vision.core import COLUMNS, OPT_IN, ObjectClasses, Signals
from vision.pose.choice import ModelRequest
from vision.sources.opening import open_source

CHEST = {"chest_l", "chest_a", "chest_b"}


@pytest.fixture(scope="module")
def models() -> Iterator[ModelSet]:
    with load_models() as opened:
        yield opened


@pytest.fixture
def site() -> Site:
    return load_site(FOOTAGE / "full_service_A.site.yaml")


def seen(models: ModelSet, site: Site) -> Signals:
    """Eight looks at the clerk who sits at the post."""
    watcher = models.watcher(site.cameras[0], site)
    with open_source("full_service_A.mp4", camera="c", base=FOOTAGE, start=0.0) as source:
        for frame, _ in zip(source.frames(2), range(8), strict=False):
            watcher.look(frame)
    return watcher.signals()[site.cameras[0].counters[0].id]


def test_a_site_that_asks_for_nothing_has_no_such_columns(models: ModelSet, site: Site) -> None:
    assert set(seen(models, site).columns) == set(COLUMNS)


def test_what_is_asked_for_is_measured_and_nothing_else_of_it(models: ModelSet, site: Site) -> None:
    found = seen(models, smiling(site).model_copy(update={"uniform": Uniform(colours=("#26293e",))}))
    assert set(found.columns) - set(COLUMNS) == {"smile"} | CHEST < set(OPT_IN)
    assert np.isfinite(found["smile"]).sum() >= 4
    assert np.isfinite(found["chest_l"]).sum() >= 7


def test_a_detection_model_named_on_the_command_line_goes_before_the_sites_own(site: Site) -> None:
    mine, other = Path("mine.pt"), Path("other.onnx")
    asks = site.model_copy(update={"objects": Objects(weights=mine, phone=("telephone",))})
    assert with_objects(None, site) == ModelRequest()
    assert with_objects(None, asks) == ModelRequest(objects=mine, classes=ObjectClasses(("telephone",)))
    assert with_objects(ModelRequest("mediapipe", objects=other), asks) == ModelRequest(
        "mediapipe", None, other, ObjectClasses(("telephone",))
    )


def test_classes_of_a_sites_own_are_looked_for_and_badges_are_then_a_figure(site: Site) -> None:
    own = Objects(weights=Path("own.pt"), uniform=("jacket",), badge=("badge", "lanyard"))
    asks, post = site.model_copy(update={"objects": own}), site.cameras[0].counters[0]
    assert with_objects(None, asks).classes == ObjectClasses((), ("jacket",), ("badge", "lanyard"))
    assert features_of(asks, post).badge
    assert needs_met(asks, post) == ["badge"]
    assert not features_of(site, post).badge
