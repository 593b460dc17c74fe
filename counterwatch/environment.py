"""The surroundings of every command: the shell's settings, the store, and a site as the store corrects it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from models import Action, Site
    from models.store import Deed, Repositories, Store
    from pipeline.notices.sender import NoticeSettings

PATIENCE_S = 600.0

_OTHERS = 0o077
_OWN = (
    "counterwatch.db", ".counterwatch.db", "secret", ".secret-", "dashboard", "clips", "signals", "nightly",
    "journal", "looks", "results", "reports", "live", "audit-head", "evidence",
)  # fmt: skip
"""What the names of this program's entries in a data folder begin with."""


def database_address() -> str | None:
    """The address in COUNTERWATCH_DATABASE, which replaces the embedded database of the data folder; None if unset."""
    return os.environ.get("COUNTERWATCH_DATABASE")


def open_store(data: Path) -> "Store":
    """The store of a data folder; raises ModelError with one line when it cannot be used.

    A command waits ten minutes for a database that another program holds, and says so on stderr: a backup takes
    minutes, and hours of analysis must not be lost for it.
    """
    from models.store import Patience, Store

    keep_private(data)
    address = database_address()
    patience = Patience(PATIENCE_S, lambda line: click.echo(f"counterwatch: {line}", err=True))
    return Store(address, patience, data) if address else Store.at(data, patience)


def notice_settings() -> "NoticeSettings":
    """Where notices may be sent, by COUNTERWATCH_NOTIFY_NETWORKS, and their links, by COUNTERWATCH_DASHBOARD.

    Raises click.ClickException, one line, for values that are none.
    """
    from pipeline.notices.sender import NoticeSettings
    from pipeline.notices.target import AllowedNetworks

    dashboard = os.environ.get("COUNTERWATCH_DASHBOARD", "").rstrip("/")
    if dashboard and not dashboard.startswith(("http://", "https://")):
        raise click.ClickException("COUNTERWATCH_DASHBOARD: not an address: write https://hall.example")
    try:
        allowed = AllowedNetworks.parsed(os.environ.get("COUNTERWATCH_NOTIFY_NETWORKS", ""))
    except ValueError as error:
        raise click.ClickException(f"COUNTERWATCH_NOTIFY_NETWORKS: {error}") from error
    return NoticeSettings(allowed, dashboard)


def deed(action: "Action", subject: str = "", detail: str = "") -> "Deed":
    """A line of the audit log about a command: its actor is the account of the system, `cli:USER`."""
    from models.store import Deed

    return Deed(actor(), action, subject, detail)


def write_down(store: "Repositories", action: "Action", subject: str = "", detail: str = "") -> None:
    """Write a line of the audit log about a command, now."""
    store.audit.add(deed(action, subject, detail), time.time())


def ran(store: "Repositories", command: str, detail: str = "") -> None:
    """Write into the audit log that a command that looks or judges begins."""
    from models import Action

    write_down(store, Action.RAN, command, detail)


def actor() -> str:
    """The account of the system that runs the command, as the audit log names it: `cli:USER`."""
    import getpass

    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a number without a name, as in many containers
        return f"cli:{os.getuid()}"


def keep_private(data: Path) -> None:
    """Take a data folder that others could read, and what this program keeps in it, from them; a line says so.

    Earlier versions left the folder open. Another file in it may be another program's: then only this program's own
    entries are closed, and the line names the folder.
    """
    if not data.is_dir() or not data.stat().st_mode & _OTHERS:
        return
    foreign = sorted(entry.name for entry in data.iterdir() if not entry.name.startswith(_OWN))
    try:
        for path in [*_kept_in(data), *([] if foreign else [data])]:
            path.chmod(path.stat().st_mode & ~_OTHERS)
    except OSError as error:
        said = (
            f"others can read this folder, and it cannot be closed ({error.strerror}): run chmod -R go= on it"
        )
    else:
        said = f"others could read this folder: {'it' if not foreign else 'its data'} is for this account only now"
        if foreign:
            said += f"; the folder stays open for {foreign[0]}, which is not of this program: move one of them away"
    click.echo(f"counterwatch: {data}: {said}", err=True)


def _kept_in(data: Path) -> Iterator[Path]:
    """This program's files and folders in a data folder, at any depth; links are left alone."""
    for top in sorted(data.iterdir()):
        if top.name.startswith(_OWN) and not top.is_symlink():
            yield top
            for folder, folders, files in os.walk(top):
                yield from (p for name in (*folders, *files) if not (p := Path(folder, name)).is_symlink())


def site_in_use(store: "Store", site: "Site") -> "Site":
    """The site with the zones that its signals were measured with; a line on stderr names each correction.

    A command that scores reads the site file too: it must not give back zones that were corrected in the dashboard.
    """
    corrected, lines = store.zones.in_use(site)
    for line in lines:
        click.echo(line, err=True)
    return corrected


def language() -> str:
    """The language of tables: that of the shell's locale, or English when it has no file of texts."""
    from models.texts.catalogue import REFERENCE, languages

    code = os.environ.get("LC_ALL", os.environ.get("LANG", ""))[:2]
    return code if code in languages() else REFERENCE
