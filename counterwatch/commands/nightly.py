"""`counterwatch nightly`: whole days judged, scored and reported from their signals."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from counterwatch.command_parts import (
    FILE,
    ExitCode,
    actor,
    data_option,
    day_option,
    language,
    language_option,
    open_store,
    ran,
    report_error,
    site_in_use,
)

if TYPE_CHECKING:
    from pipeline.nightly.run import NightlyRequest


class DayOptions(TypedDict):
    """The options that choose which days are judged, and by which norms."""

    date: dt.date | None
    since: dt.date | None
    until: dt.date | None
    profile: str | None
    force: bool


@click.command()
@day_option("--date", "date", help_text="Judge this day, by today's norms.")
@day_option("--since", help_text="Judge every day from this one on.")
@day_option("--until", help_text="With --since: the last day; default: yesterday.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that judge."
)
@click.option("--profile", help="Other norms than the site's: a name or a file.")
@click.option("--force", is_flag=True, help="Judge days again that did not change.")
@click.option(
    "--site", "site_files", type=FILE, multiple=True, help="Read a site file first; may be given again."
)
@click.option("--quiet", is_flag=True, help="Print the last line only.")
@language_option()
@click.option("--reports/--no-reports", default=True, help="Write reports to DATA/reports, or none.")
@data_option()
def nightly(
    data: Path,
    jobs: int,
    quiet: bool,
    tongue: str | None,
    reports: bool,
    site_files: tuple[Path, ...],
    **chosen: Unpack[DayOptions],
) -> ExitCode:
    """Judge whole days from their signals, apply the reviews, score the days and report them.

    Without --date or --since: every day up to yesterday that was missed, or changed since it was judged.
    """
    from models import load_site
    from pipeline.nightly.run import NightlyEnvironment, run_night

    wish, sites = _wish(**chosen), [load_site(file) for file in site_files]
    with open_store(data) as store:
        ran(store, "nightly")
        for site in sites:
            store.sites.put(site_in_use(store, site), time.time(), actor())
        words = (tongue or language()) if reports else None
        tell = None if quiet else lambda day: click.echo(day.line())
        report = run_night(NightlyEnvironment(store, data, time.time, words, tell), wish, jobs)
        head = store.audit.head()
    if report.stale:
        click.echo(f"took over from {report.stale}, which was killed", err=True)
    for note in report.notes:
        report_error(note)
    if head is not None and not quiet:
        # On paper or in a mail it is out of the reach of somebody who writes the log anew.
        click.echo(f"audit log: line {head.id} {head.hash}")
    click.echo(report.line())
    for reminder in report.reminders:
        click.echo(reminder)
    return ExitCode.USER_ERROR if report.failed else ExitCode.DONE


def _wish(**chosen: Unpack[DayOptions]) -> "NightlyRequest":
    from models.norms import load_profile
    from pipeline.nightly.run import NightlyRequest

    date, since, until, profile = chosen["date"], chosen["since"], chosen["until"], chosen["profile"]
    if (date and (since or until)) or (until and not since):
        raise click.ClickException("give --date, or --since and perhaps --until")
    norms = load_profile(profile) if profile else None
    return NightlyRequest(date or since, date or until, norms, chosen["force"])
