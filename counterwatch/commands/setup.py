"""`counterwatch setup`: counters and zones proposed from a few minutes of footage, for a person to correct."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import FILE, pose_option

if TYPE_CHECKING:
    from pipeline.zoning.survey import Survey
    from vision.pose.choice import ModelRequest

_CHECK_S = 5.0
"""Seconds that --check watches: enough for one clear picture to draw on."""


@click.command()
@click.argument("source", required=False, metavar="[VIDEO|RTSP|NUMBER|FOLDER]")
@click.option("--out", type=FILE, metavar="SITE.yaml", help="The site file to write or to change.")
@click.option("--camera", metavar="ID", help="The camera in the site file; only its zones are proposed anew.")
@click.option(
    "--minutes", default=5.0, show_default=True, type=click.FloatRange(0.1, 120), help="Watch for so long."
)
@click.option("--timezone", default="UTC", show_default=True, help="Time zone of a new site file.")
@click.option("--profile", default="general", show_default=True, help="Norm profile of a new site file.")
@click.option("--force", is_flag=True, help="Replace an existing site file.")
@click.option(
    "--check", type=FILE, metavar="SITE.yaml", help="Only draw the zones of this file on a new picture."
)
@pose_option
def setup(  # noqa: PLR0913 - one for every option
    *,
    source: str | None,
    out: Path | None,
    camera: str | None,
    minutes: float,
    timezone: str,
    profile: str,
    force: bool,
    check: Path | None,
    wish: "ModelRequest",
) -> None:
    """Propose counters and zones from a few minutes of footage, with a picture to check them on.

    Nothing has to be measured: let it watch while staff is at the post and customers are served.
    """
    from counterwatch.site_file import SiteFile, write_proposal
    from pipeline.zoning.site_text import NewSite

    if check is not None:
        _check(check, camera, wish)
        return
    path = out or _default_path(source)
    name = path.name.removesuffix(".yaml").removesuffix(".yml").removesuffix(".site")
    site_file = SiteFile(path, source, camera, force, NewSite(name, timezone, profile))
    site_file.raise_if_unusable()
    survey = _watch(site_file.source_to_watch(), site_file.source_folder(), minutes * 60, wish)
    write_proposal(site_file, survey)


def _default_path(source: str | None) -> Path:
    if source is None:
        raise click.UsageError("name a video, or a site file with --out and one of its cameras with --camera")
    path = Path(source.partition("?")[0])
    return Path(f"{path.stem}.site.yaml" if path.exists() else "site.yaml")


def _watch(spec: str, base: Path, seconds: float, wish: "ModelRequest") -> "Survey":
    """The people seen in `seconds` of a source, with progress on stderr for a person at a terminal."""
    from pipeline.recordings import load_models_quietly
    from pipeline.zoning.survey import survey
    from vision.sources.opening import open_source, public_name

    last, terminal = [-1], sys.stderr.isatty()

    def show_progress(share: float) -> None:
        tenth = int(10 * share)
        if tenth > last[0] and terminal:
            click.echo(f"watching: {10 * tenth} %", err=True)
        last[0] = max(last[0], tenth)

    with (
        open_source(spec, camera=public_name(spec), base=base, start=0.0) as source,
        load_models_quietly(wish) as models,
    ):
        return survey(source, models, seconds, show_progress)


def _check(site_file: Path, only: str | None, wish: "ModelRequest") -> None:
    """Draw the zones of a site file, of all cameras or of one, on a picture taken now."""
    from models import load_site
    from pipeline.zoning.drawing import Drawing

    site = load_site(site_file)
    cameras = [camera for camera in site.cameras if only in (None, camera.id)]
    if not cameras:
        raise click.ClickException(
            f"{site_file}: no camera {only!r}; it has {', '.join(c.id for c in site.cameras)}"
        )
    for camera in cameras:
        survey = _watch(camera.source, site_file.parent, _CHECK_S, wish)
        picture = site_file.with_name(f"{site_file.stem}.{camera.id}.png")
        Drawing(survey, camera.counters).write(picture)
        click.echo(f"camera {camera.id}: {len(camera.counters)} counters drawn in {picture}")
