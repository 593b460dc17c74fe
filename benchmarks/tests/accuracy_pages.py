"""Pages of docs/accuracy.md made from results written by hand."""

from benchmarks.accuracy.page import Circumstances, Measured, page
from pipeline.evaluation.findings import ClipResult

HOW = Circumstances(
    command="python -m benchmarks.accuracy --footage clips --out docs/accuracy.md",
    machine="a laptop",
    versions="mediapipe 1",
    revision="abc1234",
    day="2026-11-23",
    eyes_closed=0.2,
    not_run=("Not run: the other backend.",),
)


def written(*results: ClipResult, **parts: object) -> str:
    return page([Measured("mediapipe", "A model for one person.", results, **parts)], HOW)  # type: ignore[arg-type]


def section(text: str, title: str) -> str:
    return text.split(f"{title}\n", 1)[1].split("\n#", 1)[0]
