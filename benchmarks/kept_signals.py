"""Stored signals of labelled clips: a clip is analysed once and can be judged many times.

Each clip has two files: the Signals of its counters as Parquet, in the format of pipeline.archive, and a file with its
start, its end and the cost of the analysis.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.archive.parquet_file import load, save
from pipeline.evaluation.truth import EvaluationClip
from pipeline.judging.judge import judge_counters
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis import Analysed, Task
from pipeline.recordings.analysis_report import AnalysisReport, VideoClock, write_json
from pipeline.scene.context import CounterContext
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class Seen:
    """The Signals of a clip from `start` to `end` (UTC s), and the cost of its analysis."""

    signals: dict[str, Signals]
    start: float
    end: float
    cost: ProcessCost

    @classmethod
    def of(cls, analysed: Analysed) -> "Seen":
        """The parts of an analysis that judging needs."""
        start = analysed.info.start
        return cls(dict(analysed.signals), start, start + analysed.cost.video_s, analysed.cost)


def keep(folder: Path, clip: EvaluationClip, seen: Seen) -> None:
    """Write both files; the second one, which marks the clip as complete, is written last."""
    rows, rest = files_of(folder, clip)
    save(rows, clip.name, seen.signals)
    write_json(rest, {"start": seen.start, "end": seen.end, "cost": asdict(seen.cost)})


def kept(folder: Path, clip: EvaluationClip) -> Seen | None:
    """The stored Signals of a clip, None if it was not analysed completely."""
    rows, rest = files_of(folder, clip)
    if not rest.is_file():
        return None
    values = json.loads(rest.read_text(encoding="utf-8"))
    return Seen(load(rows, clip.name), values["start"], values["end"], ProcessCost(**values["cost"]))


def files_of(folder: Path, clip: EvaluationClip) -> tuple[Path, Path]:
    """The files of a clip: its Signals and the rest."""
    name = clip.name.replace("/", "_")
    return folder / f"{name}.parquet", folder / f"{name}.json"


def judged(task: Task, seen: Seen) -> AnalysisReport:
    """The report of a clip from its signals; labelled clips have no opening hours."""
    profile, span = task.profile, (seen.start, seen.end)
    context = CounterContext(task.site, task.camera.id, span, guessed=(span,))
    judgement = judge_counters(context, seen.signals, profile.thresholds)
    found = judgement.decided(profile.scoring)
    clock = VideoClock(task.video.name, seen.start)
    return AnalysisReport(
        tuple(map(clock.event, found.events)),
        clock.states(found.states),
        clock.coverage(found.coverage),
        seen.cost,
        certain_from=profile.scoring.certain_from,
    )
