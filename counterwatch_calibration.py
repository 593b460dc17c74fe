"""The command that shows how high a counter's staff sits and stands, and takes a person's word for it."""
# ruff: noqa: PLC0415

import datetime as dt
import getpass
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch_shell import data_option, open_store

if TYPE_CHECKING:
    from models.seats import Calibration, Seat
    from models.store import Place, Store

_WIDTH = 50
_AT = click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%H:%M:%S", "%H:%M"])


@click.group(invoke_without_command=True)
@click.option("--counter", help="Only this counter.")
@data_option()
@click.pass_context
def calibration(context: click.Context, counter: str | None, data: Path) -> int:
    """How high staff sits and stands at each counter: shown in words and figures, and corrected.

    Heights are metres over the picture's lower edge, at the person's distance.
    """
    if context.invoked_subcommand is not None:
        return 0
    from pipeline.seats.corrections import newest

    with open_store(data) as store:
        places = _places(store, counter)
        for place in places:
            click.echo("\n".join(_told(place, newest(store, place.counter_id, time.time()))))
    return 0


@calibration.command("set")
@click.argument("counter")
@click.option("--seated", type=float, metavar="M", help="Shoulders of who sits, metres over the lower edge.")
@click.option("--standing", type=float, metavar="M", help="Shoulders of who stands.")
@click.option(
    "--sat-at",
    type=_AT,
    metavar="TIME",
    help="When staff sat (09:31, or with a date): read from the signals.",
)
@click.option("--stood-at", type=_AT, metavar="TIME", help="When staff stood.")
@click.option(
    "--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="Valid from this day on; today if not given."
)
@data_option()
def set_seat(  # noqa: PLR0913 - one for every option
    counter: str,
    *,
    seated: float | None,
    standing: float | None,
    sat_at: dt.datetime | None,
    stood_at: dt.datetime | None,
    since: dt.datetime | None,
    data: Path,
) -> None:
    """Say how high staff sits and stands; it holds until it is taken back, and its days are judged again."""
    from pipeline.seats.corrections import Correction, correct

    if all(one is None for one in (seated, standing, sat_at, stood_at)):
        raise click.UsageError("say --seated and --standing, or --sat-at and --stood-at")
    now = time.time()
    with open_store(data) as store:
        (place,) = _places(store, counter)
        seated = seated if sat_at is None else _read(store, data, place, sat_at)
        standing = standing if stood_at is None else _read(store, data, place, stood_at)
        said = Correction(_who(), _day(place, since), seated, standing)
        click.echo("\n".join(_told(place, correct(store, place, said, now))))


@calibration.command("reset")
@click.argument("counter")
@click.option(
    "--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on; today if not given."
)
@data_option()
def reset(counter: str, *, since: dt.datetime | None, data: Path) -> None:
    """Learn a seat anew, because chair, desk or camera are others; takes a correction back as well."""
    from pipeline.seats.corrections import Correction, learn_anew

    with open_store(data) as store:
        (place,) = _places(store, counter)
        day = _day(place, since)
        learn_anew(store, place, Correction(_who(), day), time.time())
    click.echo(f"{place.counter}: learned anew from {day} on")


def _places(store: "Store", counter: str | None) -> list["Place"]:
    places = sorted(store.sites.places().values(), key=lambda place: (place.site, place.counter))
    found = [p for p in places if counter in (None, p.counter, f"{p.site}/{p.counter}")]
    if counter is not None and len(found) != 1:
        names = ", ".join(f"{p.site}/{p.counter}" for p in found or places)
        what = f"no counter {counter!r}" if not found else f"several counters are called {counter!r}"
        raise click.ClickException(f"{what}: name one of {names or 'nothing, for nothing was analyzed yet'}")
    return found


def _read(store: "Store", data: Path, place: "Place", at: dt.datetime) -> float:
    """The height at a time of the site's clock; without a date, of the last day that taught something."""
    from zoneinfo import ZoneInfo

    from pipeline.seats.corrections import newest
    from pipeline.seats.heights import height_at

    known = newest(store, place.counter_id, time.time())
    if known is None:
        raise click.ClickException(
            f"nothing is known of {place.counter} yet: analyze a recording of it first"
        )
    if at.year == 1900:  # what strptime makes of a time without a date
        at = dt.datetime.combine(known.day, at.time())
    return height_at(data, place, known.seat, at.replace(tzinfo=ZoneInfo(place.timezone)).timestamp())


def _day(place: "Place", since: dt.datetime | None) -> dt.date:
    from pipeline.seats.corrections import today

    return today(place, time.time()) if since is None else since.date()


def _who() -> str:
    return f"{getpass.getuser()} (shell)"


def _told(place: "Place", kept: "Calibration | None") -> list[str]:
    title = f"{place.site}/{place.counter}"
    if kept is None:
        return [f"{title}: nothing is known yet"]
    from models.seats import Source

    seat = kept.seat
    said = f"corrected by {kept.made_by}" if kept.source is Source.CORRECTED else "learned"
    span = f"{kept.day}" if kept.days <= 1 else f"{kept.days} days, {kept.first_day} to {kept.day}"
    lines = [
        f"{title}: {_levels(seat)} ({said}; {span}; {seat.samples} looks)",
        f"  settles to {100 * seat.sd:.1f} cm; upright: head {100 * seat.head_height:.0f} cm over the shoulders, "
        f"trunk {seat.trunk_forward:+.0f} degrees; the camera's angles differ by {seat.noise_deg:.1f} degrees",
    ]
    return lines + _pictured(kept)


def _levels(seat: "Seat") -> str:
    from pipeline.seats.corrections import over_edge

    if not seat.named:
        return f"one height only, {over_edge(seat, seat.seated):.2f} m: sitting or standing cannot be told"
    return ", ".join(
        f"{name} not seen" if math.isnan(level) else f"{name} {over_edge(seat, level):.2f} m"
        for name, level in (("seated", seat.seated), ("standing", seat.standing))
    )


def _pictured(kept: "Calibration") -> list[str]:
    """The heights of the last day, the highest above, with the two levels named beside their line."""
    from pipeline.seats.corrections import over_edge

    heights, seat = kept.heights, kept.seat
    most, lines = max(heights.counts, default=0), []
    for row in range(len(heights.counts) - 2, -1, -2):
        low, high = heights.low + heights.step * row, heights.low + heights.step * (row + 2)
        names = [
            n
            for n, level in (
                ("standing", seat.standing),
                ("seated" if seat.named else "one height", seat.seated),
            )
            if low <= level < high
        ]
        count = sum(heights.counts[row : row + 2])
        if count or names:
            bar = "#" * round(_WIDTH * count / (2 * most))
            lines.append(
                f"  {over_edge(seat, low):5.2f} m |{bar} {'<- ' + ', '.join(names) if names else ''}".rstrip()
            )
    return lines
