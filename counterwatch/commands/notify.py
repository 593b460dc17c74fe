"""`counterwatch notify`: sends the notices of the outbox to their channels."""

import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import data_option, notice_settings, open_store

if TYPE_CHECKING:
    from pipeline.notices.sender import Sender


@click.command()
@click.option("--once", is_flag=True, help="Send what is due, and end.")
@data_option()
def notify(once: bool, data: Path) -> None:
    """Send notices to their channels until stopped.

    `counterwatch serve` does it by itself; this is for a machine on which no server runs. Several may run at once.
    """
    from api.secret import load_secret
    from pipeline.live.stop_signal import stopping
    from pipeline.notices.sealing import Sealing
    from pipeline.notices.sender import Sender, SenderParts

    settings = notice_settings()
    with open_store(data) as store, stopping() as stop:
        parts = SenderParts(store, Sealing(load_secret(data)), settings, time.time)
        if once:
            click.echo(f"{_drained(Sender(parts), stop)} tries")
        else:
            Sender(parts).run(stop, lambda line: click.echo(f"counterwatch: {line}", err=True))


def _drained(sender: "Sender", stop: Event) -> int:
    tried = 0
    while not stop.is_set() and (count := sender.round(stop)):
        tried += count
    return tried
