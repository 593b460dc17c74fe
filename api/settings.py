"""Settings of a server."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.store import Patience, sqlite_url


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` holds database, clips and secret; `database` is an address that replaces the embedded database.

    `clock` gives UTC seconds. A token lasts a working day, so that staff sign in once a shift. A media
    address lasts long enough to watch a clip, and expires soon afterwards. `patience` is how
    long a request waits for a database that another program holds.
    """

    data: Path
    database: str | None = None
    clock: Callable[[], float] = time.time
    token_s: float = 10 * 3600.0
    media_s: float = 900.0
    patience: Patience | None = None

    @property
    def database_url(self) -> str:
        """The address of the database in use."""
        return self.database or sqlite_url(self.data / "counterwatch.db")
