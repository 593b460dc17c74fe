"""Stories told from close by: the position and visibility of each wrist, and the customer's hands and feet.

    seated(30) + customer_walks_up(2) + goes_on(10) + hands_over(two=True, giver="customer") + goes_on(10)

They combine with the stories of `storyline`, and are judged the same way. Metres are those of the picture: to the right
and down from the middle of the own shoulders. The customer stands 1.5 m to the right of the staff.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.pipeline.storyline import (
    SIDE,
    START,
    Story,
    View,
    World,
    _Rows,
    away,
    goes_on,
    judged,
    looks_at,
    nods,
    seated,
    somebody_waits,
    standing,
    with_hands,
    yawns,
)
from vision.core import Signals

Place = tuple[float, float]

# Hands of staff rest on the own side of the desk; the customer's hang. They meet half-way when an object changes
# hands.
DESK_LEFT, DESK_RIGHT = (0.36, 0.28), (0.30, 0.31)
HANGING = (-0.1, 0.45)
GIVEN_LEFT, GIVEN_RIGHT = (0.95, 0.14), (0.97, 0.18)
TAKEN = (-0.45, 0.45)
AT_EAR, AT_MOUTH, UNDER_CHIN = (0.0, -0.08), (0.13, -0.02), (0.06, 0.12)
AT_JAW = (0.09, 0.065)
TYPING = (0.15, 0.2), (0.0, 0.2)
OFFERING = (0.55, 0.0)


@dataclass(frozen=True, slots=True)
class Close(World):
    """The scene at one moment, seen from close by; None is the value of the word in `hands`.

    `left_seen` and `right_seen` are the scores of the wrists, `walked` the metres by which the customer is to the right
    of the window, `their_head` the metres by which the customer's head is nearer to the shoulders, `face` whether the
    face is visible, `eyes` whether the head is visible well enough for its direction, `pitch` its downward degrees,
    `tint` that of the lips.
    """

    left: Place | None = None
    right: Place | None = None
    left_seen: float = 0.9
    right_seen: float = 0.9
    their_left: Place = HANGING
    their_right: Place = HANGING
    walked: float = 0.0
    their_head: float = 0.0
    face: bool = True
    eyes: bool = True
    pitch: float = 5.0
    tint: float = 1.0


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
        return _CloseRows(view, start, customers).of(self)

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


# -- a bit of everything -------------------------------------------------------------------------------------

EVENTFUL = (
    seated(25)
    + standing(3)
    + seated(5)
    + customer_walks_up(2)
    + nods()
    + invites()
    + closely(5, customer_low=0.4)
    + hands_over(False)
    + goes_on(4)
    + hands_over(True, "customer")
    + call(6)
    + goes_on(3)
    + yawns(3)
    + goes_on(3)
    + covers_mouth(3)
    + chin_propped(5)
    + with_hands("crossed", 5)
    + looks_at(-60)
    + goes_on(8)
    + away(8)
    + seated(5)
    + closely(1, customer_low=0.0)
    + customer_walks_off(2)
    + goes_on(6)
    + somebody_waits(12)
)


# -- rows ----------------------------------------------------------------------------------------------------


class _CloseRows(_Rows):
    def _row(self, now: World) -> dict[str, float]:
        row = super()._row(now)
        if isinstance(now, Close) and "shoulder_x" in row:
            row |= _hands(now, row)
        if isinstance(now, Close) and "customer_x" in row:
            row |= _customer(now, row)
        return row


def _hands(now: Close, row: dict[str, float]) -> dict[str, float]:
    found = {"wrist_left_seen": now.left_seen, "wrist_right_seen": now.right_seen}
    shoulders = row["shoulder_x"], row["shoulder_y"]
    for side, place in (("left", now.left), ("right", now.right)):
        if place is not None:
            found |= _at(f"wrist_{side}", shoulders, place, row["scale"])
    for name in () if now.face else ("face_yaw", "face_pitch", "eyes_open", "mouth_open", "mouth_dark"):
        found[name] = float("nan")
    found |= {"head_pitch": row["head_pitch"] - Close().pitch + now.pitch}
    if now.face:
        found["lip_tint"] = now.tint
    if not now.eyes:
        found["head_yaw"] = float("nan")
    return found


def _customer(now: Close, row: dict[str, float]) -> dict[str, float]:
    scale = row["customer_scale"]
    x, y = row["customer_x"] + now.walked * scale, row["customer_y"]
    found = {"customer_x": x, "customer_head_x": x - 0.02}
    found["customer_head_y"] = row["customer_head_y"] + now.their_head * scale
    for side, place in (("left", now.their_left), ("right", now.their_right)):
        found |= _at(f"customer_wrist_{side}", (x, y), place, scale)
    return found


def _at(name: str, origin: Place, metres: Place, scale: float) -> dict[str, float]:
    return {f"{name}_x": origin[0] + metres[0] * scale, f"{name}_y": origin[1] + metres[1] * scale}


# -- judging -------------------------------------------------------------------------------------------------

GESTURES = {"phone", "chin_on_hand", "arms_crossed", "yawning"}


def gestures(story: Story) -> set[str]:
    """The events of the gesture in the middle of quiet work."""
    return judged(seated(40) + story + seated(30)).kinds & GESTURES
