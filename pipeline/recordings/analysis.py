"""The analysis of one recording, from its pictures to its events, for `analyze` and `evaluate`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from models import Camera, Site
from models.norms import Figure, Profile, load_profile, with_lines
from pipeline.judging.judge import Judgement, judge_counters
from pipeline.processes import CostMeter, ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport, ReportedVision, VideoClock
from pipeline.recordings.assignment import camera_of, content_of
from pipeline.recordings.kept_looks import KeptLooks, RecordingLook, look_key
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import ModelSet
from pipeline.scene import ContextOf, CounterContext
from pipeline.states import hold_s, lengths
from vision.camera.view_watch import Background, Framing
from vision.core import Sighting, Signals
from vision.detection.people_mask import without_people
from vision.pose.choice import ModelChoice
from vision.sources.opening import Gap, PictureSource, SourceInfo, open_source

Progress = Callable[[float], None]
"""Called with the seconds of video that are done."""


@dataclass(frozen=True, slots=True)
class Task:
    """The video of one camera of a site to analyse. `start` is UTC seconds, None to read it from the file.

    `context_of` gives what is known of its counters: the site alone, or the store's roster and seats too. `learned` are
    the lines in force at the site, by KIND or KIND@COUNTER; None: those that the profile's file has.
    """

    video: Path
    site: Site
    site_file: Path
    camera: Camera
    start: float | None = None
    context_of: ContextOf = CounterContext
    learned: Mapping[str, Figure] | None = None

    @classmethod
    def of(cls, video: Path, site: Site, site_file: Path) -> "Task":
        """The task of a video; raises PipelineError when its camera cannot be told from its name."""
        return cls(video, site, site_file, camera_of(video, site, site_file))

    @property
    def file(self) -> Path:
        """The video itself, without a rate that it may be named with."""
        return content_of(self.video)

    def opened(self, start: float | None) -> PictureSource:
        """The opened video, whose first picture is of `start` (UTC s); None: as the file says, on the site's clock."""
        path = self.video.resolve()
        return open_source(
            str(path), camera=self.camera.id, base=path.parent, start=start, zone=self.site.zone
        )

    @property
    def profile(self) -> Profile:
        """The norm profile that the site names: a built-in name, or a YAML file beside the site file."""
        name = self.site.profile
        found = load_profile(self.site_file.parent / name if name.endswith((".yaml", ".yml")) else name)
        return found if self.learned is None else with_lines(found, self.learned)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A recording's judgement with everything it was made from, and the parts that could not be read (`gaps`).

    `background` is the camera's picture without people, `framing` whether it is the picture that the zones were drawn
    for. `notes` are lines for the operator about times that cannot be trusted.
    """

    task: Task
    profile: Profile
    info: SourceInfo
    signals: dict[str, Signals]
    sightings: list[Sighting]
    judgement: Judgement
    gaps: list[Gap]
    cost: ProcessCost
    vision: ReportedVision
    background: Background | None = None
    framing: Framing | None = None
    notes: tuple[str, ...] = ()

    def report(self, clips: dict[int, str] | None = None) -> AnalysisReport:
        """As `analyze --json` writes it; `clips` gives a path by the event's place in the judgement."""
        clock, found = VideoClock(self.task.file.name, self.info.start), self.judgement
        return AnalysisReport(
            tuple(clock.event(event, (clips or {}).get(i)) for i, event in enumerate(found.events)),
            clock.states(found.states),
            clock.coverage(found.coverage),
            self.cost,
            self.vision,
            tuple(
                queue
                for counter, rows in self.signals.items()
                for people, spans in lengths(rows, hold_s(rows.time))
                for queue in clock.queue(counter, people, spans)
            ),
            self.profile.scoring.certain_from,
        )


def analyse_recording(task: Task, models: ModelSet, progress: Progress | None = None) -> Analysed:
    """Look at the whole recording, then judge it; raises as `look_at` and `judged` do."""
    return judged(task, models.choice, look_at(task, models, progress))


def look_at(
    task: Task, models: ModelSet, progress: Progress | None = None, kept: KeptLooks | None = None
) -> RecordingLook:
    """Look at the whole recording, or take up the look that was kept; a damaged part is a gap.

    The look is kept, if there is a place for it, until it is dropped. Raises VisionError when the file cannot be read
    at all and ModelError for an unusable profile.
    """
    _ = task.profile
    key = key_of(task, models.choice) if kept else ""
    before = kept.find(key) if kept else None
    if before is not None:
        note = f"{task.file.name}: it was looked at before and not stored, so it is not looked at again"
        return replace(before, notes=(*before.notes, note))
    look = _look(task, models, progress)
    if kept:
        look = replace(look, background=look.background and without_people(look.background))
        kept.keep(key, look)
    return look


def key_of(task: Task, choice: ModelChoice) -> str:
    """The key of the kept look of a task."""
    return look_key(task.file, task.video.name, str(task.start), task.site.model_dump_json(), repr(choice))


def _look(task: Task, models: ModelSet, progress: Progress | None) -> RecordingLook:
    meter, watcher = CostMeter(), models.watcher(task.camera, task.site)
    with task.opened(task.start) as source:
        last = source.info.start
        for frame in source.frames(LOOKS.rate):
            watcher.look(frame)
            last = frame.time
            if progress:
                progress(last - source.info.start)
        end = _end(source, last)
        return RecordingLook(
            source.info,
            end,
            dict(watcher.signals()),
            watcher.sightings(),
            source.gaps,
            meter.cost(end - source.info.start),
            watcher.reference,
            watcher.framing,
            source.notes,
        )


def judged(task: Task, choice: ModelChoice, look: RecordingLook) -> Analysed:
    """The judgement of a look by the task's profile.

    Opening hours and roster count only if the time of the recording is known. Raises ModelError when they cannot be
    read.
    """
    profile, span = task.profile, (look.info.start, look.end)
    found = judge_counters(_context(task, look.info, span), look.signals, profile.thresholds)
    return Analysed(
        task,
        profile,
        look.info,
        look.signals,
        look.sightings,
        found.decided(profile.scoring),
        look.gaps,
        look.cost,
        _vision(choice),
        look.background,
        look.framing,
        look.notes,
    )


def _vision(choice: ModelChoice) -> ReportedVision:
    weights, detector = (None if path is None else path.name for path in (choice.weights, choice.detector))
    return ReportedVision(choice.backend, weights, choice.why, detector, choice.detector_why)


def _context(task: Task, info: SourceInfo, span: tuple[float, float]) -> CounterContext:
    """The context of the camera's counters; hours and roster count only if the time of the recording is known."""
    context = task.context_of(task.site, task.camera.id, span)
    return context if info.start_known else replace(context, guessed=(span,))


def _end(source: PictureSource, last: float) -> float:
    """When the recording ends: one look after the last picture, or where its last gap ends."""
    return max([last + 1 / LOOKS.rate, *(gap.end for gap in source.gaps)])
