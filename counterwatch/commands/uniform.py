"""`counterwatch uniform`: the colours of a site's uniform, measured in its own pictures."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import FILE, at_option, site_option, wish_option
from counterwatch.commands.tidy import recording_task

if TYPE_CHECKING:
    from vision.pose.choice import ModelRequest

PICTURES = (".png", ".jpg", ".jpeg")


@click.command()
@click.argument("video", type=FILE, metavar="VIDEO-or-PICTURE")
@site_option()
@at_option()
@click.option("--write", is_flag=True, help="Add the colours to those in the site file.")
@wish_option
def uniform(*, video: Path, site_file: Path, at: float, write: bool, wish: "ModelRequest") -> None:
    """Measure the uniform's colours; print the line for the site file, or write it.

    A recording in which staff wears the uniform is better; a picture (.png, .jpg) of nothing but its cloth works too.
    Run it once for each version of the uniform: summer, winter, jacket.
    """
    from pipeline.recordings import with_uniform

    colours = (
        _of_picture(video) if video.suffix.lower() in PICTURES else _of_recording(video, site_file, at, wish)
    )
    if write:
        click.echo(f"{site_file}: the uniform is now {', '.join(with_uniform(site_file, colours))}")
        return
    quoted = ", ".join(f'"{colour}"' for colour in colours)
    click.echo(f"uniform: {{colours: [{quoted}]}}")


def _of_picture(picture: Path) -> list[str]:
    from pipeline.recordings import cloth_colour

    return [cloth_colour(picture)]


def _of_recording(video: Path, site_file: Path, at: float, wish: "ModelRequest") -> list[str]:
    from pipeline.recordings import load_models_quietly, uniform_colours_in

    task = recording_task(video, site_file)
    with load_models_quietly(wish) as models:
        found = uniform_colours_in(task, models, at)
    for one in found:
        click.echo(f"# {task.camera.id}, {one.counter}, from second {at:g} of {video.name}: {one.colour}")
    return list(dict.fromkeys(one.colour for one in found))
