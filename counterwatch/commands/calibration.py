"""`counterwatch calibration`: seated and standing heights of each counter, shown and corrected."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import actor, data_option, day_option, open_store, possible_day

if TYPE_CHECKING:
    from models.store import Store, StoredCounter

_AT = click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%H:%M:%S", "%H:%M"])
_NO_DATE_YEAR = 1900  # the year that strptime gives to a time without a date


@click.group(invoke_without_command=True)
@click.option("--counter", help="Only this counter.")
@data_option()
@click.pass_context
def calibration(context: click.Context, counter: str | None, data: Path) -> None:
    """Show the seated and standing heights of each counter, in words and figures; `set` corrects them.

    Heights are metres above the picture's lower edge, at the person's distance.
    """
    if context.invoked_subcommand is not None:
        return
    from counterwatch.seat_heights import described
    from pipeline.seats.corrections import newest

    with open_store(data) as store:
        for place in _places(store, counter):
            click.echo("\n".join(described(place, newest(store, place.counter_id, time.time()))))


@calibration.command("set")
@click.argument("counter")
@click.option(
    "--seated", type=float, metavar="M", help="Shoulder height when seated, metres above the lower edge."
)
@click.option("--standing", type=float, metavar="M", help="Shoulder height when standing.")
@click.option(
    "--sat-at",
    type=_AT,
    metavar="TIME",
    help="A time at which staff sat (09:31, or with a date): the height is read from the signals.",
)
@click.option("--stood-at", type=_AT, metavar="TIME", help="A time at which staff stood.")
@day_option("--from", "since", help_text="Valid from this day on; default: today.")
@data_option()
def set_seat(  # noqa: PLR0913 - one for every option
    counter: str,
    *,
    seated: float | None,
    standing: float | None,
    sat_at: dt.datetime | None,
    stood_at: dt.datetime | None,
    since: dt.date | None,
    data: Path,
) -> None:
    """Correct the heights of a counter; they hold until they are reset, and their days are judged again."""
    from counterwatch.seat_heights import described
    from pipeline.seats.corrections import SeatCorrection, correct

    if all(one is None for one in (seated, standing, sat_at, stood_at)):
        raise click.UsageError("say --seated and --standing, or --sat-at and --stood-at")
    now = time.time()
    with open_store(data) as store:
        (place,) = _places(store, counter)
        seated = seated if sat_at is None else _height_at(store, data, place, sat_at)
        standing = standing if stood_at is None else _height_at(store, data, place, stood_at)
        said = SeatCorrection(actor(), since or _today(place), seated, standing)
        click.echo("\n".join(described(place, correct(store, place, said, now))))


@calibration.command("reset")
@click.argument("counter")
@day_option("--from", "since", help_text="From this day on; default: today.")
@data_option()
def reset(counter: str, *, since: dt.date | None, data: Path) -> None:
    """Learn the heights anew, after chair, desk or camera were changed; removes a correction as well."""
    from pipeline.seats.corrections import SeatCorrection, learn_anew

    with open_store(data) as store:
        (place,) = _places(store, counter)
        day = since or _today(place)
        learn_anew(store, place, SeatCorrection(actor(), day), time.time())
    click.echo(f"{place.counter}: learned anew from {day} on")


def _places(store: "Store", counter: str | None) -> list["StoredCounter"]:
    """All counters, or the one named; raises click.ClickException unless exactly one has the name."""
    places = sorted(store.sites.places().values(), key=lambda place: (place.site, place.counter))
    found = [p for p in places if counter in (None, p.counter, f"{p.site}/{p.counter}")]
    if counter is not None and len(found) != 1:
        names = ", ".join(f"{p.site}/{p.counter}" for p in found or places)
        what = f"no counter {counter!r}" if not found else f"several counters are called {counter!r}"
        raise click.ClickException(f"{what}: name one of {names or 'nothing, for nothing was analyzed yet'}")
    return found


def _height_at(store: "Store", data: Path, place: "StoredCounter", at: dt.datetime) -> float:
    """The height at a time in the site's zone, metres; a time without a date is of the last learned day."""
    from zoneinfo import ZoneInfo

    from pipeline.seats.corrections import newest
    from pipeline.seats.daily import height_at

    known = newest(store, place.counter_id, time.time())
    if known is None:
        raise click.ClickException(
            f"nothing is known of {place.counter} yet: analyze a recording of it first"
        )
    if at.year == _NO_DATE_YEAR:
        at = dt.datetime.combine(known.day, at.time())
    possible_day(at.date())
    return height_at(data, place, known.seat, at.replace(tzinfo=ZoneInfo(place.timezone)).timestamp())


def _today(place: "StoredCounter") -> dt.date:
    from pipeline.seats.corrections import today

    return today(place, time.time())
