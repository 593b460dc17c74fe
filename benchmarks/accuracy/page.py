"""docs/accuracy.md, from what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from benchmarks.accuracy.confidence_page import confidence_lines
from benchmarks.accuracy.events_page import origin_section, origins
from benchmarks.accuracy.faces import Face
from benchmarks.accuracy.failures_page import failures_by_kind
from benchmarks.accuracy.people import Poses
from benchmarks.accuracy.pictures_page import FACE_WORDS, POSE_WORDS, face_lines, pose_lines
from benchmarks.accuracy.short_page import long_days_lines, short_lines
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import ClipResult

WORDS = """\
The clips of `dev`, `dev2`, `dev3`, `real` and `real2` were at hand while the product was written: their figures say
that it does what it is meant to do, not how it fares in a hall that nobody has seen. `dev` and `dev2` are rendered
counters, `dev3` hard rendered halls (cheap cameras, glass, several windows in one picture, passers); `real` and
`real2` are real clips, few of whose events are labelled. The intervals say how little that proves."""
_TARGETS = """\
The targets: F1 of at least 0.95 for core kinds and 0.88 for all kinds of real clips, 0.97 of `dev` and `dev2`, 0.97 and
0.92 of `dev3`; at most 3 false facts over all but `dev3`; presence of staff and customers at least 0.90, sitting and
standing 0.80 on real clips."""


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


def page(
    all_measured: Sequence[Measured],
    how: Circumstances,
    lasting: Mapping[str, Sequence[ClipResult]] = MappingProxyType({}),
) -> str:
    """The whole page; `lasting` are the results of long days by their titles."""
    lines = [*_head(all_measured, how)]
    for one in all_measured:
        lines += [f"## Events, with {one.backend}", "", one.about, "", *_events(one)]
    lines += long_days_lines(lasting)
    return "\n".join([*lines, *_pictures(all_measured, how)]).rstrip() + "\n"


def _pictures(all_measured: Sequence[Measured], how: Circumstances) -> list[str]:
    """Poses and faces, where pictures were measured."""
    poses = [line for one in all_measured if one.poses for line in pose_lines(one.backend, one.poses)]
    faces = [
        line
        for one in all_measured
        if one.faces
        for line in face_lines(one.backend, one.faces, how.eyes_closed)
    ]
    lines = ["## Pose", "", POSE_WORDS, *poses] if poses else []
    return lines + (["## Faces", "", FACE_WORDS, *faces] if faces else [])


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
        *WORDS.splitlines(),
        "",
        "## In short",
        "",
        *short_lines({one.backend: one.results for one in all_measured if one.results}),
        _TARGETS,
        "",
    ]


def _events(one: Measured) -> list[str]:
    parts = origins(one.results)
    if not parts:
        return ["No clip was run through it.", ""]
    titles = {"rendered": "Rendered clips", "real": "Real clips"}
    lines = [line for origin, results in parts.items() for line in origin_section(titles[origin], results)]
    lines += ["### What still fails", ""]
    lines += [line for origin, results in parts.items() for line in failures_by_kind(titles[origin], results)]
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
