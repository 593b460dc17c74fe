"""The commands around the night: the roster, the nightly run, and what other norms would make of a day."""
# ruff: noqa: PLC0415

import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from counterwatch_shell import FILE, complain, data_option, language, open_store, site_option

if TYPE_CHECKING:
    from pipeline.nightly.plan import Wish

DAY = click.DateTime(["%Y-%m-%d"])


def _day(_context: click.Context, _option: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    return None if value is None else value.date()


@contextmanager
def every_night(data: Path, at: dt.time | None) -> Iterator[None]:
    """While the block runs, start `counterwatch nightly` at this time of the machine's clock; never when None.

    Where signals are kept and a night was missed, it starts at once.
    """
    from pipeline.nightly.scheduler import Schedule, late, scheduled

    if at is None:
        yield
        return
    with open_store(data) as store:
        at_once = (data / "signals").is_dir() and late(store.nights.last_end(), time.time())
    here = [sys.executable, "-m", "counterwatch", "nightly", "--quiet", "--data", str(data.resolve())]
    with scheduled(Schedule(at, here, data / "nightly" / "nightly.log"), at_once=at_once):
        yield


def clock(_context: click.Context, _option: click.Parameter, value: str) -> dt.time | None:
    """A time of day, or None for "off"."""
    if value == "off":
        return None
    try:
        return dt.time.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"not a time: {value!r} (write 02:30, or off)") from error


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
    from pipeline.roster.importing import RosterError, import_roster

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
    from pipeline.roster.words import told

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


class _Asked(TypedDict):
    date: dt.date | None
    since: dt.date | None
    until: dt.date | None
    profile: str | None
    force: bool


@click.command()
@click.option("--date", "date", type=DAY, callback=_day, help="Judge this day, by today's norms.")
@click.option("--since", type=DAY, callback=_day, help="Judge every day from this one on.")
@click.option("--until", type=DAY, callback=_day, help="With --since: up to this day; else to yesterday.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that judge."
)
@click.option("--profile", help="Other norms than the site's: a name or a file.")
@click.option("--force", is_flag=True, help="Judge days again that did not change.")
@click.option("--site", "site_files", type=FILE, multiple=True, help="Take in a site file first; may repeat.")
@click.option("--quiet", is_flag=True, help="Only the last line.")
@click.option("--language", "said", type=click.Choice(["zh", "en"]), help="Of reports; else the shell's.")
@click.option("--reports/--no-reports", default=True, help="Write reports to DATA/reports, or none.")
@data_option()
def nightly(
    data: Path,
    jobs: int,
    quiet: bool,
    said: str | None,
    reports: bool,
    site_files: tuple[Path, ...],
    **asked: Unpack[_Asked],
) -> int:
    """Judge whole days from their signals, hold them against reviews, score and report them.

    Without --date or --since: every day that was missed or changed since it was judged, up to yesterday.
    """
    from models.site import load_site
    from pipeline.nightly.run import Workplace, run_night

    wish, sites = _wish(**asked), [load_site(file) for file in site_files]
    with open_store(data) as store:
        for site in sites:
            store.sites.put(site)
        words = (said or language()) if reports else None
        tell = None if quiet else lambda day: click.echo(day.line())
        report = run_night(Workplace(store, data, time.time, words, tell), wish, jobs)
    if report.stale:
        click.echo(f"took over from {report.stale}, which was killed", err=True)
    for note in report.notes:
        complain(note)
    click.echo(report.line())
    for reminder in report.reminders:
        click.echo(reminder)
    return 2 if report.failed else 0


def _wish(**asked: Unpack[_Asked]) -> "Wish":
    from models.norms import load_profile
    from pipeline.nightly.plan import Wish

    date, since, until, profile = asked["date"], asked["since"], asked["until"], asked["profile"]
    if (date and (since or until)) or (until and not since):
        raise click.ClickException("give --date, or --since and perhaps --until")
    norms = load_profile(profile) if profile else None
    return Wish(date or since, date or until, norms, asked["force"])


@click.command()
@site_option()
@click.option("--profile", required=True, help="The other norms: a name or a file.")
@click.option("--since", type=DAY, callback=_day, required=True, help="The first day.")
@click.option("--until", type=DAY, callback=_day, help="The last day; the first one when none is given.")
@data_option()
def whatif(site_file: Path, profile: str, since: dt.date, until: dt.date | None, data: Path) -> int:
    """What other norms would make of days, without keeping anything."""
    from models.norms import load_profile
    from models.site import load_site
    from pipeline.nightly.whatif import suppose

    site, other = load_site(site_file), load_profile(profile)
    found = 0
    with open_store(data) as store:
        for one in suppose(store, data, site, other, (since, until or since), time.time()):
            found += 1
            was = "-" if one.scored is None else f"{one.scored.points:g} ({one.scored.profile})"
            how = "" if one.judged else "  (no signals left: only priced anew)"
            click.echo(
                f"{one.day} {one.place.counter:12} {was} -> {one.supposed.points:g} ({other.name}){how}"
            )
    return 0 if found else complain("nothing is known of these days")
