"""What is worn in a recording: the colours that a site file then names as its uniform."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from models.options import Uniform
from pipeline.errors import PipelineError
from pipeline.recordings.analysis import Task
from pipeline.recordings.model_set import LOOK_RATE, Eyes
from pipeline.states.clothes import usual_colour
from vision.measures.colours import hex_of, lab, linear
from vision.sources.opening import open_source

# The middle of a picture of cloth, and pixels that are neither shadow nor glare (sRGB 0..255).
_MIDDLE, _DARK, _GLARE = 0.5, 22, 250
LOOKED_S = 10.0
"""So long is looked: an arm before the chest goes away again."""


@dataclass(frozen=True, slots=True)
class Worn:
    """The colour of the chest at a counter's post, #rrggbb."""

    counter: str
    colour: str


def worn(task: Task, eyes: Eyes, at: float) -> list[Worn]:
    """What is worn at the camera's posts in the LOOKED_S from `at` (seconds of the recording) on.

    Raises PipelineError where no chest is seen then, VisionError for a recording that cannot be read.
    """
    site = task.site.model_copy(update={"uniform": Uniform(colours=("#000000",))})
    watcher = eyes.watcher(task.camera, site)
    with open_source(
        str(task.video.resolve()), camera=task.camera.id, base=task.video.parent, start=0.0
    ) as source:
        for frame in source.frames(LOOK_RATE):
            if frame.time >= at + LOOKED_S:
                break
            if frame.time >= at:
                watcher.look(frame)
    seen = {counter: usual_colour(rows) for counter, rows in watcher.signals().items()}
    found = [Worn(counter, hex_of(colour)) for counter, colour in seen.items() if colour is not None]
    if not found:
        raise PipelineError(
            f"{task.video}: nobody's chest is seen at a post of {task.camera.id} from second {at:g} on;"
            " give --at a moment when staff in uniform sits or stands upright in good light"
        )
    return found


def cloth(picture: Path) -> str:
    """The colour #rrggbb of the middle of a picture that shows nothing but the uniform's cloth, taken in daylight.

    Of a lamp or an exposure other than daylight's it says what the picture shows: `worn` knows the hall's light, and
    is better where a recording is at hand. Raises PipelineError for no picture, or one of shadow and glare only.
    """
    image = cv2.imread(str(picture))
    if image is None:
        raise PipelineError(
            f"{picture}: no picture that can be read; give a .png or .jpg of the uniform's cloth"
        )
    margins = [round(side * (1 - _MIDDLE) / 2) for side in image.shape[:2]]
    middle = image[margins[0] : image.shape[0] - margins[0], margins[1] : image.shape[1] - margins[1]]
    pixels = middle.reshape(-1, 3)
    lit = pixels[(pixels.max(axis=1) >= _DARK) & (pixels.min(axis=1) < _GLARE)]
    if len(lit) < len(pixels) / 2:
        raise PipelineError(f"{picture}: its middle is too dark or too bright to have a colour")
    return hex_of(lab(np.median(linear(np.asarray(lit, np.uint8)), axis=0)))
