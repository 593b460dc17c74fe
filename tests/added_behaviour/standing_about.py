"""Standing about: staff who stands although no customer is at the window."""

from models import Event
from pipeline.behaviours.posture import held
from pipeline.scene.scene import Scene, behaviour


@behaviour("standing_about")
def standing_about(scene: Scene) -> list[Event]:
    """Staff stands, and no customer is at the window, for `standing_about_after_s`."""
    return held(scene, "standing_about", scene.states.standing & ~scene.states.customer)
