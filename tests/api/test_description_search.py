"""No answer breaks the description of the API, whatever is asked by whom: no 500, no other shape, no wrong value taken.

The search is bounded and the same every time. `make test-api-search` asks more, and other things each time; what it
finds becomes a test of its own.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.worker.bounded_process import ProcessLimits
from tests.support.described_api import GHOST, findings
from tests.support.running_api import ROLES, Town, founded
from tests.support.stored_hall import absence

EXAMPLES, SEED = int(os.environ.get("API_EXAMPLES", "1")), int(os.environ.get("API_SEED", "1"))


@pytest.fixture
def searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    # On a busy machine the processes that read days may need longer than people wait.
    monkeypatch.setattr("pipeline.worker.signal_worker.LIMITS", ProcessLimits(600.0, 600.0, 600.0))
    with Town(founded(tmp_path / "data")) as town:
        town.happens(town.with_clip(absence(60)), score=True)
        yield town


@pytest.mark.parametrize("name", [*ROLES, GHOST])
def test_every_answer_is_as_described(searched: Town, name: str) -> None:
    assert findings(searched, name, EXAMPLES, seed=SEED) == []
