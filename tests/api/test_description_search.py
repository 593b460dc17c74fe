"""No answer breaks the description of the API, whatever is asked by whom: no 500, no other shape, no wrong value taken.

The search is bounded and the same every time. `make test-api-search` asks more, and other things each time; what it
finds becomes a test of its own.
"""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import Grant, Role, RosterEntry, What
from models.store import AccountChange
from pipeline.worker.bounded_process import ProcessLimits
from tests.support.described_api import GHOST, SEARCHERS, findings
from tests.support.running_api import PASSWORD, Town, founded
from tests.support.stored_hall import NINE, absence

EXAMPLES, SEED = int(os.environ.get("API_EXAMPLES", "1")), int(os.environ.get("API_SEED", "1"))


@pytest.fixture
def searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    # On a busy machine the processes that read days may need longer than people wait.
    monkeypatch.setattr("pipeline.worker.signal_worker.LIMITS", ProcessLimits(600.0, 600.0, 600.0))
    with Town(founded(tmp_path / "data")) as town:
        town.happens(town.with_clip(absence(60)), score=True)
        _employ_li(town)
        yield town


def _employ_li(town: Town) -> None:
    """Li is the clerk of the left window for the hour."""
    li = town.store.accounts.add("li", PASSWORD, Role.CLERK, "en", NINE)
    town.store.accounts.change(li.id, AccountChange(person="li"))
    town.store.grants.give(li.id, Grant("north"), "tests", NINE)
    day = dt.date(2026, 11, 23)
    shift = RosterEntry(day, What.SHIFT, NINE, NINE + 3600, "left", "day", "li")
    town.store.rosters.replace("north", [shift], "roster.csv", NINE)


@pytest.mark.parametrize("name", [*SEARCHERS, GHOST])
def test_every_answer_is_as_described(searched: Town, name: str) -> None:
    assert findings(searched, name, EXAMPLES, seed=SEED) == []
