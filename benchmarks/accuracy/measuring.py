"""One backend measured: on clips, on labelled pictures, and on long days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.accuracy.backends import Backend
from benchmarks.accuracy.clips import measure_clips
from benchmarks.accuracy.faces import measure_faces
from benchmarks.accuracy.looking import look_at
from benchmarks.accuracy.machine import seen_revision
from benchmarks.accuracy.page import Measured
from benchmarks.accuracy.people import load_pictures, measure_poses
from benchmarks.long_days import days, tiles
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.truth import EvaluationClip
from pipeline.recordings.terminal import load_models_quietly
from vision.pose.choice import ModelRequest


@dataclass(frozen=True, slots=True)
class Plan:
    """The clips, the folder of their Signals (a subfolder per backend), and the number of processes."""

    clips: Sequence[EvaluationClip]
    signals: Path
    jobs: int = 1

    def folder(self, backend: Backend) -> Path:
        """The Signals folder of one backend and of the present version of the code."""
        return self.signals / backend.name / seen_revision()


def measure(backend: Backend, plan: Plan) -> Measured:
    """Measure one backend on the clips."""
    folder = plan.folder(backend)
    failed = look_at(plan.clips, backend.wish, folder, plan.jobs)
    found = measure_clips(plan.clips, folder, failed)
    return Measured(backend.name, backend.about, found.results, found.strained)


def with_pictures(one: Measured, footage: Path, wish: ModelRequest) -> Measured:
    """Also measure poses and faces, on the labelled pictures below `footage` if there are any."""
    poses, faces = footage / "pose", footage / "face"
    if not (poses.is_dir() or faces.is_dir()):
        return one
    with load_models_quietly(wish) as models:
        return replace(
            one,
            poses=measure_poses(load_pictures(poses), models.pose) if poses.is_dir() else None,
            # The faces of all backends are measured by the same model.
            faces=measure_faces(faces, models.face)
            if faces.is_dir() and models.face and wish.weights is None
            else (),
        )


def long_days(days_plan: days.Plan, plan: Plan, chosen: Sequence[Backend]) -> dict[str, list[ClipResult]]:
    """Results with the durations of `days_plan.profile`: synthetic days with and without strains, days of each clip."""
    parts = days.made_up(days_plan)
    for backend in chosen:
        tiled = tiles.tiled_days(plan.clips, plan.folder(backend), days_plan.hours, days_plan.profile)
        for result in tiled:
            parts.setdefault(f"{backend.name}, {result.truth.origin} clips", []).append(result)
    return parts
