"""`counterwatch serve`: API and dashboard, and the nightly run at its time of day."""

import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from counterwatch.environment import database_address, open_store
from counterwatch.options import data_option, port_option


def _time_of_day(_context: click.Context, _option: click.Parameter, value: str) -> dt.time | None:
    """A time of day, or None for "off"."""
    if value == "off":
        return None
    try:
        return dt.time.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"not a time: {value!r} (write 02:30, or off)") from error


@click.command()
@data_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 opens it to the network.")
@port_option()
@click.option(
    "--nightly",
    "at",
    default="02:30",
    show_default=True,
    callback=_time_of_day,
    help="Time of day at which the nightly run starts; off: never.",
)
def serve(data: Path, host: str, port: int, at: dt.time | None) -> None:
    """Serve the API and the dashboard until stopped."""
    from api.settings import Settings
    from dashboard.server import address_of, listen, serve_on

    listening = listen(host, port)
    with open_store(data) as store:
        if not store.accounts.all():
            click.echo("no account exists yet: run counterwatch users add NAME --role admin", err=True)
    click.echo(f"dashboard: {address_of(listening)} (Ctrl-C stops)")
    with _nightly_runs(data, at):
        serve_on(listening, Settings(data, database_address()))


@contextmanager
def _nightly_runs(data: Path, at: dt.time | None) -> Iterator[None]:
    """While the block runs, start `counterwatch nightly` at this time of the machine's clock; never when None.

    It starts at once where signals are kept and a nightly run was missed.
    """
    from pipeline.nightly.scheduler import Schedule, late, scheduled

    if at is None:
        yield
        return
    with open_store(data) as store:
        at_once = (data / "signals").is_dir() and late(store.nights.last_end(), time.time())
    command = [sys.executable, "-m", "counterwatch", "nightly", "--quiet", "--data", str(data.resolve())]
    with scheduled(Schedule(at, command, data / "nightly" / "nightly.log"), at_once=at_once):
        yield
