"""Settings and fixtures for the tests of the benchmarks."""

from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).parents[2].parent / "shared"

# As in tests/conftest.py: the same examples every time, however busy the machine is. A profile that was asked for
# stays.
settings.register_profile("benchmarks", deadline=None, derandomize=True)
if settings.get_current_profile_name() == "default":
    settings.load_profile("benchmarks")


@pytest.fixture(scope="session")
def shared_footage() -> Path:
    """The labelled footage beside the project; tests that ask for it are skipped where it is absent."""
    if not (SHARED / "footage").is_dir():
        pytest.skip("../shared/footage is not here")
    return SHARED / "footage"
