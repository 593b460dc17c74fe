"""The job of `counterwatch analyze`: recordings are analysed one after the other, and their results are stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from models.store import ModelError, Store, StoreError
from pipeline.archive.backgrounds import backgrounds_in
from pipeline.errors import PipelineError
from pipeline.recordings.batch import GO_ON, Batch, analyse_batch
from pipeline.recordings.storing import StoredAnalysis, store_recording
from pipeline.recordings.terminal import load_models_quietly, progress_bars
from pipeline.roster.context_loading import load_context
from pipeline.scene import with_objects
from vision.pose.choice import ModelRequest


@dataclass(frozen=True, slots=True)
class ResultTarget:
    """The target of results: the store, its data folder, a clock (UTC seconds), and whether clips are cut."""

    store: Store
    data: Path
    clock: Callable[[], float]
    clips: bool = True


@dataclass(frozen=True, slots=True)
class RecordingResult:
    """A recording that was analysed and stored, or the line that says why not."""

    video: Path
    kept: StoredAnalysis | None = None
    failed: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines for the operator about times of the recording that cannot be trusted."""
        return self.kept.analysed.notes if self.kept else ()


def analyse_and_store(
    batch: Batch, target: ResultTarget, wish: ModelRequest | None = None
) -> Iterator[RecordingResult]:
    """Analyse and store every recording of the batch in order, with a progress bar for each; `wish` names the models.

    Raises VisionError when the models are not installed.
    """
    learned = target.store.lines.figures(batch.site.site)
    batch = replace(batch, context_of=partial(load_context, target.store), learned=learned)
    wish = with_objects(wish, batch.site)
    with load_models_quietly(wish) as opened, progress_bars() as watch:
        models = replace(opened, backgrounds=backgrounds_in(target.store, batch.site))
        for outcome in analyse_batch(batch, models, watch, target.data):
            if outcome.analysed is None:
                yield RecordingResult(outcome.video, failed=outcome.failed)
                continue
            try:
                kept = store_recording(
                    outcome.analysed, target.store, target.data, target.clock(), clips=target.clips
                )
                outcome.forget()
                yield RecordingResult(outcome.video, kept)
            except StoreError as error:
                yield RecordingResult(outcome.video, failed=f"{outcome.video}: {error}{GO_ON}")
            except (ModelError, PipelineError) as error:
                yield RecordingResult(outcome.video, failed=f"{outcome.video}: {error}")
