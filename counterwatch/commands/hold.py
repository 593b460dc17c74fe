"""`counterwatch hold`: legal holds, which keep data from being deleted."""

import datetime as dt
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack
from zoneinfo import ZoneInfo

import click

from counterwatch.command_parts import actor, data_option, day_option, open_store, write_down

if TYPE_CHECKING:
    from models import HeldMatter


class HeldThing(TypedDict):
    """The options that name the thing to hold."""

    event_id: int | None
    person: str
    counter_id: int | None
    day: dt.date | None
    site: str
    since: dt.date | None
    until: dt.date | None


@click.group()
def hold() -> None:
    """Hold data for a dispute or an inquiry: neither retention nor erasure deletes what is held."""


@hold.command("add")
@click.option("--event", "event_id", type=click.IntRange(1, 2**31 - 1), help="Number of an event.")
@click.option("--person", default="", help="A person, as the roster writes the name: all their shifts.")
@click.option(
    "--counter", "counter_id", type=click.IntRange(1, 2**31 - 1), help="With --day: number of a counter."
)
@day_option("--day", help_text="With --counter: the day.")
@click.option("--site", default="", help="With --since and --until: a whole site.")
@day_option("--since", help_text="With --site: the first day.")
@day_option("--until", help_text="With --site: the last day.")
@click.option("--reason", required=True, help="Why it is held.")
@day_option("--ends", help_text="The last day of the hold; default: until it is lifted.")
@data_option()
def hold_add(*, reason: str, ends: dt.date | None, data: Path, **thing: Unpack[HeldThing]) -> None:
    """Place a hold on one thing."""
    from models import Action, day_span
    from pipeline.retention.holding import HoldRequest, held_matter

    until = day_span(ends, ZoneInfo("UTC"))[1] if ends else None
    try:
        with open_store(data) as store, store.unit_of_work("holds") as work:
            made = work.holds.place(
                held_matter(work, HoldRequest(**thing)), reason, actor(), time.time(), until
            )
            write_down(work, Action.HOLD_PLACED, made.named, f"hold {made.id}: {reason}")
    except (LookupError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"hold {made.id}: {made.named}")


@hold.command("lift")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--reason", required=True, help="Why it is lifted.")
@data_option()
def hold_lift(number: int, reason: str, data: Path) -> None:
    """Lift a hold."""
    from models import Action

    try:
        with open_store(data) as store, store.unit_of_work("holds") as work:
            made = work.holds.lift(number, reason, actor(), time.time())
            write_down(work, Action.HOLD_LIFTED, made.named, f"hold {number}: {reason}")
    except (LookupError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"hold {number} is lifted")


@hold.command("list")
@data_option()
def hold_list(data: Path) -> None:
    """List all holds, newest first."""
    from models import Action

    with open_store(data) as store:
        write_down(store, Action.HOLDS_VIEWED)
        zones = {one.site.site: one.site.zone for one in store.sites.all()}
        for one in store.holds.all():
            placed = dt.datetime.fromtimestamp(one.placed_at, dt.UTC)
            state = "active" if one.active(time.time()) else "over"
            what = one.named + _days(one.matter, zones)
            click.echo(f"{one.id:4} {state:7} {placed:%Y-%m-%d} {one.placed_by:12} {what}: {one.reason}")


def _days(matter: "HeldMatter", zones: Mapping[str, ZoneInfo]) -> str:
    """The days that are held, on the calendar of their site; empty for an event or a person, which say it all."""
    from models import HoldScope, calendar_day

    if matter.scope in (HoldScope.EVENT, HoldScope.PERSON) or matter.start is None or matter.end is None:
        return ""
    zone = zones.get(matter.site, ZoneInfo("UTC"))
    first, last = calendar_day(matter.start, zone), calendar_day(matter.end - 1, zone)
    return f" on {first}" if first == last else f" from {first} to {last}"
