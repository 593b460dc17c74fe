"""`counterwatch hold`: legal holds, which keep data from being deleted."""

import datetime as dt
import time
from pathlib import Path
from typing import TypedDict, Unpack

import click

from counterwatch.environment import open_store, write_down
from counterwatch.options import data_option, day_option


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
@click.option("--by", required=True, help="The person who places the hold.")
@day_option("--ends", help_text="The last day of the hold; default: until it is lifted.")
@data_option()
def hold_add(*, reason: str, by: str, ends: dt.date | None, data: Path, **thing: Unpack[HeldThing]) -> None:
    """Place a hold on one thing."""
    from models import Action
    from models.store import Deed
    from pipeline.retention.holding import HoldRequest, held_matter

    now = time.time()
    until = dt.datetime.combine(ends, dt.time(), dt.UTC).timestamp() + 86400 if ends else None
    try:
        with open_store(data) as store, store.unit_of_work("holds") as work:
            made = work.holds.place(held_matter(work, HoldRequest(**thing)), reason, by, now, until)
            work.audit.add(Deed(by, Action.HOLD_PLACED, made.named, f"hold {made.id}: {reason}"), now)
    except (LookupError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"hold {made.id}: {made.named}")


@hold.command("lift")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--reason", required=True, help="Why it is lifted.")
@click.option("--by", required=True, help="The person who lifts the hold.")
@data_option()
def hold_lift(number: int, reason: str, by: str, data: Path) -> None:
    """Lift a hold."""
    from models import Action
    from models.store import Deed

    try:
        with open_store(data) as store, store.unit_of_work("holds") as work:
            made = work.holds.lift(number, reason, by, time.time())
            work.audit.add(Deed(by, Action.HOLD_LIFTED, made.named, f"hold {number}: {reason}"), time.time())
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
        for one in store.holds.all():
            placed = dt.datetime.fromtimestamp(one.placed_at, dt.UTC)
            state = "active" if one.active(time.time()) else "over"
            click.echo(f"{one.id:4} {state:7} {placed:%Y-%m-%d} {one.placed_by:12} {one.named}: {one.reason}")
