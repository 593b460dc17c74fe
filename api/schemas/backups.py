"""Backups of the installation."""

from typing import Literal

from api.schemas.base import Out


class BackupOut(Out):
    """A backup: the name of its folder and when it began (UTC seconds).

    `whole` has its manifest, which is written last; `broken` broke off and cannot be restored. `files` and `bytes` are
    0 before it is whole.
    """

    name: str
    begun_at: float
    state: Literal["whole", "running", "broken"]
    files: int
    bytes: int


class BackupsOut(Out):
    """The newest backups; `folder` is false when the server was started without one."""

    folder: bool
    items: list[BackupOut]
