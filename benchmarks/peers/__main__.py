"""`python -m benchmarks.peers`: our cost and that of the usual loops on the same clips, and what each finds.

The clips of `--footage` (folders dev and dev3) are re-encoded to 640 px wide into `--made`, so that the figures are of
the cameras that halls have. Each loop runs in a process of its own, one after the other.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from benchmarks.accuracy.clips import chosen_clips
from benchmarks.accuracy.machine import machine, revision, versions
from benchmarks.accuracy.markdown import share, table
from benchmarks.peers.loops import PEERS
from benchmarks.peers.one import CORE, OURS, LoopResult
from benchmarks.variants.making import VARIANTS, made
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import compare
from pipeline.evaluation.truth import EvaluationClip
from pipeline.processes import ProcessCost
from pipeline.recordings import AnalysisReport
from scripts.marked_page import replace_table

BUSY, QUIET, EMPTY = "busy", "quiet", "empty"
_BUSY_SHARE = 0.1
"""The share of a day in which a counter serves; a clerk is alone in the rest of it."""
_NARROW = next(v for v in VARIANTS if v.name == "640 wide")
_Results = Mapping[str, LoopResult]


@dataclass(frozen=True, slots=True)
class LoopRow:
    """Processor seconds per second of video by kind of clip, peak memory, and F1 of core events."""

    title: str
    busy: float
    quiet: float
    empty: float
    peak_mb: float
    core: float

    @property
    def day(self) -> float:
        """Processor seconds per second of a day mix."""
        return _BUSY_SHARE * self.busy + (1 - _BUSY_SHARE) * self.quiet

    def cells(self, ours: "LoopRow", decoding: "LoopRow") -> list[str]:
        """The cells of the table, ratios first."""
        return [
            self.title, f"{self.day / ours.day:.1f}", f"{1 / self.day:.1f}",
            *(f"{one / base:.1f}" for one, base in self._beside(decoding)),
            *(f"{value:.4f}" for value in (self.busy, self.quiet, self.empty)),
            f"{self.peak_mb:.0f}", share(self.core),
        ]  # fmt: skip

    def _beside(self, decoding: "LoopRow") -> list[tuple[float, float]]:
        return [(self.busy, decoding.busy), (self.quiet, decoding.quiet), (self.empty, decoding.empty)]


_HEADS = (
    "loop", "cost beside ours, day mix", "cameras per core, day mix", "busy, times decoding",
    "quiet, times decoding", "empty, times decoding", "busy, CPU s per s", "quiet", "empty", "peak MB", "core F1",
)  # fmt: skip


@click.command()
@click.option("--footage", type=click.Path(path_type=Path, exists=True), default=Path("../shared/footage"))
@click.option("--made", "folder", type=click.Path(path_type=Path), default=Path("build/peers"))
@click.option("--yolo-python", type=click.Path(path_type=Path), help="Python of the environment with `yolo`.")
@click.option("--yolo-weights", type=click.Path(path_type=Path, exists=True), help="YOLO pose weights.")
@click.option("--only", multiple=True, help="Folders or clips of the footage.")
@click.option(
    "--out", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Page for the table."
)
def main(
    footage: Path, folder: Path, yolo_python: Path | None, yolo_weights: Path | None,
    only: Sequence[str], out: Path | None,
) -> None:  # fmt: skip
    """Measure all loops that are installed, and print a table."""
    clips = [made(clip, _NARROW, folder) for clip in chosen_clips(footage, only or ("dev", "dev3"))]
    pythons = {name: Path(sys.executable) for name in (OURS, *PEERS)}
    if yolo_python is None or yolo_weights is None:
        pythons.pop("yolo_pose")
    else:
        pythons["yolo_pose"] = yolo_python
    results = {loop: run_loop(loop, python, clips, yolo_weights) for loop, python in pythons.items()}
    lines = report(results, clips)
    click.echo("\n".join(lines))
    if out:
        sys.exit(replace_table(out, "\n".join(lines), "peers"))


def run_loop(loop: str, python: Path, clips: Sequence[EvaluationClip], weights: Path | None) -> _Results:
    """The results of one loop by clip name; SystemExit with the loop's last line when it fails."""
    given = ["--weights", str(weights)] if loop == "yolo_pose" else []
    words = [str(python), "-m", "benchmarks.peers.one", loop, *(str(clip.video) for clip in clips), *given]
    # One camera, one thread: threads of a library that wait for each other would be charged to a loop.
    env = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        sys.exit(f"{loop}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
    lines = [LoopResult.of(line) for line in done.stdout.splitlines() if line.startswith('{"video"')]
    return {clip.name: result for clip, result in zip(clips, lines, strict=True)}


def report(results: Mapping[str, _Results], clips: Sequence[EvaluationClip]) -> list[str]:
    """The table, with the machine, the versions and the clips of each kind."""
    rows = {loop: row(title_of(loop), found, clips) for loop, found in results.items()}
    kinds = {kind: [clip.name for clip in clips if kind_of(clip) == kind] for kind in (BUSY, QUIET, EMPTY)}
    cells = [one.cells(rows[OURS], rows["decoding"]) for one in rows.values()]
    return [
        f"{machine()}; {versions()}; code of commit {revision()}; 640 px wide, 5 looks a second, one process.",
        "",
        *table(_HEADS, cells),
        *(f"{kind.capitalize()}: {', '.join(names)}." for kind, names in kinds.items()),
    ]


def title_of(loop: str) -> str:
    """The name of a loop in the table."""
    return "Counterwatch, everything it measures" if loop == OURS else PEERS[loop].title


def row(title: str, found: _Results, clips: Sequence[EvaluationClip]) -> LoopRow:
    """The figures of one loop."""
    costs = {
        kind: _cost([found[c.name].cost for c in clips if kind_of(c) == kind])
        for kind in (BUSY, QUIET, EMPTY)
    }
    compared = [compare(clip, _report(found[clip.name])) for clip in clips]
    return LoopRow(
        title, *(cost.cpu_per_video_s for cost in costs.values()),
        max(cost.peak_mb for cost in costs.values()), summarise(compared, CORE).all.overall.f1,
    )  # fmt: skip


def kind_of(clip: EvaluationClip) -> str:
    """Whether the clip shows customers, a clerk alone, or nobody."""
    kinds = {state.state for state in clip.truth.states}
    if "customer_present" in kinds:
        return BUSY
    return QUIET if "staff_present" in kinds else EMPTY


def _cost(costs: Sequence[ProcessCost]) -> ProcessCost:
    total = ProcessCost()
    for cost in costs:
        total += cost
    return total


def _report(result: LoopResult) -> AnalysisReport:
    return replace(AnalysisReport(), events=result.events, cost=result.cost)


if __name__ == "__main__":
    main()
