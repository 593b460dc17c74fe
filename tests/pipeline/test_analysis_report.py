"""The JSON of `analyze --json` and the cost of an analysis."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from models import Coverage, Event
from pipeline.errors import PipelineError
from pipeline.intervals import Spans
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import (
    AnalysisReport,
    ReportedEvent,
    ReportedVision,
    VideoClock,
    clean,
    document,
    write_json,
)

NINE = 1_764_000_000.0


@dataclass(frozen=True)
class Seated:
    counter: str = "W1"
    state: str = "staff_seated"
    start: float = NINE + 1
    end: float = NINE + 31


def test_the_file_counts_from_the_first_picture(tmp_path: Path) -> None:
    clock = VideoClock("hall.mp4", NINE)
    event = Event(
        "cam", "W1", "arrival", NINE + 36.7, NINE + 36.7, 0.93, {"stood": False}, {"gap_s": float("nan")}
    )
    report = AnalysisReport(
        events=(clock.event(event, clip="clips/1.mp4"),),
        states=clock.states([Seated()]),
        coverage=clock.coverage([Coverage("cam", "W1", NINE, NINE + 60, 55.5)]),
        cost=ProcessCost(60, 5, 4, 300),
        vision=ReportedVision(
            "mediapipe", None, "the default", "person_detector.onnx", "person detector yolov8n"
        ),
        queues=clock.queue("W1", 3, Spans.of((NINE + 5, NINE + 25))),
        certain_from=0.5,
    )
    write_json(tmp_path / "a.json", document(report))
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {
        "events": [
            {
                "video": "hall.mp4",
                "camera": "cam",
                "counter": "W1",
                "kind": "arrival",
                "start": 36.7,
                "end": 36.7,
                "confidence": 0.93,
                "certainty": "fact",
                "attributes": {"stood": False},
                "evidence": {"gap_s": None},
                "clip": "clips/1.mp4",
            }
        ],
        "states": [{"counter": "W1", "state": "staff_seated", "start": 1.0, "end": 31.0}],
        "coverage": [{"counter": "W1", "start": 0.0, "end": 60.0, "seen_s": 55.5}],
        "cost": {"video_s": 60, "cpu_s": 5, "wall_s": 4, "peak_mb": 300},
        "vision": {
            "backend": "mediapipe",
            "weights": None,
            "why": "the default",
            "detector": "person_detector.onnx",
            "detector_why": "person detector yolov8n",
        },
        "queues": [{"counter": "W1", "people": 3, "start": 5.0, "end": 25.0}],
        "certain_from": 0.5,
    }


def test_two_videos_make_one_report_with_their_costs_together() -> None:
    one = AnalysisReport(
        events=(ReportedEvent("a.mp4", "c", "W1", "absence", 1, 9),), cost=ProcessCost(60, 5, 4, 300)
    )
    both = one + AnalysisReport(cost=ProcessCost(40, 1, 2, 200))
    assert both == AnalysisReport(events=one.events, cost=ProcessCost(100, 6, 6, 300))


def test_a_file_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"a\.json: cannot write the figures: No such file"):
        write_json(tmp_path / "nowhere" / "a.json", {})


def test_json_has_no_nan_and_no_infinity() -> None:
    assert clean({"a": [float("nan"), float("inf"), 0.1234567], "b": ("x", True, None, 3)}) == {
        "a": [None, None, 0.123457],
        "b": ["x", True, None, 3],
    }


_WORK = """
import json, time
from dataclasses import asdict
import numpy as np
from pipeline.processes import CostMeter
meter = CostMeter()
block = np.ones(60_000_000, dtype=np.uint8)
until = time.process_time() + 0.2
while time.process_time() < until:
    block.sum()
time.sleep(0.05)
print(json.dumps(asdict(meter.cost(video_s=2.0))))
"""


def test_the_meter_counts_processor_seconds_and_memory() -> None:
    """In a process of its own: the end of another test's child process would count in the middle of it."""
    done = subprocess.run([sys.executable, "-c", _WORK], capture_output=True, text=True, check=True)
    cost = ProcessCost(**json.loads(done.stdout))
    assert cost.video_s == 2.0
    assert 0.15 <= cost.cpu_s <= cost.wall_s + 0.5, "counted in hundredths of a second"
    assert cost.wall_s >= 0.25
    assert cost.peak_mb > 60
    assert cost.cpu_per_video_s == pytest.approx(cost.cpu_s / 2)


def test_without_video_there_is_no_cost_per_second() -> None:
    assert np.isnan(ProcessCost().cpu_per_video_s)
