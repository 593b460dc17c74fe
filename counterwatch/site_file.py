"""The site file that `counterwatch setup` writes or changes, and the picture beside it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from models import Camera, Site
    from pipeline.zoning import Proposal
    from pipeline.zoning.site_text import NewSite
    from pipeline.zoning.survey import Survey


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A site file to write.

    `source` and `camera_id` are None where the user left them out; `new` holds the entries of a new file, `force`
    allows to replace one.
    """

    path: Path
    source: str | None
    camera_id: str | None
    force: bool
    new: "NewSite"

    def existing(self) -> "Site | None":
        """The site in the file that is to be changed; None where a new file is written."""
        from models import load_site

        changed = self.path.exists() and self.camera_id is not None and not self.force
        return load_site(self.path) if changed else None

    def known_camera(self) -> "Camera | None":
        """The camera as the existing file describes it; None where it does not."""
        site = self.existing()
        return next((c for c in site.cameras if c.id == self.camera_id), None) if site else None

    def raise_if_unusable(self) -> None:
        """Raise click.ClickException, before minutes of watching, where the file cannot be written."""
        if self.path.exists() and self.camera_id is None and not self.force:
            raise click.ClickException(
                f"{self.path}: is there already; --camera ID for new zones of one camera, --force to replace it"
            )
        folder = self.path.resolve().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise click.ClickException(f"{self.path}: cannot be written; give another file to --out")
        self.source_to_watch()

    def source_to_watch(self) -> str:
        """The source that was named, or that of the known camera; raises click.ClickException where there is none."""
        if self.source is not None:
            return self.source
        known = self.known_camera()
        if known is None:
            raise click.ClickException(
                "name a video, a folder of pictures, an rtsp:// address or a webcam's number"
            )
        return known.source

    def source_folder(self) -> Path:
        """The folder that the source is relative to."""
        return self.path.parent if self.source is None else Path.cwd()

    def source_entry(self) -> str:
        """The source as the site file writes it: a file's path is relative to the site file."""
        known, spec = self.known_camera(), self.source_to_watch()
        if known is not None:
            return known.source
        name = spec.partition("?")[0]
        path = Path(name).expanduser()
        if not path.exists():
            return spec
        return os.path.relpath(path.resolve(), self.path.resolve().parent) + spec[len(name) :]


def write_proposal(site_file: SiteFile, survey: "Survey") -> None:
    """Write site file and picture, and print what was proposed; an existing file is kept beside it as .bak."""
    from models import Camera
    from pipeline.zoning.drawing import Drawing
    from pipeline.zoning.proposal_text import proposal_lines
    from pipeline.zoning.site_text import named

    proposal, known, before = _proposal(site_file, survey), site_file.known_camera(), site_file.existing()
    others = [
        k.id for c in (before.cameras if before else ()) if c.id != site_file.camera_id for k in c.counters
    ]
    counters = named(proposal, known.counters if known else (), others)
    camera_id = site_file.camera_id or site_file.new.site
    camera = Camera(id=camera_id, source=site_file.source_entry(), counters=counters)
    text, path = _text(site_file, camera, proposal), site_file.path
    if before is not None:
        path.with_name(path.name + ".bak").write_bytes(path.read_bytes())
    path.write_text(text, encoding="utf-8")
    picture = path.with_name(f"{path.stem}.{camera.id}.png" if before else f"{path.stem}.png")
    Drawing(survey, counters).write(picture)
    for line in proposal_lines(counters, proposal):
        click.echo(line)
    click.echo(f"written: {path}; look at {picture} and correct the file where it is wrong")


def _proposal(site_file: SiteFile, survey: "Survey") -> "Proposal":
    """The proposed counters; where none can be, a picture with a grid is written and the error names it."""
    from pipeline.errors import PipelineError
    from pipeline.zoning import propose
    from pipeline.zoning.drawing import Drawing

    try:
        return propose(survey.seen, survey.size)
    except PipelineError as error:
        picture = site_file.path.with_name(f"{site_file.path.stem}.nothing.png")
        Drawing(survey, (), grid=True).write(picture)
        raise PipelineError(
            f"{error}; or draw the zones yourself: {picture} has a grid to read them from"
        ) from error


def _text(site_file: SiteFile, camera: "Camera", proposal: "Proposal") -> str:
    """The new text of the site file; raises ModelError where it would not be a valid one."""
    from pipeline.zoning import site_text

    if site_file.existing() is None:
        text = site_text.site_text(site_file.new, camera, proposal)
    else:
        old = site_file.path.read_text(encoding="utf-8")
        if site_file.known_camera():
            kept = site_text.kept_lines(old, camera.id)
            lines = site_text.counter_lines(camera.counters, proposal, kept)
            text = site_text.with_counters(old, camera.id, lines)
        else:
            text = site_text.with_camera(old, site_text.camera_lines(camera, proposal))
    site_text.checked(text)
    return text
