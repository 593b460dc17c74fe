"""`python -m benchmarks.latency`: delay of events of `counterwatch live`, and of cameras that are back.

The product runs as its own program on RTSP cameras on loopback that show the demo films. The store is read ten times a
second: it is what the API reads. Exits with 1 if a figure is beyond its limit.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
import numpy as np
import yaml

from benchmarks.accuracy.machine import machine, revision
from counterwatch.demo_footage import FOOTAGE
from models import Event, ModelError, Site, load_site
from models.norms import load_profile
from models.store import EventFilter, Store
from synthetic.network_camera import NEEDS, NetworkCamera, available
from synthetic.rules_met import rule_met

FILMS = ("full_service_A", "absent_B", "slouch_C", "no_greet_A")
EVERY_S, CONNECTS_S, AWAY_S, MOST_S = 0.1, 300.0, 4.0, 60.0
MOST_LATE_S, MOST_BACK_S = 2.0, 5.0
PROFILE = "evaluation"


@click.command()
@click.option("--seconds", default=75.0, show_default=True, type=click.FloatRange(min=20))
@click.option(
    "--returns", default=5, show_default=True, type=click.IntRange(1), help="Times a camera is away."
)
def main(seconds: float, returns: int) -> None:
    """Print the seconds from the moment a rule is met until its event is stored, and until a camera is seen again."""
    if not available():
        raise click.ClickException(NEEDS)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as plugged:
        cameras = {name: plugged.enter_context(NetworkCamera(FOOTAGE / f"{name}.mp4")) for name in FILMS}
        with watched(Path(folder), made_site(cameras)) as log:
            wait_for(log, "connected", len(FILMS))
            late = latencies(Path(folder) / "data", seconds)
            back = [_returned(log, cameras["absent_B"]) for _ in range(returns)]
    lines, faults = report(late, back)
    click.echo("\n".join(lines))
    sys.exit("\n".join(faults) if faults else 0)


def made_site(cameras: Mapping[str, NetworkCamera]) -> Site:
    """A hall in which each camera shows its film."""
    shown = {name: load_site(FOOTAGE / f"{name}.site.yaml") for name in cameras}
    made = [
        site.cameras[0].model_copy(
            update={
                "id": name,
                "source": cameras[name].address,
                "counters": [
                    counter.model_copy(update={"id": f"W{place}"}) for counter in site.cameras[0].counters[:1]
                ],
            }
        )
        for place, (name, site) in enumerate(shown.items())
    ]
    return shown[FILMS[0]].model_copy(update={"site": "latency", "profile": PROFILE, "cameras": made})


@contextmanager
def watched(folder: Path, site: Site) -> Iterator[Path]:
    """`counterwatch live` on this site; yields its log."""
    text = yaml.safe_dump(site.model_dump(mode="json", exclude_defaults=True))
    (folder / "hall.yaml").write_text(text, encoding="utf-8")
    words = [sys.executable, "-m", "counterwatch", "live", "--site", "hall.yaml", "--data", "data"]
    with (folder / "log").open("wb") as log:
        live = subprocess.Popen(
            words, cwd=folder, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
        )
        try:
            yield folder / "log"
        finally:
            live.send_signal(signal.SIGTERM)
            live.wait(120)


def wait_for(log: Path, word: str, times: int, patience_s: float = CONNECTS_S) -> None:
    """Wait until the log has the word so often; raises click.ClickException with the log after `patience_s`."""
    until = time.monotonic() + patience_s
    while (text := log.read_text(errors="replace")).count(word) < times:
        if time.monotonic() > until:
            raise click.ClickException(f"never {word} {times} times:\n{text[-2000:]}")
        time.sleep(EVERY_S / 2)


def latencies(data: Path, seconds: float) -> dict[str, list[float]]:
    """kind -> seconds from the moment its rule was met until the event was read from the store."""
    limits, until = load_profile(PROFILE).thresholds, time.monotonic() + seconds
    first, last = dict[int, float](), dict[int, Event]()
    with Store.at(data) as store:
        while time.monotonic() < until:
            for one in _stored(store):
                first.setdefault(one[0], time.time())
                last[one[0]] = one[1]
            time.sleep(EVERY_S)
    found: dict[str, list[float]] = {}
    for key, event in last.items():
        met = rule_met(event, limits)
        if met is not None:
            found.setdefault(event.kind, []).append(first[key] - met)
    return found


def _stored(store: Store) -> list[tuple[int, Event]]:
    try:
        return [(one.id, one.event) for one in store.events.page(EventFilter(), limit=500)]
    except ModelError:  # the product is writing
        return []


def _returned(log: Path, camera: NetworkCamera) -> float:
    """Unplug the camera, plug it in again, and return the seconds until it is seen."""
    camera.off()
    time.sleep(AWAY_S)
    said = f"{camera.address.removesuffix('/hall')}"
    before = _connections(log, said)
    camera.on()
    began = time.monotonic()
    while _connections(log, said) == before and time.monotonic() - began < MOST_S:
        time.sleep(EVERY_S / 2)
    return time.monotonic() - began


def _connections(log: Path, address: str) -> int:
    lines = log.read_text(errors="replace").splitlines()
    return sum(address in line and line.endswith("connected") for line in lines)


def report(late: Mapping[str, Sequence[float]], back: Sequence[float]) -> tuple[list[str], list[str]]:
    """The lines of the report, and one line for each limit that was passed."""
    everything = [value for values in late.values() for value in values]
    load = os.getloadavg()[0]
    lines = [
        f"{machine()}, load {load:.1f}; code of commit {revision()}",
        f"{len(FILMS)} RTSP cameras on loopback, profile {PROFILE}",
        "seconds from the moment at which the rule is met until the event is in the store:",
        *(_line(kind, late[kind]) for kind in sorted(late)),
        _line("all kinds", everything),
        _line("a camera that is back is seen after", back),
    ]
    figures = [
        ("95th percentile of events", _percentile(everything, 95), MOST_LATE_S),
        ("a camera was seen again after", max(back, default=float("nan")), MOST_BACK_S),
    ]
    return lines, [
        f"{name} {value:.1f} s, more than {most:g}" for name, value, most in figures if not value <= most
    ]


def _line(name: str, values: Sequence[float]) -> str:
    p50, p95, most = (_percentile(values, share) for share in (50, 95, 100))
    return f"  {name:<36} {len(values):3d}   p50 {p50:5.2f}   p95 {p95:5.2f}   most {most:5.2f}"


def _percentile(values: Sequence[float], share: float) -> float:
    return float(np.percentile(values, share)) if values else float("nan")


if __name__ == "__main__":
    main()
