"""`counterwatch analyze`: recordings to events, clips and scores."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import (
    FILE,
    ExitCode,
    clips_option,
    data_option,
    json_option,
    language,
    open_store,
    ran,
    report_error,
    site_option,
    wish_option,
)

if TYPE_CHECKING:
    from models.store import Store
    from pipeline.recordings import Batch, ResultTarget, StoredAnalysis
    from vision.pose.choice import ModelRequest


@click.command()
@click.argument("videos", nargs=-1, required=True, type=FILE, metavar="VIDEO...")
@site_option()
@click.option("--start", metavar="ISO-TIME", help="Time of the first picture, in the site's time zone.")
@click.option(
    "--fps",
    type=click.FloatRange(0, 1000, min_open=True),
    help="Pictures a second of streams that store no times (.h264, .h265, .mjpeg) and of pictures without times.",
)
@data_option()
@json_option()
@clips_option()
@wish_option
def analyze(  # noqa: PLR0913 - one for every option
    *,
    videos: tuple[Path, ...],
    site_file: Path,
    start: str | None,
    fps: float | None,
    data: Path,
    json_file: Path | None,
    no_clips: bool,
    wish: "ModelRequest",
) -> ExitCode:
    """Find the events in recordings, score them and keep both.

    With --start, further recordings of one camera follow its first one without a gap; one that cannot be read
    counts as empty.
    """
    from pipeline.recordings import AnalysisReport, Batch, ResultTarget, document, print_kept, write_json
    from pipeline.scene import notes

    batch = Batch.of(videos, site_file, start, fps)
    for note in [*notes(batch.site), *batch.notes(time.time())]:
        click.echo(note, err=True)
    with open_store(data) as store:
        batch = _as_corrected(batch, store)
        ran(store, "analyze", f"{batch.site.site}: {', '.join(video.name for video in videos)}")
        kept = analyse_batch(batch, ResultTarget(store, data, time.time, not no_clips), wish)
    if kept:
        print_kept(kept, language())
    if json_file:
        write_json(json_file, document(sum((one.report() for one in kept), AnalysisReport())))
    return ExitCode.DONE if len(kept) == len(videos) else ExitCode.USER_ERROR


def analyse_batch(
    batch: "Batch", target: "ResultTarget", wish: "ModelRequest | None" = None
) -> list["StoredAnalysis"]:
    """Analyse a batch with progress bars; returns what was kept. A recording that fails is one line on stderr."""
    from pipeline.recordings import analyse_and_store

    kept = []
    for result in analyse_and_store(batch, target, wish) if batch.videos else ():
        for note in result.notes:
            click.echo(note, err=True)
        if result.kept:
            kept.append(result.kept)
        else:
            report_error(result.failed or f"{result.video}: not analysed")
    return kept


def _as_corrected(batch: "Batch", store: "Store") -> "Batch":
    """The batch with the zones that were corrected in the dashboard; a line on stderr names each correction."""
    from dataclasses import replace

    site, lines = store.zones.in_force(batch.site)
    for line in lines:
        click.echo(line, err=True)
    return replace(batch, site=site)
