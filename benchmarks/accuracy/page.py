"""docs/accuracy.md, from what was measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.accuracy.confidence_page import confidence_lines
from benchmarks.accuracy.events_page import failures, origin_section, origins, worst_kind
from benchmarks.accuracy.faces import Face
from benchmarks.accuracy.markdown import between, seconds, share, table
from benchmarks.accuracy.people import Poses
from benchmarks.accuracy.pictures_page import FACE_WORDS, POSE_WORDS, face_lines, pose_lines
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import ClipResult

_TARGETS = """\
The targets: F1 of at least 0.95 over all kinds of rendered clips and no kind under 0.85; at least 0.90 on labelled
events of real ones; at most 3 false alarms over all footage; a median onset error of at most 0.5 s."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One backend on everything there was; parts without footage are empty.

    `about` is its model in words, `strained` the results under each strain by its name, `plot` a file beside the page.
    """

    backend: str
    about: str
    results: Sequence[ClipResult] = ()
    strained: Mapping[str, Sequence[ClipResult]] = field(default_factory=dict)
    poses: Poses | None = None
    faces: Sequence[Face] = ()
    plot: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How the page came about. `eyes_closed` is the norm profile's limit, `not_run` says what was left out and why."""

    command: str
    machine: str
    versions: str
    revision: str
    day: str
    eyes_closed: float
    not_run: Sequence[str] = ()


def page(all_measured: Sequence[Measured], how: Circumstances) -> str:
    """The whole page."""
    lines = [*_head(all_measured, how)]
    for one in all_measured:
        lines += [f"## Events, with {one.backend}", "", one.about, "", *_events(one)]
    lines += ["## Pose", "", POSE_WORDS]
    lines += [line for one in all_measured if one.poses for line in pose_lines(one.backend, one.poses)]
    lines += ["## Faces", "", FACE_WORDS]
    lines += [
        line
        for one in all_measured
        if one.faces
        for line in face_lines(one.backend, one.faces, how.eyes_closed)
    ]
    return "\n".join(lines).rstrip() + "\n"


def _head(all_measured: Sequence[Measured], how: Circumstances) -> list[str]:
    return [
        "# Accuracy",
        "",
        "This file is generated; do not edit it. What is counted, and how, is in [evaluation.md](evaluation.md).",
        "",
        f"    {how.command}",
        "",
        f"* When: {how.day}; code of commit {how.revision}",
        f"* Machine: {how.machine}",
        f"* With: {how.versions}",
        *(f"* {line}" for line in how.not_run),
        "",
        "The rendered clips (`dev`, `dev2`) were at hand while the behaviours were written: their figures say that the",
        "product does what it is meant to do, not how it fares in a hall that nobody has seen. The real clips are few,",
        "and few of their events are labelled. The intervals say how little that proves.",
        "",
        "## In short",
        "",
        *table(
            ("backend", "clips", "events", "F1", "95 %", "worst kind", "onset s", "false alarms", "false/h"),
            [row for one in all_measured for row in _short(one)],
            left=2,
        ),
        _TARGETS,
        "",
    ]


def _short(one: Measured) -> Iterable[Sequence[str]]:
    for origin, results in origins(one.results).items():
        part = summarise(results).all
        all_kinds, (kind, f1) = part.overall, worst_kind(part)
        yield (
            one.backend, f"{origin} ({part.clips})", str(all_kinds.truth), share(all_kinds.f1),
            between(all_kinds.f1_low, all_kinds.f1_high), f"{kind} {share(f1)}" if kind else "–",
            seconds(all_kinds.onset_error_s), str(all_kinds.false_alarms), seconds(all_kinds.false_alarms_per_hour),
        )  # fmt: skip


def _events(one: Measured) -> list[str]:
    parts = origins(one.results)
    if not parts:
        return ["No clip was run through it.", ""]
    titles = {"rendered": "Rendered clips", "real": "Real clips"}
    lines = [line for origin, results in parts.items() for line in origin_section(titles[origin], results)]
    lines += ["### What still fails", ""]
    lines += [line for origin, results in parts.items() for line in failures(titles[origin], results)]
    if "rendered" in parts:
        lines += confidence_lines(parts["rendered"], one.strained, one.plot)
    return [*lines, *_cost(one.results)]


def _cost(results: Sequence[ClipResult]) -> list[str]:
    cost = summarise(results).cost
    if not cost.video_s:
        return []
    return [
        f"Looking at {cost.video_s:.0f} s of video took {cost.cpu_s:.0f} s of processor time"
        f" ({cost.cpu_per_video_s:.3f} for each second), at most {cost.peak_mb:.0f} MB.",
        "",
    ]
