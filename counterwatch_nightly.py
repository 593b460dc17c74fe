"""The commands around the night: the roster, the nightly run, and what other norms would make of a day."""
# ruff: noqa: PLC0415

import datetime as dt
import time
from pathlib import Path

import click

from counterwatch_shell import FILE, complain, data_option, open_store, site_option

DAY = click.DateTime(["%Y-%m-%d"])


def _day(_context: click.Context, _option: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    return None if value is None else value.date()


@click.group()
def roster() -> None:
    """Who is on duty where, and what excuses an empty post."""


@roster.command("import")
@click.argument("file", type=FILE)
@site_option()
@data_option()
def roster_import(file: Path, site_file: Path, data: Path) -> int:
    """Keep a roster, CSV or Excel; every bad line is named, and then nothing is kept.

    A file takes the place of what is known of the same sort for the days it names.
    """
    from models.site import load_site
    from pipeline.roster_import import RosterError, import_roster

    site = load_site(site_file)
    with open_store(data) as store:
        try:
            done = import_roster(store, file, site, time.time())
        except RosterError as error:
            for line in error.lines:
                complain(line)
            return complain("nothing was imported")
    click.echo(f"{done.added} lines new, {done.removed} replaced, {done.kept} known already")
    return 0


@roster.command("show")
@site_option()
@click.option("--day", type=DAY, callback=_day, help="Only this day; the next seven when none is given.")
@data_option()
def roster_show(site_file: Path, day: dt.date | None, data: Path) -> None:
    """What the roster says."""
    from models.site import load_site
    from pipeline.roster_words import told

    site = load_site(site_file)
    first = day or dt.datetime.fromtimestamp(time.time(), site.zone).date()
    with open_store(data) as store:
        for line in told(store, site, first, first if day else first + dt.timedelta(days=6)):
            click.echo(line)


@roster.command("clear")
@site_option()
@click.option("--since", type=DAY, callback=_day, required=True)
@click.option("--until", type=DAY, callback=_day, required=True)
@click.option("--what", type=click.Choice(["shift", "break", "leave", "cover", "holiday"]))
@data_option()
def roster_clear(site_file: Path, since: dt.date, until: dt.date, what: str | None, data: Path) -> None:
    """Take away what begins from --since to --until, all sorts or one."""
    from models.roster import What
    from models.site import load_site

    with open_store(data) as store:
        gone = store.rosters.clear(load_site(site_file).site, since, until, What(what) if what else None)
    click.echo(f"{gone} lines taken away")
