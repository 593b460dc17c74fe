"""`counterwatch roster`: shifts, breaks, leave, cover and holidays of a site."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import (
    FILE,
    ExitCode,
    data_option,
    day_option,
    open_store,
    report_error,
    site_in_use,
    site_option,
    write_down,
)

if TYPE_CHECKING:
    from pipeline.roster.importing import RosterPreview


@click.group()
def roster() -> None:
    """Import, show and clear the roster: shifts, and what excuses an empty post."""


@roster.command("import")
@click.argument("file", type=FILE)
@site_option()
@click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of a CSV file: utf-8, utf-16, gb18030, big5, shift-jis. Default: what the file shows.",
)
@click.option("--dry-run", is_flag=True, help="Show what each line would do, and keep nothing.")
@data_option()
def roster_import(file: Path, site_file: Path, encoding: str | None, dry_run: bool, data: Path) -> ExitCode:
    """Keep a roster file, CSV or Excel; when a line is bad, every bad line is named and nothing is kept.

    A file replaces the entries of the same sort on the days that it names.
    """
    from models import Action, load_site
    from pipeline.errors import RosterError
    from pipeline.roster.importing import import_roster, preview_roster

    site = load_site(site_file)
    with open_store(data) as store:
        if dry_run:
            return _previewed(preview_roster(store, file, site, encoding))
        try:
            site = site_in_use(store, site)
            with store.unit_of_work(f"site {site.site}") as work:
                done = import_roster(work, file, site, time.time(), encoding)
                write_down(work, Action.ROSTER_CHANGED, f"site {site.site}", file.name)
        except RosterError as error:
            for line in error.lines:
                report_error(line)
            return report_error("nothing was imported")
    for line in done.doubts:
        report_error(line)
    counts = done.replaced
    click.echo(f"{counts.added} lines new, {counts.removed} replaced, {counts.kept} known already")
    return ExitCode.DONE


def _previewed(preview: "RosterPreview") -> ExitCode:
    """Print a preview, and what a person should look at; returns the exit code that an import would have."""
    for line in preview.lines:
        click.echo(line)
    for line in preview.doubts:
        report_error(line)
    if preview.faults:
        return report_error(f"an import would keep nothing: {preview.faults} lines are refused")
    click.echo("nothing was kept: this was a preview")
    return ExitCode.DONE


@roster.command("show")
@site_option()
@day_option("--day", help_text="Only this day; default: seven days from today.")
@data_option()
def roster_show(site_file: Path, day: dt.date | None, data: Path) -> None:
    """Print the roster."""
    from models import Action, load_site
    from pipeline.roster.duties import roster_lines

    site = load_site(site_file)
    first = day or dt.datetime.fromtimestamp(time.time(), site.zone).date()
    with open_store(data) as store:
        write_down(store, Action.ROSTER_VIEWED, f"site {site.site}", str(day or f"from {first}"))
        for line in roster_lines(store, site, first, first if day else first + dt.timedelta(days=6)):
            click.echo(line)


@roster.command("clear")
@site_option()
@day_option("--since", required=True)
@day_option("--until", required=True)
@click.option("--what", type=click.Choice(["shift", "break", "leave", "cover", "holiday"]))
@data_option()
def roster_clear(site_file: Path, since: dt.date, until: dt.date, what: str | None, data: Path) -> None:
    """Remove the entries that begin from --since to --until, of all sorts or of one."""
    from models import Action, What, load_site

    with open_store(data) as store:
        site = load_site(site_file).site
        with store.unit_of_work(f"site {site}") as work:
            gone = work.rosters.clear(site, since, until, What(what) if what else None)
            write_down(
                work, Action.ROSTER_CHANGED, f"site {site}", f"cleared {since} to {until} {what or ''}"
            )
    click.echo(f"{gone} lines taken away")
