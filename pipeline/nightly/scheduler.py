"""Starts the nightly run every night while the server runs.

It runs in a process of its own: what it needs of memory and processor is given back, and whatever ends it ends nothing
else. Its own lock keeps it from running twice, also beside a timer of the system.
"""

import datetime as dt
import logging
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from pipeline.nightly.limits import LIMITS

LOG = logging.getLogger("counterwatch.nightly")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When (the machine's clock) to run which command, and where to keep what it says."""

    at: dt.time
    command: Sequence[str]
    log: Path


@contextmanager
def scheduled(schedule: Schedule, *, at_once: bool = False) -> Iterator[None]:
    """Run the command every night at the time of the schedule until the block is left; `at_once` also now.

    A run that is under way when the block is left goes on by itself.
    """
    scheduler = BackgroundScheduler(job_defaults={"coalesce": True, "max_instances": 1})
    trigger = CronTrigger(hour=schedule.at.hour, minute=schedule.at.minute)
    # A machine that slept through the moment runs as soon as it wakes: days are caught up anyway.
    scheduler.add_job(_run, trigger, args=[schedule], id="nightly", misfire_grace_time=None)
    if at_once:
        scheduler.add_job(_run, DateTrigger(), args=[schedule], id="catch up", misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def late(last_end: float | None, now: float) -> bool:
    """Whether a night was missed, by when the last run ended (UTC seconds; None: never)."""
    return last_end is None or now - last_end > LIMITS.late_s


def _run(schedule: Schedule) -> None:
    """Start the command and wait for it in a thread that does not delay the end of the server."""
    schedule.log.parent.mkdir(parents=True, exist_ok=True)
    with schedule.log.open("ab") as log:
        running = subprocess.Popen(
            schedule.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    Thread(target=_wait, args=(running, schedule.log), daemon=True).start()


def _wait(running: "subprocess.Popen[bytes]", log: Path) -> None:
    if running.wait():
        LOG.warning("the nightly run ended with %d: see %s", running.returncode, log)
