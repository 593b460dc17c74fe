"""Labelled clips through the whole product, with analyses that may be kept: one run takes minutes, the page seconds."""

import json
import sys
from pathlib import Path

from models.site import load_site
from pipeline.analyse import Task, analyse_recording
from pipeline.assignment import camera_of
from pipeline.cost import Cost
from pipeline.evaluation import Analyse, evaluate_clips
from pipeline.eyes import Eyes
from pipeline.findings import ClipResult
from pipeline.report import (
    Report,
    ReportedCoverage,
    ReportedEvent,
    ReportedState,
    document,
    write_json,
)
from pipeline.truth import load_clips


def measure_clips(footage: Path, eyes: Eyes, reports: Path | None) -> list[ClipResult]:
    """Every labelled clip below `footage` against its truth; raises PipelineError where there is none.

    With `reports`, analyses are kept there and those that are there already are not made again.
    """
    analyse = with_eyes(eyes) if reports is None else kept(with_eyes(eyes), reports)
    return list(evaluate_clips(load_clips(footage), told(analyse)))


def with_eyes(eyes: Eyes) -> Analyse:
    """As `counterwatch analyze` looks at a recording."""

    def analyse(video: Path, site_file: Path) -> Report:
        site = load_site(site_file)
        task = Task(video, site, site_file, camera_of(video, site, site_file))
        return analyse_recording(task, eyes).report()

    return analyse


def told(analyse: Analyse) -> Analyse:
    """The same, naming each clip on standard error as it begins."""

    def named(video: Path, site_file: Path) -> Report:
        print(f"{video.parent.name}/{video.name}", file=sys.stderr, flush=True)
        return analyse(video, site_file)

    return named


def kept(analyse: Analyse, folder: Path) -> Analyse:
    """The same, through files of `folder` in the format of `counterwatch analyze --json`."""
    folder.mkdir(parents=True, exist_ok=True)

    def from_file(video: Path, site_file: Path) -> Report:
        file = folder / f"{video.parent.name}_{video.name}.json"
        if not file.is_file():
            write_json(file, document(analyse(video, site_file)))
        return read_report(file)

    return from_file


def read_report(file: Path) -> Report:
    """What `counterwatch analyze --json` wrote."""
    values = json.loads(file.read_text(encoding="utf-8"))
    return Report(
        tuple(ReportedEvent(**row) for row in values["events"]),
        tuple(ReportedState(**row) for row in values["states"]),
        tuple(ReportedCoverage(**row) for row in values["coverage"]),
        Cost(**values["cost"]),
    )
