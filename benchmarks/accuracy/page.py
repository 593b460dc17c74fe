"""Writes the text of docs/accuracy.md from the measurements."""

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
The clips of `dev`, `dev2`, `dev3`, `real` and `real2` were available during development. Their figures show that the
product does its task on known footage, not how accurate it is in an unknown hall. `dev` and `dev2` are rendered
counters. `dev3` contains difficult rendered halls (cheap cameras, glass, several windows in one picture, passers-by).
`real` and `real2` are real clips with few labelled events, so their intervals are wide."""
_TARGETS = """\
Targets: F1 of at least 0.95 for core kinds and 0.88 for all kinds on real clips, 0.97 on `dev` and `dev2`, 0.97 and
0.92 on `dev3`; at most 3 false facts on all folders except `dev3`; on real clips at least 0.90 for presence of staff
and customers and 0.80 for sitting and standing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Results of one backend on all footage; parts without footage are empty.

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
    """Command, machine and versions of a measurement.

    `eyes_closed` is the norm profile's limit; `not_run` lists omitted parts with reasons.
    """

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
    """The parts about poses and faces, if pictures were measured."""
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
        "This file is generated; do not edit it. [evaluation.md](evaluation.md) defines the figures.",
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
        "## Summary",
        "",
        *short_lines({one.backend: one.results for one in all_measured if one.results}),
        _TARGETS,
        "",
    ]


def _events(one: Measured) -> list[str]:
    parts = origins(one.results)
    if not parts:
        return ["No clip was analysed with it.", ""]
    titles = {"rendered": "Rendered clips", "real": "Real clips"}
    lines = [line for origin, results in parts.items() for line in origin_section(titles[origin], results)]
    lines += ["### Remaining errors", ""]
    lines += [line for origin, results in parts.items() for line in failures_by_kind(titles[origin], results)]
    if "rendered" in parts:
        lines += confidence_lines(parts["rendered"], one.strained, one.plot)
    return [*lines, *_cost(one.results)]


def _cost(results: Sequence[ClipResult]) -> list[str]:
    cost = summarise(results).cost
    if not cost.video_s:
        return []
    return [
        f"The analysis of {cost.video_s:.0f} s of video took {cost.cpu_s:.0f} s of processor time"
        f" ({cost.cpu_per_video_s:.3f} s per second) and at most {cost.peak_mb:.0f} MB.",
        "",
    ]
