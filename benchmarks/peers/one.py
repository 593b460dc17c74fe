"""One loop over clips in a process of its own: `python -m benchmarks.peers.one LOOP VIDEO... [--weights FILE]`.

Prints one JSON line per clip: its name, seconds of video and of the processor, peak memory, and the core events.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import cv2
import numpy as np

from benchmarks.peers.loops import PEERS, YoloPoseTracking, Zones
from benchmarks.peers.presence import Presence, core_events
from models import Camera, load_site
from models.norms import load_profile
from pipeline.processes import CostMeter, ProcessCost
from pipeline.recordings import ReportedEvent
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import ModelSet, views_of
from pipeline.recordings.terminal import load_models_quietly
from vision.sources.opening import open_source

OURS = "counterwatch"
CORE = ("absence", "arrival", "departure", "unattended_customer")


@dataclass(frozen=True, slots=True)
class LoopResult:
    """What a loop cost on one clip, and what it found."""

    video: str
    cost: ProcessCost
    events: tuple[ReportedEvent, ...]

    def line(self) -> str:
        """As JSON in one line."""
        return json.dumps(
            {"video": self.video, "cost": asdict(self.cost), "events": [_event(e) for e in self.events]}
        )

    @classmethod
    def of(cls, line: str) -> "LoopResult":
        """The result of a line."""
        kept = json.loads(line)
        events = tuple(ReportedEvent(**event) for event in kept["events"])
        return cls(kept["video"], ProcessCost(**kept["cost"]), events)


def _event(event: ReportedEvent) -> dict[str, str | float]:
    return {
        "video": event.video, "camera": "", "counter": event.counter, "kind": event.kind,
        "start": event.start, "end": event.end,
    }  # fmt: skip


@click.command()
@click.argument("loop", type=click.Choice([OURS, *PEERS]))
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--weights", type=click.Path(path_type=Path, exists=True), help="Pose weights for yolo_pose.")
def main(loop: str, videos: Sequence[Path], weights: Path | None) -> None:
    """Run LOOP over the videos, each with NAME.site.yaml beside it."""
    YoloPoseTracking.weights = weights
    cv2.setNumThreads(1)
    if loop == OURS:
        with load_models_quietly() as models:
            _ours(videos[0], models)  # the first run of a model allocates its memory
            for video in videos:
                print(_ours(video, models).line(), flush=True)
        return
    for number, video in enumerate([videos[0], *videos]):
        result = _peers(loop, video)
        if number:
            print(result.line(), flush=True)


def _ours(video: Path, models: ModelSet) -> LoopResult:
    site_file = video.with_suffix(".site.yaml")
    site = load_site(site_file)
    analysed = analyse_recording(Task(video, site, site_file, site.cameras[0], 0.0), models)
    events = [event for event in analysed.report().events if event.kind in CORE]
    return LoopResult(video.name, analysed.cost, tuple(events))


def _peers(loop: str, video: Path) -> LoopResult:
    site = load_site(video.with_suffix(".site.yaml"))
    camera, seen = site.cameras[0], {c.id: Presence() for c in site.cameras[0].counters}
    with open_source(str(video.resolve()), camera="bench", base=video.parent, start=0.0) as source:
        made, meter, last = None, None, 0.0
        for frame in source.frames(LOOKS.rate):
            if made is None:
                made, meter = PEERS[loop].make(_zones(camera, frame.size)), CostMeter()
            there = made.look(frame.image)
            for counter, presence in seen.items():
                presence.add(frame.time, {r: is_there for (c, r), is_there in there.items() if c == counter})
            last = frame.time
    profile = load_profile(site.profile)
    found = [e for c, presence in seen.items() for e in core_events(video.name, c, presence, profile)]
    cost = meter.cost(last + 1 / LOOKS.rate) if meter is not None else ProcessCost()
    return LoopResult(video.name, cost, tuple(found) if loop != "decoding" else ())


def _zones(camera: Camera, size: tuple[int, int]) -> Zones:
    return {
        (view.id, role): np.array(points, np.float32) * np.array(size, np.float32)
        for view in views_of(camera)
        for role, points in view.zones.items()
        if role != "waiting"
    }


if __name__ == "__main__":
    main()
