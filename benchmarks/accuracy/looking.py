"""Analysis of labelled clips in several processes. A clip with stored Signals is not analysed again."""

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from benchmarks.kept_signals import Seen, keep, kept
from models import ModelError, load_site
from pipeline.errors import PipelineError
from pipeline.evaluation.truth import EvaluationClip
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.assignment import camera_of
from pipeline.recordings.model_set import ModelSet
from pipeline.recordings.terminal import load_models_quietly
from pipeline.scene.features import smiling
from vision.core import VisionError
from vision.pose.choice import ModelRequest

Failures = dict[str, str]
"""The reasons of clips that could not be analysed, by name, one line each."""


def look_at(clips: Sequence[EvaluationClip], wish: ModelRequest, folder: Path, jobs: int = 1) -> Failures:
    """Store the Signals of every clip in `folder` with several processes; clips that have them are skipped."""
    left = [clip for clip in clips if kept(folder, clip) is None]
    shares = [share for share in _shares(left, jobs) if share]
    if len(shares) <= 1:
        return _look(left, wish, folder)
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        parts = pool.map(_look, shares, repeat(wish), repeat(folder))
        return {name: why for part in parts for name, why in part.items()}


def _shares(clips: Sequence[EvaluationClip], jobs: int) -> Iterator[list[EvaluationClip]]:
    """The clips divided among the processes, the largest first, so that all have similar work."""
    ordered = sorted(clips, key=lambda clip: -clip.video.stat().st_size)
    return (ordered[first::jobs] for first in range(jobs))


def _look(clips: Sequence[EvaluationClip], wish: ModelRequest, folder: Path) -> Failures:
    """Analyse one process's clips; each clip is named on standard error as it begins."""
    failed: Failures = {}
    if not clips:
        return failed
    with load_models_quietly(wish) as models:
        for clip in clips:
            print(clip.name, file=sys.stderr, flush=True)
            try:
                keep(folder, clip, seen_of(clip, models))
            except (ModelError, VisionError, PipelineError) as error:
                failed[clip.name] = str(error)
    return failed


def seen_of(clip: EvaluationClip, models: ModelSet) -> Seen:
    """The Signals of the clip, as `counterwatch analyze` would make them."""
    return Seen.of(analyse_recording(task_of(clip), models))


def task_of(clip: EvaluationClip) -> Task:
    """The clip as a recording, with smiles measured whatever the site file says. Raises ModelError."""
    site = smiling(load_site(clip.site))
    return Task(clip.video, site, clip.site, camera_of(clip.video, site, clip.site))
