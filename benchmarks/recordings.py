"""Cost of an analysis, compared with decoding alone: `python -m benchmarks.recordings [VIDEO...]`.

Each video has a NAME.site.yaml beside it. Both figures come from one run on one machine, in processor seconds, so that
the ratio and the multiple of real time may be compared.
"""

import platform
import sys
import time
from pathlib import Path

from models import load_site
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.model_set import LOOK_RATE, ModelSet, load_models
from vision.sources.opening import open_source

ROOT = Path(__file__).parents[1]
BUSY, STILL = "full_service_A.mp4", "empty_B.mp4"
USUAL = [
    ROOT.parent / "shared" / "footage" / "dev" / name for name in (BUSY, "mixed_A.mp4", "quiet_A.mp4", STILL)
]


def main() -> None:
    """Print one row per video."""
    videos = [Path(name) for name in sys.argv[1:]] or [video for video in USUAL if video.is_file()]
    if not videos:
        sys.exit(
            "no video given, and ../shared/footage is not here: name recordings that lie beside their site file"
        )
    print(f"{platform.processor() or platform.machine()}, one process, {LOOK_RATE:g} looks a second")
    print(
        f"{'video':24}{'video s':>9}{'decode s':>10}{'all s':>8}{'x decode':>10}{'x real time':>13}{'peak MB':>9}"
    )
    with load_models() as models:
        for video in videos:
            print(_row(video, models), flush=True)


def _row(video: Path, models: ModelSet) -> str:
    site_file = video.with_suffix(".site.yaml")
    site = load_site(site_file)
    decode = _decoded(video)
    cost = analyse_recording(Task(video, site, site_file, site.cameras[0], 0.0), models).cost
    return (
        f"{video.stem:24}{cost.video_s:9.1f}{decode:10.2f}{cost.cpu_s:8.2f}{cost.cpu_s / decode:10.1f}"
        f"{cost.video_s / cost.cpu_s:13.1f}{cost.peak_mb:9.0f}"
    )


def _decoded(video: Path) -> float:
    """Processor seconds to decode every picture and convert those that an analysis uses."""
    began = time.process_time()
    with open_source(str(video.resolve()), camera="bench", base=video.parent, start=0.0) as source:
        for _frame in source.frames(LOOK_RATE):
            pass
    return time.process_time() - began


if __name__ == "__main__":
    main()
