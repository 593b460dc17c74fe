"""`counterwatch tidy`: reference pictures of tidy desks."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import FILE, at_option, site_option, wish_option

if TYPE_CHECKING:
    from pipeline.recordings import Task
    from vision.pose.choice import ModelRequest


@click.command()
@click.argument("video", type=FILE, metavar="VIDEO")
@site_option()
@at_option()
@wish_option
def tidy(*, video: Path, site_file: Path, at: float, wish: "ModelRequest") -> None:
    """Make the reference pictures of tidy desks, for the counters that have a desk in the site file.

    The pictures show no people: a desk is taken when no person covers it.
    """
    from pipeline.recordings import load_models_quietly, tidy_pictures

    with load_models_quietly(wish) as models:
        for counter, path in tidy_pictures(recording_task(video, site_file), models, at):
            click.echo(f"{counter.id}: {path}")


def recording_task(video: Path, site_file: Path) -> "Task":
    """The task of one recording: its site and its camera; raises where the camera cannot be told from the name."""
    from models import load_site
    from pipeline.recordings import Task

    return Task.of(video, load_site(site_file), site_file)
