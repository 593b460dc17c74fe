"""Cost of an analysis, compared with decoding alone: `python -m benchmarks.recordings [--out PAGE] [VIDEO...]`.

Each video has a NAME.site.yaml beside it. Both figures come from one run on one machine, in processor seconds, so that
the ratio and the multiple of real time may be compared. `--out` writes the table into a page, between its marks.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.accuracy.machine import machine, revision
from benchmarks.accuracy.markdown import table
from models import load_site
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import ModelSet
from pipeline.recordings.terminal import load_models_quietly
from scripts.marked_page import replace_table
from vision.sources.opening import open_source

ROOT = Path(__file__).parents[1]
# What the usual recordings show: full service, several customers, a quiet clerk, an empty hall.
USUAL = {
    ROOT.parent / "shared" / "footage" / "dev" / f"{name}.mp4": shows
    for name, shows in {
        "full_service_A": "one customer served",
        "mixed_A": "several customers",
        "quiet_A": "a clerk alone",
        "empty_B": "an empty hall",
    }.items()
}
_HEADS = (
    "recording", "seconds", "decoding alone, s", "analysis, s", "s per second of video", "times decoding",
    "times real time", "peak MB",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordingCost:
    """The cost of one analysis beside `decode_s`, the processor seconds that decoding alone takes."""

    name: str
    decode_s: float
    cost: ProcessCost

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        cost = self.cost
        return (
            self.name, f"{cost.video_s:.0f}", f"{self.decode_s:.2f}", f"{cost.cpu_s:.2f}",
            f"{cost.cpu_s / cost.video_s:.3f}", f"{cost.cpu_s / self.decode_s:.1f}",
            f"{cost.video_s / cost.cpu_s:.1f}", f"{cost.peak_mb:.0f}",
        )  # fmt: skip


@click.command()
@click.argument("videos", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Page for the table."
)
def main(videos: Sequence[Path], out: Path | None) -> None:
    """Measure the recordings, by default the usual ones."""
    shown = {video: video.stem for video in videos} or {
        video: f"{video.stem}: {shows}" for video, shows in USUAL.items() if video.is_file()
    }
    if not shown:
        sys.exit(
            "no video given, and ../shared/footage is not here: name recordings that lie beside their site file"
        )
    with load_models_quietly() as models:
        rows = [measured(video, name, models) for video, name in shown.items()]
    lines = report(rows)
    click.echo("\n".join(lines))
    if out:
        sys.exit(replace_table(out, "\n".join(lines), "measured"))


def report(rows: Sequence[RecordingCost]) -> list[str]:
    """The table of all recordings, with the machine and the version of the code."""
    how = f"{machine()}; code of commit {revision()}; one process, {LOOKS.rate:g} looks a second."
    return [how, "", *table(_HEADS, [row.cells() for row in rows])]


def measured(video: Path, name: str, models: ModelSet) -> RecordingCost:
    """Decode the video, then analyse it with the first camera of its site file."""
    site_file = video.with_suffix(".site.yaml")
    site = load_site(site_file)
    decode_s = decoded(video)
    cost = analyse_recording(Task(video, site, site_file, site.cameras[0], 0.0), models).cost
    return RecordingCost(name, decode_s, cost)


def decoded(video: Path) -> float:
    """Processor seconds to decode every picture and convert those that an analysis uses."""
    began = time.process_time()
    with open_source(str(video.resolve()), camera="bench", base=video.parent, start=0.0) as source:
        for _frame in source.frames(LOOKS.rate):
            pass
    return time.process_time() - began


if __name__ == "__main__":
    main()
