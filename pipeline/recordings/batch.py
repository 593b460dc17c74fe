"""Several recordings of a site, one after the other; a bad one does not hold up the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import Camera, ModelError, Site, StoreError, load_site
from models.norms import Figure, Profile
from pipeline.errors import PipelineError
from pipeline.recordings.analysis import Analysed, Progress, Task, judged, key_of, look_at
from pipeline.recordings.assignment import at_rate, camera_of, content_of
from pipeline.recordings.kept_looks import KeptLooks, RecordingLook
from pipeline.recordings.model_set import ModelSet
from pipeline.recordings.start_times import DescribedFile, future_note, laid, moment, order_note
from pipeline.scene import ContextOf, CounterContext
from vision.core import VisionError

Watch = Callable[[Task], Progress]
"""Called when a recording begins; the function that it returns is called with the seconds that are done."""


GO_ON = "; what was looked at is kept, and the same command goes on from there"
"""The end of the line about a database that fails after the looking."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Recordings of one site. `start` is when the first recording of every camera begins, UTC seconds.

    Further recordings of a camera follow one another without a gap; one that cannot be read counts as empty.
    None: each file says itself when it was made. `context_of` gives what is known of the counters, `learned` the lines
    in force at the site.
    """

    videos: tuple[Path, ...]
    site_file: Path
    site: Site
    start: float | None = None
    context_of: ContextOf = CounterContext
    learned: Mapping[str, Figure] | None = None

    @classmethod
    def of(
        cls, videos: Sequence[Path], site_file: Path, start: str | None = None, fps: float | None = None
    ) -> "Batch":
        """The batch with its site file read and its profile and time checked; raises ModelError, PipelineError.

        `fps` is the rate of recordings that store no times, pictures a second.
        """
        site = load_site(site_file)
        batch = cls(
            tuple(at_rate(video, fps) for video in videos),
            site_file,
            site,
            None if start is None else moment(start, site.zone),
        )
        _ = batch.profile
        return batch

    @property
    def profile(self) -> Profile:
        """The norm profile that the site names."""
        return self.task(self.site_file, self.site.cameras[0]).profile

    def task(self, video: Path, camera: Camera, start: float | None = None) -> Task:
        """The task of one of its recordings, which begins at `start` (UTC seconds)."""
        return Task(video, self.site, self.site_file, camera, start, self.context_of, self.learned)

    def tasks(self) -> Iterator[Task]:
        """A task for every recording whose camera is known, each with its own start."""
        for video in self.videos:
            with suppress(PipelineError):
                yield self.task(video, camera_of(video, self.site, self.site_file))

    def notes(self, now: float) -> list[str]:
        """Lines about a start in the future (`now` is UTC s), and about files whose own clocks contradict their order.

        They are for the operator to read before the work. Files that cannot be read are left out.
        """
        if self.start is None:
            return []
        lines = [future_note(self.start, now, self.site.zone)]
        of_camera: dict[str, list[DescribedFile]] = {}
        for task in self.tasks() if len(self.videos) > 1 else ():
            with suppress(VisionError), task.opened(None) as source:
                of_camera.setdefault(task.camera.id, []).append((task.file, source.info))
        lines += [
            order_note(laid(files, self.start, self.site.zone), self.site.zone)
            for files in of_camera.values()
        ]
        return [line for line in lines if line]

    def over(self, videos: Sequence[Path]) -> "Batch":
        """The same over other recordings."""
        return replace(self, videos=tuple(videos))


@dataclass(frozen=True, slots=True)
class RecordingOutcome:
    """The outcome of a recording: its analysis, or the line that says why there is none.

    `forget` is to be called once it is stored.
    """

    video: Path
    analysed: Analysed | None = None
    failed: str | None = None
    forget: Callable[[], None] = lambda: None


@dataclass
class _Clock:
    """When the next recording of a camera begins, UTC seconds; None if every file says so itself."""

    start: float | None
    next_of: dict[str, float] = field(default_factory=dict)

    def of(self, camera: str) -> float | None:
        return None if self.start is None else self.next_of.get(camera, self.start)

    def done(self, task: Task, look: RecordingLook) -> None:
        self.next_of[task.camera.id] = look.end


def analyse_batch(
    batch: Batch, models: ModelSet, watch: Watch, data: Path | None = None
) -> Iterator[RecordingOutcome]:
    """Analyse the recordings in the order given; looks are kept in the data folder, if there is one, until stored."""
    clock, kept = _Clock(batch.start), KeptLooks.of(data) if data else None
    for video in batch.videos:
        look: RecordingLook | None = None
        try:
            if not content_of(video).exists():
                raise PipelineError(f"{video}: no such file")
            camera = camera_of(video, batch.site, batch.site_file)
            task = batch.task(video, camera, clock.of(camera.id))
            look = look_at(task, models, watch(task), kept)
            clock.done(task, look)
            analysed = judged(task, models.choice, look)
        except StoreError as error:
            yield RecordingOutcome(video, failed=f"{video}: {error}{GO_ON if kept and look else ''}")
            continue
        except (ModelError, VisionError, PipelineError) as error:
            yield RecordingOutcome(video, failed=str(error))
            continue
        yield RecordingOutcome(video, analysed, forget=_forget(kept, task, models))


def _forget(kept: KeptLooks | None, task: Task, models: ModelSet) -> Callable[[], None]:
    """Drops the kept look of a task."""
    return lambda: kept.drop(key_of(task, models.choice)) if kept else None
