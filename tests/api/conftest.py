import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.town import Town, founded


@pytest.fixture(scope="session")
def founded_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("town") / "data")


@pytest.fixture
def town(tmp_path: Path, founded_town: Path) -> Iterator[Town]:
    shutil.copytree(founded_town, tmp_path / "data")
    with Town(tmp_path / "data") as opened:
        yield opened
