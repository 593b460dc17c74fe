"""`counterwatch live`: the cameras of a site, watched until stopped."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import clips_option, data_option, open_store, ran, site_option, wish_option

if TYPE_CHECKING:
    from vision.pose.choice import ModelRequest


@click.command()
@site_option()
@data_option()
@click.option(
    "--workers", type=click.IntRange(1), help="Processes, each with models of its own; default: one per core."
)
@click.option(
    "--budget",
    type=click.FloatRange(0, min_open=True),
    metavar="CORES",
    help="Cores that all processes together may use, for example 1.5; default: all of this machine or container.",
)
@clips_option()
@wish_option
def live(
    site_file: Path,
    data: Path,
    workers: int | None,
    budget: float | None,
    no_clips: bool,
    wish: "ModelRequest",
) -> None:
    """Watch the cameras of a site until stopped; events are printed as they happen.

    A camera that is lost is tried again until it answers. With too little processor time, cameras are looked at less
    often, and a notice says so.
    """
    from functools import partial

    from models import load_site
    from pipeline.live.run import LiveConfig, LiveOptions, run_live
    from pipeline.live.stop_signal import reloading, stopping
    from pipeline.recordings import load_models, without_native_output
    from pipeline.scene import with_objects
    from vision.pose.choice import choose_models

    # first, so that missing weights are reported before cameras and store are opened
    choice = choose_models(wish)
    click.echo(f"{choice.backend} looks: {choice.why}; {choice.detector_why}")
    wished = with_objects(wish, load_site(site_file))
    options = LiveOptions(not no_clips, workers, budget, models=partial(load_models, wished))
    with open_store(data) as store, without_native_output(), stopping() as stop, reloading() as reload:
        ran(store, "live", site_file.name)
        run_live(LiveConfig(site_file, store, data, click.echo, reload=reload), stop, options)
