"""Colours of uniforms, measured in a recording or a picture, and written into the site file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from models import ModelError, Uniform, load_site
from pipeline.errors import PipelineError
from pipeline.recordings.analysis import Task
from pipeline.recordings.model_set import LIMITS as LOOKS
from pipeline.recordings.model_set import ModelSet
from pipeline.states import usual_colour
from vision.core import Basis, limit
from vision.measures.colours import hex_of, lab, linear


@dataclass(frozen=True, slots=True)
class ClothLimits:
    """Limits of measuring the colour of a uniform."""

    middle: float = limit(0.5, "of each side", Basis.CHOICE, "the middle of a picture of cloth")
    dark: int = limit(22, "grey level", Basis.CHOICE, "a darker pixel is shadow (sRGB 0..255)")
    glare: int = limit(250, "grey level", Basis.CHOICE, "a brighter pixel is glare (sRGB 0..255)")
    looked_s: float = limit(10.0, "s", Basis.CHOICE, "an arm before the chest goes away again")


LIMITS = ClothLimits()


@dataclass(frozen=True, slots=True)
class UniformColour:
    """The colour of the chest at a counter's post, #rrggbb."""

    counter: str
    colour: str


def uniform_colours_in(task: Task, models: ModelSet, at: float) -> list[UniformColour]:
    """The colours worn at the camera's posts in the `looked_s` from `at` (seconds of the recording) on.

    Raises PipelineError if no chest is seen then, VisionError for a recording that cannot be read.
    """
    site = task.site.model_copy(update={"uniform": Uniform(colours=("#000000",))})
    watcher = models.watcher(task.camera, site)
    with task.opened(0.0) as source:
        for frame in source.frames(LOOKS.rate):
            if frame.time >= at + LIMITS.looked_s:
                break
            if frame.time >= at:
                watcher.look(frame)
    seen = {counter: usual_colour(rows) for counter, rows in watcher.signals().items()}
    found = [UniformColour(counter, hex_of(colour)) for counter, colour in seen.items() if colour is not None]
    if not found:
        raise PipelineError(
            f"{task.video}: nobody's chest is seen at a post of {task.camera.id} from second {at:g} on;"
            " give --at a moment when staff in uniform sits or stands upright in good light"
        )
    return found


def cloth_colour(picture: Path) -> str:
    """The colour #rrggbb of the middle of a picture that shows only the uniform's cloth, taken in daylight.

    Under a lamp or another exposure it is the colour that the picture shows: `uniform_colours_in` knows the hall's
    light, and is better if a recording is at hand. Raises PipelineError for no picture, or one of shadow and glare
    only.
    """
    image = cv2.imread(str(picture))
    if image is None:
        raise PipelineError(
            f"{picture}: no picture that can be read; give a .png or .jpg of the uniform's cloth"
        )
    margins = [round(side * (1 - LIMITS.middle) / 2) for side in image.shape[:2]]
    middle = image[margins[0] : image.shape[0] - margins[0], margins[1] : image.shape[1] - margins[1]]
    pixels = middle.reshape(-1, 3)
    lit = pixels[(pixels.max(axis=1) >= LIMITS.dark) & (pixels.min(axis=1) < LIMITS.glare)]
    if len(lit) < len(pixels) / 2:
        raise PipelineError(f"{picture}: its middle is too dark or too bright to have a colour")
    return hex_of(lab(np.median(linear(np.asarray(lit, np.uint8)), axis=0)))


_KNOWN = re.compile(r"^uniform:.*$", re.MULTILINE)
_ANY = re.compile(r"^uniform\s*:", re.MULTILINE)


def with_uniform(site_file: Path, colours: Sequence[str]) -> tuple[str, ...]:
    """Put the colours into the site file's uniform, beside those that it has; returns all of them.

    Nothing is written, and PipelineError raised, if its uniform is not on one line or the file cannot be written.
    """
    site, text = load_site(site_file), site_file.read_text("utf-8")
    had = site.uniform.colours if site.uniform else ()
    together = tuple(dict.fromkeys((*had, *colours)))
    line = "uniform: {colours: [" + ", ".join(f'"{colour}"' for colour in together) + "]}"
    changed = _KNOWN.sub(line, text, count=1) if _ANY.search(text) else f"{text.rstrip()}\n{line}\n"
    _written(site_file, text, changed, together)
    return together


def _written(site_file: Path, text: str, changed: str, expected: tuple[str, ...]) -> None:
    """Write the file and read it again; restore it if the result is not the expected one."""
    try:
        site_file.write_text(changed, "utf-8")
        found = load_site(site_file).uniform
        if found is not None and found.colours == expected:
            return
        why = "its uniform is not on one line"
    except OSError as error:
        raise PipelineError(f"{site_file}: cannot be written: {error.strerror}") from error
    except ModelError:
        why = "its uniform is not on one line"
    site_file.write_text(text, "utf-8")
    raise PipelineError(f"{site_file}: {why}; put the colours in yourself: {', '.join(expected)}")
