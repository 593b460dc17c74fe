"""Processor seconds of an analysis by stage: `python -m benchmarks.profile VIDEO...`.

Each video has a NAME.site.yaml beside it. Figures are those of the whole process, so that the threads of the models
count; stages lie inside each other: `finder` holds `detector` and `pose`, `rows` holds `face`.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

import vision.camera_observer as observer
from benchmarks.accuracy.machine import machine, revision
from benchmarks.recordings import decoded
from models import load_site
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.terminal import load_models_quietly
from vision.detection.detector_finder import DetectorFinder
from vision.detection.network_detector import NetworkDetector
from vision.pose.mediapipe_backend import MediaPipeFace, MediaPipePose

_STAGES: Sequence[tuple[Any, str, str]] = (
    (observer.CameraObserver, "look", "look"),
    (observer.HealthWatch, "judge", "health"),
    (observer, "grey", "grey levels"),
    (observer.Smoother, "smoothed", "noise"),
    (observer.CameraObserver, "_framed", "framing"),
    (observer.VisibilityWatch, "look", "visibility"),
    (DetectorFinder, "look", "finder"),
    (NetworkDetector, "detect", "detector"),
    (MediaPipePose, "people", "pose"),
    (observer.CameraObserver, "_row", "rows"),
    (MediaPipeFace, "face", "face"),
)


class StageClock:
    """Seconds and calls of each stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()

    def install(self) -> None:
        """Time every stage from now on; the process is measured once and ends."""
        for owner, name, stage in _STAGES:
            setattr(owner, name, self._timed(getattr(owner, name), stage))

    def forget(self) -> None:
        """Begin again at zero."""
        self.seconds.clear()
        self.calls.clear()

    def _timed(self, work: Callable[..., Any], stage: str) -> Callable[..., Any]:
        @wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return work(*given, **named)
            finally:
                self.seconds[stage] += time.process_time() - began
                self.calls[stage] += 1

        return timed


@click.command()
@click.argument("videos", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def main(videos: Sequence[Path]) -> None:
    """Print the stages of each video."""
    clock = StageClock()
    clock.install()
    click.echo(f"{machine()}; code of commit {revision()}; one process, {LOOKS.rate:g} looks a second")
    with load_models_quietly() as models:
        for video in videos:
            site_file = video.with_suffix(".site.yaml")
            site = load_site(site_file)
            decoding = decoded(video)
            clock.forget()
            cost = analyse_recording(Task(video, site, site_file, site.cameras[0], 0.0), models).cost
            click.echo(f"\n{video.stem}: {cost.video_s:.0f} s, CPU ms per second of video")
            for stage, seconds, calls in [("whole analysis", cost.cpu_s, 1), ("decoding alone", decoding, 1)]:
                click.echo(_line(stage, seconds, calls, cost.video_s))
            for stage, seconds in clock.seconds.most_common():
                click.echo(_line(stage, seconds, clock.calls[stage], cost.video_s))


def _line(stage: str, seconds: float, calls: int, video_s: float) -> str:
    often = f"{calls / video_s:7.2f} calls/s {1000 * seconds / calls:7.2f} ms each" if calls > 1 else ""
    return f"  {stage:16} {1000 * seconds / video_s:8.2f} {often}"


if __name__ == "__main__":
    main()
