"""Labelled clips judged from their signals: unchanged, and rendered ones under each strain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks.accuracy.looking import task_of
from benchmarks.accuracy.strain import STRAINS, Strain, strained
from benchmarks.kept_signals import Seen, judged, kept
from models import ModelError
from pipeline.errors import PipelineError
from pipeline.evaluation.findings import ClipResult, compare, not_analysed
from pipeline.evaluation.truth import EvaluationClip, load_clips
from pipeline.recordings.analysis_report import AnalysisReport


@dataclass(frozen=True, slots=True)
class Clips:
    """The results of all unchanged clips, and those of rendered ones by the name of each strain."""

    results: list[ClipResult] = field(default_factory=list)
    strained: dict[str, list[ClipResult]] = field(default_factory=dict)


def chosen_clips(footage: Path, only: Sequence[str] = ()) -> list[EvaluationClip]:
    """The labelled clips below `footage`; only those of the given folders or names if there are any.

    Raises PipelineError if there is none.
    """
    clips = [
        clip for clip in load_clips(footage) if not only or any(_within(clip.name, part) for part in only)
    ]
    if not clips:
        raise PipelineError(f"{footage}: no clip named {', '.join(only)}; give folders or names below it")
    return clips


def _within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}/")


def measure_clips(clips: Sequence[EvaluationClip], folder: Path, failed: Mapping[str, str]) -> Clips:
    """Every clip compared with its labels, from its Signals in `folder`; `failed` has the reasons of failures."""
    measured = Clips()
    for clip in clips:
        seen = kept(folder, clip)
        if seen is None:
            measured.results.append(not_analysed(clip, failed.get(clip.name, "was not looked at")))
            continue
        try:
            plain, *worse = reports(clip, seen)
        except (ModelError, PipelineError) as error:
            measured.results.append(not_analysed(clip, str(error)))
            continue
        measured.results.append(compare(clip, plain))
        for strain, report in zip(STRAINS, worse, strict=False):
            measured.strained.setdefault(strain.name, []).append(compare(clip, report))
    return measured


def reports(clip: EvaluationClip, seen: Seen) -> list[AnalysisReport]:
    """The reports of a clip: unchanged, then, for a rendered one, under each of STRAINS."""
    task = task_of(clip)
    strains = STRAINS if clip.truth.origin == "rendered" else ()
    return [judged(task, one) for one in (seen, *(worse_seen(clip, seen, strain) for strain in strains))]


def worse_seen(clip: EvaluationClip, seen: Seen, strain: Strain) -> Seen:
    """The clip with degraded signals; the same at every run."""
    rng = np.random.default_rng([crc32(clip.video.name.encode()), crc32(strain.name.encode())])
    return replace(seen, signals={name: strained(one, strain, rng) for name, one in seen.signals.items()})
