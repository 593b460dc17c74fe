from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.at(tmp_path / "data") as opened:
        yield opened
