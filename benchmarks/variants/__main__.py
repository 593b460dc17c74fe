"""Judge labelled clips unchanged and with deliberate changes: `make accuracy-variants`, or
`python -m benchmarks.variants --footage DIR [--clip NAME ...] [--weights FILE] [--keep DIR] [--out FILE]`.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.accuracy.events_page import worst_kind
from benchmarks.accuracy.failures_page import failures
from benchmarks.accuracy.markdown import seconds, share, table
from benchmarks.variants.making import VARIANTS, Variant, made
from models import load_site
from pipeline.evaluation.evaluate import evaluate_clips, summarise
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.truth import EvaluationClip, load_clips
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.analysis_report import AnalysisReport
from pipeline.recordings.assignment import camera_of
from pipeline.recordings.model_set import ModelSet, load_models
from pipeline.recordings.terminal import without_native_output
from vision.pose.choice import ModelRequest

# Every camera, and the events that depend most on light and size: heads on desks, yawns, nods, hands, queues.
CLIPS = (
    "dev/absent_B", "dev/full_service_A", "dev/no_greet_A", "dev/sit_after_C", "dev2/full_service_B", "dev2/phone_A",
    "dev2/queue_B", "dev2/sleeping_A", "dev2/slouch_C",
)  # fmt: skip
_ORIGINAL = Variant("as it is")


@click.command()
@click.option("--footage", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option(
    "--clip", "names", multiple=True, default=CLIPS, help="A clip below the footage; may be repeated."
)
@click.option("--variant", "wanted", multiple=True, help="Only this variant; may be repeated.")
@click.option("--weights", type=click.Path(path_type=Path), help="YOLO pose weights, in place of MediaPipe.")
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the variants' clips here."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the page here too.")
def main(
    *,
    footage: Path,
    names: Sequence[str],
    wanted: Sequence[str],
    weights: Path | None,
    keep: Path | None,
    out: Path | None,
) -> None:
    """Print F1 and false alarms of every variant beside the original, and its errors."""
    clips = [clip for clip in load_clips(footage) if clip.name in names]
    variants = [v for v in (_ORIGINAL, *VARIANTS) if not wanted or v.name in wanted]
    wish = ModelRequest("ultralytics", weights) if weights else ModelRequest("mediapipe")
    with without_native_output(), TemporaryDirectory() as scratch, load_models(wish) as models:
        results = {v.name: list(_judged(clips, v, keep or Path(scratch), models)) for v in variants}
    text = "\n".join(_page(results, models.choice.backend))
    print(text)
    if out:
        out.write_text(text, encoding="utf-8")


def _judged(
    clips: Sequence[EvaluationClip], variant: Variant, folder: Path, models: ModelSet
) -> Iterator[ClipResult]:
    def analyse(video: Path, site_file: Path) -> AnalysisReport:
        site = load_site(site_file)
        return analyse_recording(
            Task(video, site, site_file, camera_of(video, site, site_file)), models
        ).report()

    for clip in clips:
        print(f"{variant.name}: {clip.name}", file=sys.stderr, flush=True)
        yield from evaluate_clips([clip if variant == _ORIGINAL else made(clip, variant, folder)], analyse)


def _page(results: dict[str, list[ClipResult]], backend: str) -> list[str]:
    heads = ("clips", "events", "matched", "missed", "false", "F1", "worst kind", "onset s")
    return [
        "# Robustness",
        "",
        "This file is generated; do not edit it. The labelled clips are changed as by another camera, light or",
        f"line. Backend: {backend}. In a mirrored clip the clerk invites with the left hand, which is not counted.",
        "",
        *table(("variant", *heads), [(name, *_cells(part)) for name, part in results.items()]),
        "## Errors",
        "",
        *(line for name, part in results.items() for line in failures(name.capitalize(), part)),
    ]


def _cells(results: Sequence[ClipResult]) -> list[str]:
    part = summarise(results).all
    all_kinds, (kind, f1) = part.overall, worst_kind(part)
    counts = (all_kinds.truth, all_kinds.matched, all_kinds.truth - all_kinds.matched, all_kinds.false_alarms)
    worst = f"{kind} {share(f1)}" if kind else "–"
    return [
        str(part.clips), *map(str, counts), share(all_kinds.f1), worst, seconds(all_kinds.onset_error_s),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
