"""Labelled clips through the whole product, with analyses that may be kept: one run takes minutes, the page seconds."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks.accuracy.strain import STRAINS, Strain, strained
from models.errors import ModelError
from models.site import load_site
from pipeline.context.asked import asked, smiling
from pipeline.context.duty import Duty
from pipeline.cost import Cost
from pipeline.errors import PipelineError
from pipeline.evaluation.findings import ClipResult, compare, not_analysed
from pipeline.evaluation.truth import Clip, load_clips
from pipeline.judge import judge
from pipeline.recordings.analyse import Analysed, Task, analyse_recording
from pipeline.recordings.assignment import camera_of
from pipeline.recordings.eyes import Eyes
from pipeline.recordings.report import (
    Report,
    ReportedCoverage,
    ReportedEvent,
    ReportedState,
    VideoClock,
    document,
    write_json,
)
from pipeline.spans import Spans
from vision.core.errors import VisionError

Look = Callable[[Clip], Sequence[Report]]
"""What was found in a clip: as it is, then, for rendered ones, under each of STRAINS."""


@dataclass(frozen=True, slots=True)
class Clips:
    """The results of all clips as they are, and those of rendered ones under each strain, by its name."""

    results: list[ClipResult] = field(default_factory=list)
    strained: dict[str, list[ClipResult]] = field(default_factory=dict)


def measure_clips(footage: Path, look: Look) -> Clips:
    """Every labelled clip below `footage` against its truth; raises PipelineError where there is none.

    A clip that cannot be analysed is a result with its reason; each clip is named on standard error as it begins.
    """
    measured = Clips()
    for clip in load_clips(footage):
        print(clip.name, file=sys.stderr, flush=True)
        try:
            plain, *worse = look(clip)
        except (ModelError, VisionError, PipelineError) as error:
            measured.results.append(not_analysed(clip, str(error)))
            continue
        measured.results.append(compare(clip, plain))
        for strain, report in zip(STRAINS, worse, strict=False):
            measured.strained.setdefault(strain.name, []).append(compare(clip, report))
    return measured


def with_eyes(eyes: Eyes) -> Look:
    """As `counterwatch analyze` looks at a recording; under strain its signals are made worse and judged again.

    Mouths are measured as if every site had asked for it.
    """

    def look(clip: Clip) -> list[Report]:
        site = smiling(load_site(clip.site))
        analysed = analyse_recording(
            Task(clip.video, site, clip.site, camera_of(clip.video, site, clip.site)), eyes
        )
        strains = STRAINS if clip.truth.origin == "rendered" else ()
        return [analysed.report(), *(_judged_again(analysed, strain) for strain in strains)]

    return look


def kept(look: Look, folder: Path) -> Look:
    """The same, through files of `folder`, each report in it as `counterwatch analyze --json` writes one."""
    folder.mkdir(parents=True, exist_ok=True)

    def from_file(clip: Clip) -> list[Report]:
        file = folder / f"{clip.name.replace('/', '_')}.json"
        if not file.is_file():
            write_json(file, [document(report) for report in look(clip)])
        return read_reports(file)

    return from_file


def read_reports(file: Path) -> list[Report]:
    """What `kept` wrote."""
    return [
        Report(
            tuple(ReportedEvent(**row) for row in values["events"]),
            tuple(ReportedState(**row) for row in values["states"]),
            tuple(ReportedCoverage(**row) for row in values["coverage"]),
            Cost(**values["cost"]),
        )
        for values in json.loads(file.read_text(encoding="utf-8"))
    ]


def _judged_again(analysed: Analysed, strain: Strain) -> Report:
    """The same recording's judgement from worse signals; labelled clips know no opening hours."""
    name, start, seconds = analysed.task.video.name, analysed.info.start, analysed.cost.video_s
    rng = np.random.default_rng([crc32(name.encode()), crc32(strain.name.encode())])
    signals = {counter: strained(one, strain, rng) for counter, one in analysed.signals.items()}
    thresholds = analysed.profile.thresholds
    span = (start, start + seconds)
    duty = Duty(Spans.of(span), asked=asked(analysed.task.site, analysed.task.camera.counters[0]))
    found = judge(analysed.task.camera.id, signals, thresholds, span, dict.fromkeys(signals, duty))
    clock = VideoClock(name, start)
    return Report(
        tuple(map(clock.event, found.events)),
        clock.states(found.states),
        clock.coverage(found.coverage),
        Cost(video_s=seconds),
    )
