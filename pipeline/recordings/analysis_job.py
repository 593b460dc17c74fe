"""The job of `counterwatch analyze`: recordings are analysed one after the other, and their results are stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import ModelError
from models.store import Store
from pipeline.archive.backgrounds import backgrounds_in
from pipeline.errors import PipelineError
from pipeline.recordings.batch import Batch, analyse_batch
from pipeline.recordings.model_set import open_eyes
from pipeline.recordings.storing import Kept, keep
from pipeline.recordings.terminal import bars, hushed
from pipeline.scene.features import with_objects
from pipeline.seats.daily import known_in
from vision.pose.choice import ModelRequest


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where results are kept: the store, its data folder, a clock (UTC seconds), and whether clips are cut."""

    store: Store
    data: Path
    clock: Callable[[], float]
    clips: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """A recording that was analysed and kept, or the line that says why not."""

    video: Path
    kept: Kept | None = None
    failed: str | None = None


def analyse_and_keep(batch: Batch, shelf: Shelf, wish: ModelRequest | None = None) -> Iterator[Result]:
    """Every recording of the batch in the order given, with a progress bar for each; `wish` says what shall look.

    Raises VisionError when the models are not installed.
    """
    batch = replace(batch, known=known_in(shelf.store, batch.site))
    wish = with_objects(wish, batch.site)
    with hushed(), open_eyes(wish) as opened, bars() as watch:
        eyes = replace(opened, backgrounds=backgrounds_in(shelf.store, batch.site))
        for outcome in analyse_batch(batch, eyes, watch):
            if outcome.analysed is None:
                yield Result(outcome.video, failed=outcome.failed)
                continue
            try:
                kept = keep(outcome.analysed, shelf.store, shelf.data, shelf.clock(), clips=shelf.clips)
                yield Result(outcome.video, kept)
            except (ModelError, PipelineError) as error:
                yield Result(outcome.video, failed=f"{outcome.video}: {error}")
