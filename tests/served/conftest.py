import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.running_api import founded
from tests.support.served_program import ServedProgram, program


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("accounts") / "data")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, accounts: Path) -> Iterator[ServedProgram]:
    """The program as it is served by default, with three accounts."""
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(accounts, data)
    with program(data) as running:
        yield running
