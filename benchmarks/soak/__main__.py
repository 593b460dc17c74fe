"""`python -m benchmarks.soak --cameras 16 --minutes 5`: slopes of memory, open files and delay of `counterwatch live`.

The product runs as its own program on cameras on loopback. Every few seconds its processes are measured; slopes are of
the time after the first third, in which models are loaded and buffers filled. At the end it is stopped by SIGTERM.
Exits with 1 if a slope, the delay or the stop is beyond its limit.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import click
import numpy as np
import psutil
import yaml

from benchmarks.accuracy.machine import machine, revision
from benchmarks.soak.cameras import FilmServer
from counterwatch.demo_footage import FOOTAGE
from models import Camera, ModelError, Site, load_site
from models.store import Store

FILMS = ("full_service_A", "absent_B", "slouch_C", "no_greet_A")
RATE, SIZE, EVERY_S = 5.0, (640, 360), 3.0
# Coverage is told minute by minute, so the store is up to a minute behind.
MOST_MB_A_HOUR, MOST_FILES_A_HOUR, MOST_DELAY_S, MOST_STOP_S = 200.0, 60.0, 75.0, 10.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The product at one moment: `at` s since its start, memory in MB, open files, processor seconds, and delay in s.

    The delay is from the end of what the store has of the camera that is furthest behind until now; NaN before every
    camera has something.
    """

    at: float
    memory_mb: float
    files: float
    cpu_s: float
    delay_s: float


@click.command()
@click.option("--cameras", default=16, show_default=True, type=click.IntRange(1))
@click.option("--minutes", default=5.0, show_default=True, type=click.FloatRange(min=0.5))
def main(cameras: int, minutes: float) -> None:
    """Watch the cameras for this time and print what grew."""
    with tempfile.TemporaryDirectory() as folder:
        films = [FOOTAGE / f"{name}.mp4" for name in FILMS]
        with FilmServer(films, RATE, SIZE) as server:
            samples, stop_s, code = _watched(Path(folder), server.address, cameras, minutes * 60)
    lines, faults = report(samples, cameras, stop_s, code)
    click.echo("\n".join(lines))
    sys.exit("\n".join(faults) if faults else 0)


def _watched(folder: Path, address: str, cameras: int, seconds: float) -> tuple[list[Sample], float, int]:
    """The samples, the seconds that the stop took, and the exit code."""
    site = made_site(address, cameras)
    (folder / "soak.yaml").write_text(
        yaml.safe_dump(site.model_dump(mode="json", exclude_defaults=True)), encoding="utf-8"
    )
    words = [sys.executable, "-m", "counterwatch", "live", "--site", "soak.yaml", "--data", "data"]
    with (folder / "log").open("wb") as log:
        live = subprocess.Popen(
            words, cwd=folder, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
        )
        try:
            samples = _sampled(live, folder / "data", cameras, seconds)
        finally:
            began = time.monotonic()
            live.send_signal(signal.SIGTERM)
            code = live.wait(120)
    if code:
        click.echo((folder / "log").read_text(errors="replace")[-2000:], err=True)
    return samples, time.monotonic() - began, code


def made_site(address: str, cameras: int) -> Site:
    """A hall of cameras that all look at the demo's counter."""
    shown = load_site(FOOTAGE / "full_service_A.site.yaml")
    made = [_camera(shown.cameras[0], number, address) for number in range(cameras)]
    return shown.model_copy(update={"site": "soak", "cameras": made})


def _camera(shown: Camera, number: int, address: str) -> Camera:
    counter = shown.counters[0].model_copy(update={"id": f"W{number}"})
    source = f"{address}/{number}.mjpg"
    return shown.model_copy(update={"id": f"cam{number}", "source": source, "counters": [counter]})


def _sampled(live: "subprocess.Popen[bytes]", data: Path, cameras: int, seconds: float) -> list[Sample]:
    began, samples = time.monotonic(), list[Sample]()
    while (at := time.monotonic() - began) < seconds and live.poll() is None:
        time.sleep(EVERY_S)
        samples.append(replace(_measured(psutil.Process(live.pid)), at=at, delay_s=_delay(data, cameras)))
    return samples


def _measured(root: psutil.Process) -> Sample:
    memory = files = cpu = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            with process.oneshot():
                memory += process.memory_info().rss / 1e6
                files += process.num_fds()
                times = process.cpu_times()
                cpu += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return Sample(0.0, memory, files, cpu, float("nan"))


def _delay(data: Path, cameras: int) -> float:
    """Seconds from the last moment that the store knows of every camera until now."""
    now = time.time()
    if not (data / "counterwatch.db").is_file():
        return float("nan")
    try:
        with Store.at(data) as store:
            spans = store.observed.spans(now - 3600, now + 3600)
    except ModelError:  # the product is just making its database
        return float("nan")
    last: dict[str, float] = {}
    for kept in spans:
        camera = kept.coverage.camera
        last[camera] = max(last.get(camera, 0.0), kept.coverage.end)
    return now - min(last.values()) if len(last) == cameras else float("nan")


def report(samples: Sequence[Sample], cameras: int, stop_s: float, code: int) -> tuple[list[str], list[str]]:
    """The lines of the report, and one line for each limit that was passed."""
    steady = [s for s in samples if s.at >= samples[-1].at / 3]
    table = np.array([astuple(s) for s in steady])
    at, memory, files, cpu, delay = table.T
    hours = at / 3600
    slopes = {"MB": _slope(hours, memory), "files": _slope(hours, files)}
    late = float(np.nanpercentile(delay, 95)) if np.isfinite(delay).any() else float("nan")
    lines = [
        f"{machine()}; code of commit {revision()}; {cameras} cameras of {SIZE[0]}x{SIZE[1]} for {at[-1]:.0f} s",
        f"memory {np.median(memory):.0f} MB, {np.median(memory) / cameras:.0f} a camera, {slopes['MB']:+.0f} an hour",
        f"open files {np.median(files):.0f}, {slopes['files']:+.0f} an hour",
        f"processor {(cpu[-1] - cpu[0]) / max(at[-1] - at[0], 1e-9):.2f} cores",
        f"delay of the store, 95th percentile {late:.1f} s; stop after {stop_s:.1f} s, exit code {code}",
    ]
    limits = [
        ("memory grows by", slopes["MB"], MOST_MB_A_HOUR), ("open files grow by", slopes["files"], MOST_FILES_A_HOUR),
        ("the store is behind by", late, MOST_DELAY_S), ("the stop took", stop_s, MOST_STOP_S), ("exit code", code, 0),
    ]  # fmt: skip
    return lines, [
        f"{name} {value:.1f}, more than {most:g}" for name, value, most in limits if not value <= most
    ]


def _slope(hours: np.ndarray, values: np.ndarray) -> float:
    """Least squares, per hour, of the lower half around each moment: what is freed again is no growth."""
    parts = [part for part in np.array_split(np.arange(len(values)), 6) if len(part)]
    low = [float(values[part].min()) for part in parts]
    middle = [float(hours[part].mean()) for part in parts]
    return float(np.polyfit(middle, low, 1)[0]) if len(parts) > 1 else 0.0


if __name__ == "__main__":
    main()
