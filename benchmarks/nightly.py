"""Cost of a nightly run: `python -m benchmarks.nightly --counters 10 --days 3`.

Every day is synthetic (eight hours at five looks a second for each counter, two counters per camera). `counterwatch
nightly` judges and scores it in a separate process, and its signals are deleted before the next day is made, so a month
of a hundred counters fits on any disk. The time to make the signals is not counted.
"""

import argparse
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models import Camera, Counter, Site, day_span
from models.store import Store
from pipeline.archive.signals import archive_size, day_file, write_signals
from synthetic.made_day import made_day

FIRST = dt.date(2026, 10, 1)
HOURS, A_CAMERA = 8, 2
MONTH, HALL = 30, 100
POST = [(0.1, 0.1), (0.4, 0.1), (0.4, 0.5)]


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor and wall seconds, and the peak memory in MB."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def main() -> None:
    """Print seconds per counter-day and peak memory, and the estimate for a month of a hundred counters."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        site = _site(asked.counters)
        with Store.at(data) as store:
            store.sites.put(site)
        start = _night(data, FIRST, asked.jobs)
        print(f"start of a run alone: {start.cpu_s:.1f} s of processor time, {start.peak_mb:.0f} MB")
        nights = list(_days(data, site, asked))
        last = FIRST + dt.timedelta(days=asked.days - 1)
        reports = _night(data, last, 1, reports=True)
        size = (data / "counterwatch.db").stat().st_size / 1e6
    counter_days = asked.counters * asked.days
    cpu, wall = (sum(getattr(night, name) for night in nights) for name in ("cpu_s", "wall_s"))
    each = (cpu - start.cpu_s * len(nights)) / counter_days
    peak = max(night.peak_mb for night in nights)
    print(f"measured: {counter_days} counter-days of {HOURS} h, {len(nights)} nights, {asked.jobs} jobs")
    print(
        f"  {cpu / counter_days:.2f} s of processor time a counter-day, {wall / counter_days:.2f} s on the clock"
    )
    print(f"  {each:.2f} s of processor time a counter-day without the start of each night")
    print(f"  {peak:.0f} MB at most, database {size / counter_days:.2f} MB a counter-day")
    print(
        f"reports of the last day, its week and its month: {reports.cpu_s - start.cpu_s:.1f} s of processor"
    )
    print(f"  time, {reports.peak_mb:.0f} MB at most")
    if counter_days < HALL * MONTH:
        month = each * HALL * MONTH + start.cpu_s * MONTH
        print(
            f"extrapolated, not measured: {HALL} counters for {MONTH} days {month / 60:.0f} min of one core,"
        )
        print(f"  {month / MONTH / 60:.1f} min a night")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counters", type=int, default=10)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def _site(counters: int) -> Site:
    names = [f"W{n + 1}" for n in range(counters)]
    groups = [names[n : n + A_CAMERA] for n in range(0, counters, A_CAMERA)]
    return Site(
        site="bench",
        timezone="Asia/Shanghai",
        profile="general",
        cameras=[
            Camera(
                id=f"cam{n}",
                source="none",
                counters=[Counter(id=key, staff_zone=POST, customer_zone=POST) for key in group],
            )
            for n, group in enumerate(groups)
        ],
    )


def _days(data: Path, site: Site, asked: argparse.Namespace) -> Iterator[Cost]:
    for n in range(asked.days):
        day = FIRST + dt.timedelta(days=n)
        _make(data, site, day, n)
        size = archive_size(data)
        cost = _night(data, day, asked.jobs)
        told = f"{cost.cpu_s:.1f} s of processor time, {cost.wall_s:.1f} s, {cost.peak_mb:.0f} MB"
        print(f"{day}: {told}; signals {size.bytes_per_counter_day / 1e6:.1f} MB a counter", flush=True)
        for camera in site.cameras:
            day_file(data, camera.id, day).unlink()
        yield cost


def _make(data: Path, site: Site, day: dt.date, n: int) -> None:
    nine = day_span(day, site.zone)[0] + 9 * 3600
    for number, camera in enumerate(site.cameras):
        seeds = (n * 10_000 + number * A_CAMERA + k for k in range(A_CAMERA))
        rows = {counter.id: made_day(nine, HOURS, next(seeds)) for counter in camera.counters}
        write_signals(data, camera.id, rows, site.zone)


def _night(data: Path, day: dt.date, jobs: int, *, reports: bool = False) -> Cost:
    """One run in a separate process. Memory is that of the largest process so far; each of several jobs has its own.

    The days are in the past, so every run would write its week and its month again. Reports are made once.
    """
    command = [
        sys.executable,
        "-m",
        "counterwatch",
        "nightly",
        "--date",
        str(day),
        "--jobs",
        str(jobs),
        "--quiet",
        "--reports" if reports else "--no-reports",
    ]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COUNTERWATCH_")}
    subprocess.run([*command, "--data", str(data)], check=True, env=environment, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.monotonic() - began, after.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
