"""The golden Signals themselves: the demo footage looked at, and the made days told."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.archive.parquet_file import save
from pipeline.errors import PipelineError
from pipeline.recordings.batch import analyse_batch
from pipeline.recordings.demo import demo_batch
from pipeline.recordings.model_set import load_models
from pipeline.scene.features import smiling
from synthetic.stories import START
from tests.golden.cases import HALL, SIGNALS, SPANS
from tests.golden.made_days import DAYS
from vision.core import Signals


def write_signals() -> None:
    """Look at every recording of the demo hall and tell every made day; each becomes a file as the archive has them."""
    spans = dict(_look() | _tell())
    SPANS.write_text(json.dumps(spans, indent=1) + "\n", encoding="utf-8")


def _look() -> dict[str, tuple[float, float]]:
    """The demo footage as the default detector sees it; raises PipelineError where a recording cannot be read."""
    batch = demo_batch(HALL)
    spans = {}
    with load_models() as models:
        for outcome in analyse_batch(
            replace(batch, site=smiling(batch.site)), models, lambda _task: lambda _s: None
        ):
            if outcome.analysed is None:
                raise PipelineError(f"{outcome.video}: {outcome.failed}")
            camera, start = outcome.analysed.task.camera.id, outcome.analysed.info.start
            save(_file(camera), camera, outcome.analysed.signals)
            spans[camera] = (start, start + outcome.analysed.cost.video_s)
    return spans


def _tell() -> dict[str, tuple[float, float]]:
    spans = {}
    for name, tell in DAYS.items():
        signals = tell()
        save(_file(name), name, signals)
        spans[name] = (START, _end(signals))
    return spans


def _end(signals: Mapping[str, Signals]) -> float:
    """A look after the last one."""
    return max(float(rows.time[-1]) for rows in signals.values()) + 0.2


def _file(name: str) -> Path:
    return SIGNALS / f"{name}.parquet"
