"""Settings of a server."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from api.oidc_settings import OidcSettings
from models import Role
from models.store import DATABASE_FILE, Patience, sqlite_url
from pipeline.backup.kept import BackupPlace
from pipeline.notices.sender import NoticeSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` holds database, clips and secret; `database` is an address that replaces the embedded database.

    `clock` gives UTC seconds. A session lasts `token_s`, a working day, so that staff sign in once a shift; it ends
    earlier when no person used it for `idle_s` (OWASP ASVS 4.0, 3.3.2: 12 hours, 30 minutes). A device counts as known
    for `device_s` after a sign-in from it. A media address lasts `media_s`, long enough to watch a clip, and ends with
    its session. `patience` is how long a request waits for a database that another program holds. Accounts of the
    roles `second_factor_for` can do nothing before they have set up a second factor. `/metrics` answers
    to `metrics_token`, and to nobody without one. `oidc` names the provider by which people may sign in beside their
    password, None for none. `backups` is where backups are made, None for a server
    that makes none. `notices` says where channels may connect and where links lead.
    """

    data: Path
    database: str | None = None
    clock: Callable[[], float] = time.time
    token_s: float = 10 * 3600.0
    idle_s: float = 1800.0
    device_s: float = 90 * 86400.0
    media_s: float = 900.0
    patience: Patience | None = None
    second_factor_for: frozenset[Role] = frozenset()
    metrics_token: str | None = None
    oidc: OidcSettings | None = None
    backups: BackupPlace | None = None
    notices: NoticeSettings = field(default_factory=NoticeSettings)

    @property
    def database_url(self) -> str:
        """The address of the database in use."""
        return self.database or sqlite_url(self.data / DATABASE_FILE)
