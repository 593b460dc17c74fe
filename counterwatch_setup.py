"""`counterwatch setup`: counters and zones from a few minutes of footage, for a person to correct."""
# ruff: noqa: PLC0415

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch_shell import FILE, pose_option

if TYPE_CHECKING:
    from models.site import Camera, Site
    from pipeline.zoning import Proposal
    from pipeline.zoning.site_text import NewSite
    from pipeline.zoning.survey import Survey
    from vision.pose.choice import Wish

_CHECK_S = 5.0


@click.command()
@click.argument("source", required=False, metavar="[VIDEO|RTSP|NUMBER|FOLDER]")
@click.option(
    "--out", "site_file", type=FILE, metavar="SITE.yaml", help="The site file to write or to change."
)
@click.option(
    "--camera", metavar="ID", help="The camera in the site file; its zones alone are proposed anew."
)
@click.option(
    "--minutes", default=5.0, show_default=True, type=click.FloatRange(0.1, 120), help="Watch so long."
)
@click.option("--timezone", default="UTC", show_default=True, help="The site's clock, of a new site file.")
@click.option("--profile", default="general", show_default=True, help="The norms, of a new site file.")
@click.option("--force", is_flag=True, help="Replace a site file that is there.")
@click.option(
    "--check", type=FILE, metavar="SITE.yaml", help="Only draw the zones of this file on what is seen now."
)
@pose_option
def setup(  # noqa: PLR0913 - one for every option
    *,
    source: str | None,
    site_file: Path | None,
    camera: str | None,
    minutes: float,
    timezone: str,
    profile: str,
    force: bool,
    check: Path | None,
    wish: "Wish",
) -> None:
    """Propose counters and zones from a few minutes of footage, with a picture to check them on.

    Nothing has to be measured: let it watch while staff is at the post and customers are served.
    """
    from pipeline.zoning.site_text import NewSite

    if check is not None:
        _check(check, camera, wish)
        return
    out = site_file or _default_out(source)
    new = NewSite(
        out.name.removesuffix(".yaml").removesuffix(".yml").removesuffix(".site"), timezone, profile
    )
    wanted = _Wanted(out, source, camera, force, new)
    wanted.refuse_early()
    watched = _watch(wanted.source_spec(), wanted.base(), minutes * 60, wish)
    _propose(wanted, watched)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for. `new` is what a new site file says."""

    out: Path
    source: str | None
    camera: str | None
    force: bool
    new: "NewSite"

    @property
    def before(self) -> "Site | None":
        """The site file that is to be changed, None for a new one."""
        from models.site import load_site

        return (
            load_site(self.out) if self.out.exists() and self.camera is not None and not self.force else None
        )

    def known(self) -> "Camera | None":
        """The camera as the site file has it."""
        return next((c for c in self.before.cameras if c.id == self.camera), None) if self.before else None

    def refuse_early(self) -> None:
        """Before minutes of watching."""
        if self.out.exists() and self.camera is None and not self.force:
            raise click.ClickException(
                f"{self.out}: is there already; --camera ID for new zones of one camera, --force to replace it"
            )
        if not self.out.resolve().parent.is_dir() or not os.access(self.out.resolve().parent, os.W_OK):
            raise click.ClickException(f"{self.out}: cannot be written; give another file to --out")
        self.source_spec()

    def source_spec(self) -> str:
        """What to watch: what was named, or the source of the known camera."""
        known = self.known()
        if self.source is not None:
            return self.source
        if known is None:
            raise click.ClickException(
                "name a video, a folder of pictures, an rtsp:// address or a webcam's number"
            )
        return known.source

    def base(self) -> Path:
        """The folder that the source is relative to."""
        return self.out.parent if self.source is None else Path.cwd()

    def source_in_file(self) -> str:
        """The source as the site file says it: files relative to it."""
        known, spec = self.known(), self.source_spec()
        if known is not None:
            return known.source
        path = Path(spec.partition("?")[0]).expanduser()
        if not path.exists():
            return spec
        moved = os.path.relpath(path.resolve(), self.out.resolve().parent)
        return moved + spec[len(spec.partition("?")[0]) :]


def _default_out(source: str | None) -> Path:
    if source is None:
        raise click.UsageError("name a video, or a site file with --out and one of its cameras with --camera")
    path = Path(source.partition("?")[0])
    return Path(f"{path.stem}.site.yaml" if path.exists() else "site.yaml")


def _watch(spec: str, base: Path, seconds: float, wish: "Wish") -> "Survey":
    from pipeline.recordings.model_set import open_eyes
    from pipeline.recordings.terminal import hushed
    from pipeline.zoning.survey import survey
    from vision.sources.opening import open_source

    last, watched = [-1], sys.stderr.isatty()

    def told(share: float) -> None:
        tenth = int(10 * share)
        if tenth > last[0] and watched:
            click.echo(f"watching: {10 * tenth} %", err=True)
        last[0] = max(last[0], tenth)

    with (
        open_source(spec, camera=spec.rpartition("@")[2], base=base, start=0.0) as source,
        hushed(),
        open_eyes(wish) as eyes,
    ):
        return survey(source, eyes, seconds, told)


def _propose(wanted: _Wanted, watched: "Survey") -> None:
    from models.site import Camera
    from pipeline.zoning.drawing import Drawing
    from pipeline.zoning.proposal_text import telling
    from pipeline.zoning.site_text import named

    proposal, known, before = _proposal(wanted, watched), wanted.known(), wanted.before
    others = [k.id for c in (before.cameras if before else ()) if c.id != wanted.camera for k in c.counters]
    counters = named(proposal, known.counters if known else (), others)
    camera = Camera(id=wanted.camera or wanted.new.site, source=wanted.source_in_file(), counters=counters)
    text = _text(wanted, camera, proposal)
    if before is not None:
        wanted.out.with_name(wanted.out.name + ".bak").write_bytes(wanted.out.read_bytes())
    wanted.out.write_text(text, encoding="utf-8")
    picture = wanted.out.with_name(
        f"{wanted.out.stem}.{camera.id}.png" if before else f"{wanted.out.stem}.png"
    )
    Drawing(watched, counters).write(picture)
    for line in telling(counters, proposal):
        click.echo(line)
    click.echo(f"written: {wanted.out}; look at {picture} and correct the file where it is wrong")


def _proposal(wanted: _Wanted, watched: "Survey") -> "Proposal":
    """What is proposed; where nothing can be, a picture to write zones by hand from, and a line that names it."""
    from pipeline.errors import PipelineError
    from pipeline.zoning import propose
    from pipeline.zoning.drawing import Drawing

    try:
        return propose(watched.seen, watched.size)
    except PipelineError as error:
        picture = wanted.out.with_name(f"{wanted.out.stem}.nothing.png")
        Drawing(watched, (), grid=True).write(picture)
        raise PipelineError(
            f"{error}; or draw the zones yourself: {picture} has a grid to read them from"
        ) from error


def _text(wanted: _Wanted, camera: "Camera", proposal: "Proposal") -> str:
    """The site file as it shall be; raises ModelError where that would be none."""
    from pipeline.zoning.site_text import (
        camera_lines,
        checked,
        counter_lines,
        kept_lines,
        site_text,
        with_camera,
        with_counters,
    )

    if wanted.before is None:
        text = site_text(wanted.new, camera, proposal)
    else:
        old = wanted.out.read_text(encoding="utf-8")
        if wanted.known():
            text = with_counters(
                old, camera.id, counter_lines(camera.counters, proposal, kept_lines(old, camera.id))
            )
        else:
            text = with_camera(old, camera_lines(camera, proposal))
    checked(text)
    return text


def _check(site_file: Path, only: str | None, wish: "Wish") -> None:
    from models.site import load_site
    from pipeline.zoning.drawing import Drawing

    site = load_site(site_file)
    cameras = [camera for camera in site.cameras if only in (None, camera.id)]
    if not cameras:
        raise click.ClickException(
            f"{site_file}: no camera {only!r}; it has {', '.join(c.id for c in site.cameras)}"
        )
    for camera in cameras:
        watched = _watch(camera.source, site_file.parent, _CHECK_S, wish)
        picture = site_file.with_name(f"{site_file.stem}.{camera.id}.png")
        Drawing(watched, camera.counters).write(picture)
        click.echo(f"camera {camera.id}: {len(camera.counters)} counters drawn in {picture}")
