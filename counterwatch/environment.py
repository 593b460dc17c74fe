"""The surroundings of every command: the shell's settings, the store, and a site as the store corrects it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from models import Site
    from models.store import Store

PATIENCE_S = 600.0


def database_address() -> str | None:
    """The address in COUNTERWATCH_DATABASE, which replaces the embedded database of the data folder; None if unset."""
    return os.environ.get("COUNTERWATCH_DATABASE")


def open_store(data: Path) -> "Store":
    """The store of a data folder; raises ModelError with one line when it cannot be used.

    A command waits ten minutes for a database that another program holds, and says so on stderr: a backup takes
    minutes, and hours of analysis must not be lost for it.
    """
    from models.store import Patience, Store

    address = database_address()
    patience = Patience(PATIENCE_S, lambda line: click.echo(f"counterwatch: {line}", err=True))
    return Store(address, patience) if address else Store.at(data, patience)


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
