"""The command line, the only place that wires the rooms together.

Commands import what they need when they run, so that help comes at once.
"""
# ruff: noqa: PLC0415

import datetime as dt
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch_admin import norms, users, weights
from counterwatch_calibration import calibration
from counterwatch_learn import tidy, uniform
from counterwatch_nightly import clock, every_night, nightly, roster, whatif
from counterwatch_report import report
from counterwatch_setup import setup
from counterwatch_shell import (
    FILE,
    complain,
    data_option,
    database,
    json_option,
    language,
    open_store,
    port_option,
    run,
    site_option,
    wish_option,
)

if TYPE_CHECKING:
    from models.store import Store
    from pipeline.jobs import Shelf
    from pipeline.recordings.batch import Batch
    from pipeline.recordings.storing import Kept
    from vision.pose.choice import Wish

HOME = Path(__file__).parent


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Watches service counters, scores them against written norms and shows every reason."""


for command in (calibration, nightly, norms, report, roster, setup, users, weights, whatif, tidy, uniform):
    cli.add_command(command)


@cli.command()
@click.argument("videos", nargs=-1, required=True, type=FILE, metavar="VIDEO...")
@site_option()
@click.option("--start", metavar="ISO-TIME", help="When the first picture was taken, by the site's clock.")
@data_option()
@json_option()
@click.option("--no-clips", is_flag=True, help="Cut no clips.")
@wish_option
def analyze(  # noqa: PLR0913 - one for every option
    *,
    videos: tuple[Path, ...],
    site_file: Path,
    start: str | None,
    data: Path,
    json_file: Path | None,
    no_clips: bool,
    wish: "Wish",
) -> int:
    """Find the events in recordings, score them and keep both.

    With --start, further recordings of one camera follow its first one without a gap; one that cannot be read
    counts as empty.
    """
    from pipeline.jobs import Shelf
    from pipeline.recordings.analysis_report import Report, document, write_json
    from pipeline.recordings.batch import Batch
    from pipeline.recordings.result_tables import print_kept
    from pipeline.scene.features import notes

    batch = Batch.of(videos, site_file, start)
    for note in notes(batch.site):
        click.echo(note, err=True)
    with open_store(data) as store:
        batch = _as_corrected(batch, store)
        kept = _analyse(batch, Shelf(store, data, time.time, not no_clips), wish)
    if kept:
        print_kept(kept, language())
    if json_file:
        write_json(json_file, document(sum((one.report() for one in kept), Report())))
    return 0 if len(kept) == len(videos) else 2


@cli.command()
@click.argument("folder", type=FILE, metavar="DIR")
@json_option()
@click.option("--kind", "kinds", multiple=True, help="Only this kind of event; may be given again.")
@click.option("--misses", is_flag=True, help="Name every missed event and false alarm.")
@click.option("--smile", is_flag=True, help="Measure mouths as well, whatever the clips' site files say.")
@wish_option
def evaluate(
    *,
    folder: Path,
    json_file: Path | None,
    kinds: tuple[str, ...],
    misses: bool,
    smile: bool,
    wish: "Wish",
) -> None:
    """Hold the labelled clips of a folder against their truth."""
    from pipeline.evaluation.document import document
    from pipeline.evaluation.evaluate import summarise
    from pipeline.evaluation.table import print_evaluation
    from pipeline.jobs import evaluate_folder
    from pipeline.recordings.analysis_report import write_json
    from pipeline.recordings.terminal import console

    evaluation = summarise(evaluate_folder(folder, wish, smile=smile), kinds)
    print_evaluation(evaluation, console(), misses=misses)
    if json_file:
        write_json(json_file, document(evaluation))


@cli.command()
@site_option()
@data_option()
@click.option(
    "--workers", type=click.IntRange(1), help="Threads with models of their own; one a core if not given."
)
@click.option("--no-clips", is_flag=True, help="Cut no clips.")
@wish_option
def live(site_file: Path, data: Path, workers: int | None, no_clips: bool, wish: "Wish") -> None:
    """Watch the cameras of a site until stopped; events are told as they happen.

    Cameras that are lost are called again until they answer.
    """
    from models.site import load_site
    from pipeline.live.run import LiveOptions, Watch, run_live, stopping
    from pipeline.recordings.model_set import open_eyes
    from pipeline.recordings.terminal import hushed
    from pipeline.scene.features import with_objects
    from vision.pose.choice import choose

    choice = choose(wish)  # before anything is opened: what cannot look need not be waited for
    click.echo(f"{choice.backend} looks: {choice.why}; {choice.detector_why}")
    wished = with_objects(wish, load_site(site_file))
    options = LiveOptions(not no_clips, workers, eyes=lambda: open_eyes(wished))
    with open_store(data) as store, hushed(), stopping() as stop:
        run_live(Watch(site_file, store, data, click.echo), stop, options)


@cli.command()
@data_option()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 opens it to the network.")
@port_option()
@click.option(
    "--nightly",
    "at",
    default="02:30",
    show_default=True,
    callback=clock,
    help="When to judge the day; off: never.",
)
def serve(data: Path, host: str, port: int, at: dt.time | None) -> None:
    """Serve the API and the dashboard until stopped."""
    from api.settings import Settings
    from dashboard.server import address_of, listen, serve_on

    listening = listen(host, port)
    with open_store(data) as store:
        if not store.accounts.all():
            click.echo("nobody can sign in yet: run counterwatch users add NAME --role admin", err=True)
    click.echo(f"dashboard: {address_of(listening)} (Ctrl-C stops)")
    with every_night(data, at):
        serve_on(listening, Settings(data, database()))


@cli.command()
@data_option("demo-data")
@port_option()
@click.option("--no-serve", is_flag=True, help="Analyse and print only.")
def demo(data: Path, port: int, no_serve: bool) -> None:
    """Analyse the demo recordings, print what was found and serve the dashboard."""
    from api.demo import ensure_demo_accounts
    from api.settings import Settings
    from dashboard.server import address_of, listen, serve_on
    from pipeline.jobs import Shelf
    from pipeline.recordings.demo import demo_batch, fresh, kept_events, kept_scores
    from pipeline.recordings.result_tables import print_events, print_scores
    from pipeline.recordings.terminal import console

    listening, batch, screen = listen("127.0.0.1", port), demo_batch(HOME), console()
    with open_store(data) as store:
        _analyse(fresh(batch, store), Shelf(store, data, time.time))
        print_events(kept_events(batch, store), batch.profile, batch.site, screen, language())
        print_scores(kept_scores(batch, store, batch.profile, time.time()), screen, language())
        for account in ensure_demo_accounts(store, data, time.time()):
            click.echo(f"demo account: {account.name:12} password: {account.password}")
    if not no_serve:
        click.echo(f"dashboard: {address_of(listening)} (Ctrl-C stops)")
        serve_on(listening, Settings(data, database()))


@cli.command()
def version() -> None:
    """The version of this program."""
    from importlib.metadata import version as version_of

    click.echo(version_of("counterwatch"))


def _as_corrected(batch: "Batch", store: "Store") -> "Batch":
    """The batch with zones as corrected in the dashboard, which is said; see models.zones."""
    from pipeline.archive.corrected import corrected_site

    site, lines = corrected_site(batch.site, store)
    for line in lines:
        click.echo(line, err=True)
    return replace(batch, site=site)


def _analyse(batch: "Batch", shelf: "Shelf", wish: "Wish | None" = None) -> list["Kept"]:
    """Analyse a batch with progress bars and give back what was kept; a bad recording is one line."""
    from pipeline.jobs import analyse_and_keep

    kept = []
    for result in analyse_and_keep(batch, shelf, wish) if batch.videos else ():
        if result.kept:
            kept.append(result.kept)
        else:
            complain(result.failed or f"{result.video}: not analysed")
    return kept


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 2 to be mended, 130 interrupted."""
    sys.exit(run(cli))


if __name__ == "__main__":
    main()
