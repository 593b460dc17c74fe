"""Stories told from close by: the position and visibility of each wrist, and the customer's hands and feet.

    seated(30) + customer_walks_up(2) + goes_on(10) + hands_over(two=True, giver="customer") + goes_on(10)

They combine with the other stories, and are judged the same way. Metres are those of the picture: to the right
and down from the middle of the own shoulders. The customer stands 1.5 m to the right of the staff.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from synthetic.stories.close_rows import (
    AT_EAR,
    AT_MOUTH,
    GIVEN_LEFT,
    GIVEN_RIGHT,
    HANGING,
    OFFERING,
    TAKEN,
    TYPING,
    UNDER_CHIN,
    Close,
    CloseRows,
    Place,
)
from synthetic.stories.story import Story
from synthetic.stories.world import SIDE, START, View, World
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class CloseUp(Story):
    """A story with moments observed from close by; a story with one such moment is a CloseUp."""

    def __add__(self, other: Story) -> "CloseUp":
        return CloseUp(self.steps + other.steps)

    def __radd__(self, other: Story) -> "CloseUp":
        return CloseUp(other.steps + self.steps)

    def __mul__(self, times: int) -> "CloseUp":
        return CloseUp(self.steps * times)

    def signals(self, view: View = SIDE, *, start: float = START, customers: bool = True) -> Signals:
        """The rows of a camera that observes the story."""
        return CloseRows(view, start, customers).of(self.worlds())

    def worlds(self) -> Iterator[tuple[float, World]]:
        """(seconds, state of the world) in order."""
        now = Close()
        for seconds, changes in self.steps:
            now = replace(now, **changes)  # type: ignore[arg-type]
            yield seconds, now


def closely(seconds: float, **changes: object) -> CloseUp:
    """Lasts this many seconds; its changes remain."""
    return CloseUp(((seconds, changes),))


# -- the staff's hands ---------------------------------------------------------------------------------------


def right_hand(at: Place, seconds: float, **also: object) -> CloseUp:
    """The right hand moves there and back to the desk."""
    usual = {name: getattr(Close(), name) for name in also}
    return closely(seconds, right=at, **also) + closely(0, right=None, **usual)


def both_hands(left: Place, right: Place, seconds: float, **also: object) -> CloseUp:
    """Both hands move there and back to the desk."""
    return right_hand(right, seconds, left=left, **also)


def call(seconds: float, **also: object) -> CloseUp:
    """A hand is at the ear."""
    return right_hand(AT_EAR, seconds, **also)


def chin_propped(seconds: float, **also: object) -> CloseUp:
    """The chin is on the right hand, with the head lowered to it."""
    return right_hand(UNDER_CHIN, seconds, **({"head": -0.07} | also))


def types(seconds: float, **also: object) -> CloseUp:
    """Both hands are together in front of the chest, with the head bowed to them."""
    return both_hands(*TYPING, seconds, **({"pitch": 28.0} | also))


def restless(around: Place, seconds: float, by: float = 0.06) -> CloseUp:
    """The right hand moves to and fro around a place, as in waving, scratching or stroking."""
    x, y = around
    return (right_hand((x - by, y), 0.2) + right_hand((x + by, y), 0.2)) * round(seconds / 0.4)


def covers_mouth(seconds: float, **also: object) -> CloseUp:
    """The hand is in front of the mouth, with the head stretched."""
    return right_hand(AT_MOUTH, seconds, **({"head": 0.03, "face": False} | also))


def invites(seconds: float = 1.2, **also: object) -> CloseUp:
    """The right hand offers the seat."""
    return right_hand(OFFERING, seconds, **also)


def hidden_hand(side: str = "left") -> CloseUp:
    """From now on this hand is hidden, and the model guesses."""
    return closely(0, **{f"{side}_seen": 0.1})


# -- things change hands -------------------------------------------------------------------------------------


def hands_over(two: bool, giver: str = "staff") -> CloseUp:
    """The giving hand moves first, the taking hand answers, both let go and draw back."""
    ours = {"left": GIVEN_LEFT if two else None, "right": GIVEN_RIGHT}
    theirs = {"their_left": TAKEN, "their_right": TAKEN}
    first, second = (ours, theirs) if giver == "staff" else (theirs, ours)
    home = closely(0.4, left=None, right=None, their_left=HANGING, their_right=HANGING)
    return closely(0.6, **first) + closely(1.0, **second) + home


# -- the customer --------------------------------------------------------------------------------------------


def customer_walks_up(seconds: float, metres: float = 2.0) -> CloseUp:
    """The customer enters the zone at its edge and walks to the window."""
    return _walk(metres, 0.0, seconds)


def customer_walks_off(seconds: float, metres: float = 2.0) -> CloseUp:
    """The customer walks from the window out of the zone."""
    return _walk(0.0, metres, seconds) + closely(0, customer=False, walked=0.0)


def customer_walks_through(seconds: float, metres: float = 4.0) -> CloseUp:
    """The customer walks past the window without a stop."""
    return _walk(metres / 2, -metres / 2, seconds) + closely(0, customer=False, walked=0.0)


def _walk(first: float, last: float, seconds: float) -> CloseUp:
    looks = round(seconds * 5)
    places = [first + (last - first) * (look + 1) / looks for look in range(looks)]
    return CloseUp(tuple((0.2, {"customer": True, "walked": place}) for place in places))
