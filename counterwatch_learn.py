"""Commands that learn from the site's own pictures what it then asks for: the colour of its uniform, its tidy desks."""
# ruff: noqa: PLC0415

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch_shell import FILE, site_option, wish_option

PICTURES = (".png", ".jpg", ".jpeg")

if TYPE_CHECKING:
    from pipeline.recordings.analysis import Task
    from vision.pose.choice import Wish


@click.command()
@click.argument("video", type=FILE, metavar="VIDEO-or-PICTURE")
@site_option()
@click.option("--at", type=click.FloatRange(0), default=0.0, show_default=True, help="From this second on.")
@click.option("--write", is_flag=True, help="Put the colours into the site file, beside those that it has.")
@wish_option
def uniform(*, video: Path, site_file: Path, at: float, write: bool, wish: "Wish") -> None:
    """Learn the uniform's colour, and print the line for the site file or write it.

    From a recording in which staff wears it, which is better, or from a picture (.png, .jpg) of nothing but its cloth.
    Once for each version of the uniform: summer, winter, jacket.
    """
    from pipeline.recordings.site_lines import with_uniform

    colours = (
        _of_picture(video) if video.suffix.lower() in PICTURES else _of_recording(video, site_file, at, wish)
    )
    if write:
        click.echo(f"{site_file}: the uniform is now {', '.join(with_uniform(site_file, colours))}")
        return
    quoted = ", ".join(f'"{colour}"' for colour in colours)
    click.echo(f"uniform: {{colours: [{quoted}]}}")


def _of_picture(picture: Path) -> list[str]:
    from pipeline.recordings.uniforms import cloth

    return [cloth(picture)]


def _of_recording(video: Path, site_file: Path, at: float, wish: "Wish") -> list[str]:
    from pipeline.recordings.model_set import open_eyes
    from pipeline.recordings.terminal import hushed
    from pipeline.recordings.uniforms import worn

    task = _task(video, site_file)
    with hushed(), open_eyes(wish) as eyes:
        found = worn(task, eyes, at)
    for one in found:
        click.echo(f"# {task.camera.id}, {one.counter}, from second {at:g} of {video.name}: {one.colour}")
    return list(dict.fromkeys(one.colour for one in found))


@click.command()
@click.argument("video", type=FILE, metavar="VIDEO")
@site_option()
@click.option("--at", type=click.FloatRange(0), default=0.0, show_default=True, help="From this second on.")
@wish_option
def tidy(*, video: Path, site_file: Path, at: float, wish: "Wish") -> None:
    """Make the pictures of tidy desks from a recording, for the counters that have a desk in the site file.

    Nobody is in them: it waits until no one covers the desk.
    """
    from pipeline.recordings.model_set import open_eyes
    from pipeline.recordings.terminal import hushed
    from pipeline.recordings.tidy_desks import tidy_pictures

    with hushed(), open_eyes(wish) as eyes:
        for counter, path in tidy_pictures(_task(video, site_file), eyes, at):
            click.echo(f"{counter.id}: {path}")


def _task(video: Path, site_file: Path) -> "Task":
    from models.site import load_site
    from pipeline.recordings.analysis import Task
    from pipeline.recordings.assignment import camera_of

    site = load_site(site_file)
    return Task(video, site, site_file, camera_of(video, site, site_file))
