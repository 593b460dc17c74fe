"""What is worn in a recording: the colours that a site file then names as its uniform."""

from dataclasses import dataclass

from models.options import Uniform
from pipeline.analyse import Task
from pipeline.clothes import usual_colour
from pipeline.errors import PipelineError
from pipeline.eyes import LOOK_RATE, Eyes
from vision.colours import hex_of
from vision.sources import open_source

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
