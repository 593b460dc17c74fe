"""The job of `counterwatch evaluate`: all labelled clips of a folder are analysed and compared with their truth."""

from pathlib import Path

from models import load_site
from pipeline.evaluation.evaluate import evaluate_clips
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.truth import load_clips
from pipeline.recordings import AnalysisReport, Task, analyse_recording, load_models_quietly, progress_bars
from pipeline.scene import smiling
from vision.pose.choice import ModelRequest


def evaluate_folder(
    folder: Path, wish: ModelRequest | None = None, *, smile: bool = False
) -> list[ClipResult]:
    """Every labelled clip of a folder against its truth; raises PipelineError for a folder without any.

    With `smile` mouths are measured too, as if every site had asked for it.
    """
    clips = load_clips(folder)
    with load_models_quietly(wish) as models, progress_bars() as watch:

        def analyse(video: Path, site_file: Path) -> AnalysisReport:
            site = smiling(load_site(site_file)) if smile else load_site(site_file)
            task = Task.of(video, site, site_file)
            return analyse_recording(task, models, watch(task)).report()

        return list(evaluate_clips(clips, analyse))
