"""The words of stories: clerks, customers and the camera, one function for each step.

Steps that say no seconds happen at once. A state lasts until the story changes it: a clerk who sits keeps sitting, a
customer who waits keeps waiting.
"""

from dataclasses import replace

import numpy as np

from synthetic.made_day import LOOKS_PER_S
from synthetic.stories.story import Story
from synthetic.stories.world import LEANING_BACK, ON_DESK, SEATED, SLOUCHING, STANDING, SUNK


def _then(seconds: float, **changes: object) -> Story:
    return Story(((seconds, changes),))


# -- staff ---------------------------------------------------------------------------------------------------


def seated(seconds: float) -> Story:
    """The clerk sits."""
    return _then(seconds, staff=SEATED)


def standing(seconds: float) -> Story:
    """The clerk stands."""
    return _then(seconds, staff=STANDING)


def away(seconds: float) -> Story:
    """The post is empty."""
    return _then(seconds, staff=None)


def slouching(seconds: float) -> Story:
    """The clerk slouches."""
    return _then(seconds, staff=SLOUCHING)


def sunk(seconds: float) -> Story:
    """The clerk sinks into the chair."""
    return _then(seconds, staff=SUNK)


def leaning_back(seconds: float) -> Story:
    """The clerk leans back."""
    return _then(seconds, staff=LEANING_BACK)


def asleep(seconds: float, found: float = 0.4) -> Story:
    """Head on the desk: the model finds the pose now and then, but the place looks the same all the time."""
    return _then(seconds, staff=ON_DESK, found=found) + _then(0, found=1.0)


def stands_after(seconds: float) -> Story:
    """The clerk rises after this many seconds."""
    return goes_on(seconds) + standing(0)


def sits_after(seconds: float) -> Story:
    """The clerk sits down after this many seconds."""
    return goes_on(seconds) + seated(0)


def rises(seconds: float) -> Story:
    """A slow rise from the seat to standing, as people do in 1.7 to 2.3 s."""
    steps = int(seconds * LOOKS_PER_S)
    risen = [replace(STANDING, rise=STANDING.rise * (k + 1) / steps) for k in range(steps)]
    return Story(tuple((1 / LOOKS_PER_S, {"staff": pose}) for pose in risen))


def colleague_takes_over(gap: float = 0.0) -> Story:
    """Another person sits down, `gap` seconds after the post became empty."""
    return away(gap) + _then(0, staff=SEATED, who=2)


def colleague_beside(seconds: float) -> Story:
    """Another person is at the post as well, for a while."""
    return _then(seconds, beside=1) + _then(0, beside=0)


def looks_at(yaw: float) -> Story:
    """The direction of the clerk's head from now on, degrees."""
    return _then(0, head_yaw=yaw)


def with_hands(hands: str, seconds: float, *, head: float = 0.0) -> Story:
    """For a while staff holds the hands as given in HANDS, and the head higher by this many metres."""
    return _then(seconds, hands=hands, head=head) + _then(0, hands="rest", head=0.0)


def nods() -> Story:
    """The head goes down and up again."""
    return _then(0.4, head=-0.04) + _then(0.2, head=0.0)


def yawns(seconds: float, *, covered: bool = False) -> Story:
    """The head stretches back, and the mouth is wide open or behind a hand."""
    mouth = np.nan if covered else 0.6
    gape = _then(seconds, mouth=mouth, head=0.03, hands="mouth" if covered else "rest")
    return gape + _then(0, mouth=0.02, head=0.0, hands="rest")


# -- customers -----------------------------------------------------------------------------------------------


def customer_arrives() -> Story:
    """A customer is at the window from now on."""
    return _then(0, customer=True)


def customer_leaves() -> Story:
    """The window is empty from now on."""
    return _then(0, customer=False)


def passes_by(seconds: float = 1.0) -> Story:
    """A person is in front of the window for a moment."""
    return customer_arrives() + goes_on(seconds) + customer_leaves()


def customer_missed(seconds: float) -> Story:
    """The model misses the present customer: a person walks through the picture."""
    return _then(seconds, customer_found=False) + _then(0, customer_found=True)


def customer_sits(seconds: float) -> Story:
    """The customer sits on the chair at the window from now on."""
    return _then(seconds, customer_low=0.4)


def somebody_waits(seconds: float) -> Story:
    """A person waits in the queue for a while."""
    return _then(seconds, waiting=True) + _then(0, waiting=False)


# -- the camera ----------------------------------------------------------------------------------------------


def goes_on(seconds: float) -> Story:
    """Nothing changes for this many seconds."""
    return _then(seconds)


def dark(seconds: float, reason: int = 1) -> Story:
    """The camera has no usable picture, for a reason of its health."""
    return _then(seconds, health=reason) + _then(0, health=0)


def no_recording(seconds: float) -> Story:
    """The camera records nothing for a while."""
    return _then(seconds, recorded=False) + _then(0, recorded=True)


def flickering(story: Story, found: float) -> Story:
    """The model finds present people only in this share of the looks."""
    return _then(0, found=found) + story + _then(0, found=1.0)
