"""Stories of a counter, told in words and read as Signals.

    seated(60) + customer_arrives() + stands_after(2.5) + goes_on(20)

is a clerk who sits for a minute, a customer who comes then, and the clerk rising two and a half seconds later. Steps
that say no seconds happen at once. A state lasts until the story changes it: a clerk who sits keeps sitting, a
customer who waits keeps waiting.
The figures are medians of real looks at the demo footage (side camera: slouch_C; camera over the customer: no_greet_A).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from models import Event, Thresholds
from models.norms import load_profile
from pipeline.intervals import Spans
from pipeline.judging.judge import Judgement, judge
from synthetic.made_day import LOOKS_PER_S
from vision.core import COLUMNS, Signals

START = 1_795_424_400.0  # 2026-11-23 09:00 UTC, a Monday
EVALUATION = load_profile("evaluation").thresholds
POST = "W1"


@dataclass(frozen=True, slots=True)
class Pose:
    """One pose at the post. Metres upward from the seated shoulders, degrees; `legs`: score of the knees.

    `wide` is the width of the detector's box in metres; the box ends at the desk, or at `feet` metres below the
    shoulders.
    """

    rise: float = 0.0
    forward: float = 3.0
    side: float = -8.0
    head: float = 0.2
    hip: float = 108.0
    knee: float = 100.0
    legs: float = 0.3
    wide: float = 0.7
    feet: float | None = None


SEATED = Pose()
STANDING = Pose(rise=0.4, hip=172, knee=170, wide=0.5)
SLOUCHING = Pose(rise=-0.08, forward=35, head=0.06)
SUNK = Pose(rise=-0.1, forward=-17, head=0.18)
LEANING_BACK = Pose(rise=-0.08, forward=-27, side=-23, head=0.22, hip=156, knee=164)
ON_DESK = Pose(rise=-0.45, forward=105, side=130, head=-0.12)


@dataclass(frozen=True, slots=True)
class View:
    """A camera's position: the angle of the chest to it, and the noise and hit rate of its finds.

    `boxes`: whether a detector runs on its pictures.
    """

    yaw: float = 83.0
    noise_deg: float = 1.0
    noise_m: float = 0.004
    forward: float = 0.0
    boxes: bool = True


SIDE = View()
FRONT = View(yaw=-13, noise_deg=2.5, forward=34)
STEEP = View(yaw=20, noise_deg=22, noise_m=0.02, forward=40)


@dataclass(frozen=True, slots=True)
class World:
    """The scene at one moment.

    `found` is the share of looks that find present people, `still` whether the place of a missed person looks the same,
    `beside` the number of colleagues at the post as well. `hands` is a word of _HANDS, `head` the metres by which the
    staff's head is higher than usual, `customer_low` the metres by which the customer is lower than standing.
    """

    staff: Pose | None = SEATED
    customer: bool = False
    waiting: bool = False
    health: int = 0
    recorded: bool = True
    found: float = 1.0
    who: int = 1
    beside: int = 0
    still: bool = True
    head_yaw: float = 85.0
    hands: str = "rest"
    head: float = 0.0
    mouth: float = 0.02
    customer_low: float = 0.0
    customer_found: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """Steps of (seconds, changes from then on)."""

    steps: tuple[tuple[float, Mapping[str, object]], ...] = ()

    def __add__(self, other: "Story") -> "Story":
        return Story(self.steps + other.steps)

    def __mul__(self, times: int) -> "Story":
        return Story(self.steps * times)

    @property
    def seconds(self) -> float:
        return sum(seconds for seconds, _ in self.steps)

    def signals(self, view: View = SIDE, *, start: float = START, customers: bool = True) -> Signals:
        """The rows of a camera that observes the story, five looks a second; `customers` False: no such zone."""
        return _Rows(view, start, customers).of(self)

    def worlds(self) -> Iterator[tuple[float, World]]:
        """(seconds, state of the world) in order."""
        now = World()
        for seconds, changes in self.steps:
            now = replace(now, **changes)  # type: ignore[arg-type]
            yield seconds, now


def _then(seconds: float, **changes: object) -> Story:
    return Story(((seconds, changes),))


# -- staff ---------------------------------------------------------------------------------------------------


def seated(seconds: float) -> Story:
    return _then(seconds, staff=SEATED)


def standing(seconds: float) -> Story:
    return _then(seconds, staff=STANDING)


def away(seconds: float) -> Story:
    return _then(seconds, staff=None)


def slouching(seconds: float) -> Story:
    return _then(seconds, staff=SLOUCHING)


def sunk(seconds: float) -> Story:
    return _then(seconds, staff=SUNK)


def leaning_back(seconds: float) -> Story:
    return _then(seconds, staff=LEANING_BACK)


def asleep(seconds: float, found: float = 0.4) -> Story:
    """Head on the desk: the model finds the pose now and then, but the place looks the same all the time."""
    return _then(seconds, staff=ON_DESK, found=found) + _then(0, found=1.0)


def stands_after(seconds: float) -> Story:
    return goes_on(seconds) + standing(0)


def sits_after(seconds: float) -> Story:
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
    """For a while staff holds the hands as given in _HANDS, and the head higher by this many metres."""
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
    return _then(0, customer=True)


def customer_leaves() -> Story:
    return _then(0, customer=False)


def passes_by(seconds: float = 1.0) -> Story:
    return customer_arrives() + goes_on(seconds) + customer_leaves()


def customer_missed(seconds: float) -> Story:
    """The model misses the present customer: a person walks through the picture."""
    return _then(seconds, customer_found=False) + _then(0, customer_found=True)


def customer_sits(seconds: float) -> Story:
    """The customer sits on the chair at the window from now on."""
    return _then(seconds, customer_low=0.4)


def somebody_waits(seconds: float) -> Story:
    return _then(seconds, waiting=True) + _then(0, waiting=False)


# -- the camera ----------------------------------------------------------------------------------------------


def goes_on(seconds: float) -> Story:
    return _then(seconds)


def dark(seconds: float, reason: int = 1) -> Story:
    return _then(seconds, health=reason) + _then(0, health=0)


def no_recording(seconds: float) -> Story:
    return _then(seconds, recorded=False) + _then(0, recorded=True)


def flickering(story: Story, found: float) -> Story:
    """The model finds present people only in this share of the looks."""
    return _then(0, found=found) + story + _then(0, found=1.0)


# -- rows ----------------------------------------------------------------------------------------------------

_SCALE, _SEATED_Y, _X = 0.325, 0.49, 0.6
_CUSTOMER_X, _CUSTOMER_Y, _CUSTOMER_SCALE = 1.1, 0.35, 0.347
# The desk's edge is 0.56 m below the seated shoulders, the crown 0.12 m above the head's centre.
_DESK_Y, _CROWN = _SEATED_Y + 0.56 * _SCALE, 0.12
_SAME, _CHANGED, _EMPTY = 0.98, 0.4, 0.15

# Metres from the middle of the shoulders, right and down, to the left and the right wrist.
_HANDS = {
    "rest": ((0.36, 0.28), (0.30, 0.31)),
    "ear": ((0.36, 0.28), (-0.02, -0.08)),
    "held": ((0.36, 0.28), (0.30, 0.08)),
    "chin": ((0.36, 0.28), (0.06, 0.12)),
    "mouth": ((0.36, 0.28), (0.12, -0.08)),
    "crossed": ((-0.08, 0.28), (0.06, 0.28)),
    "invites": ((0.36, 0.28), (0.30, -0.04)),
    "gives": ((0.36, 0.28), (1.05, 0.15)),
    "gives with both": ((1.05, 0.12), (1.05, 0.15)),
    "waves": ((0.36, 0.28), (0.45, -0.25)),
}
_ELBOWS = ((0.06, 0.28), (-0.08, 0.28))


@dataclass
class _Rows:
    view: View
    start: float
    customers: bool
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    _staff_seen: bool = False
    _customer_seen: bool = False

    def of(self, story: Story) -> Signals:
        times, rows, at = [], [], 0.0
        for seconds, now in story.worlds():
            first, last = (round(t * LOOKS_PER_S, 6) for t in (at, at + seconds))
            for look in range(int(np.ceil(first)), int(np.ceil(last))):
                if now.recorded:
                    times.append(self.start + look / LOOKS_PER_S)
                    rows.append(self._row(now))
            at += seconds
        table = {name: np.array([row.get(name, np.nan) for row in rows], np.float32) for name in COLUMNS}
        return Signals(np.array(times), table)

    def _row(self, now: World) -> dict[str, float]:
        if now.health:
            return {"health": now.health}
        row: dict[str, float] = {"health": 0.0, "waiting": float(now.waiting)}
        row |= self._staff(now)
        if self.customers:
            row |= self._customer(now)
        return row

    def _staff(self, now: World) -> dict[str, float]:
        hit = now.staff is not None and self.rng.random() < now.found
        self._staff_seen |= hit
        same = hit or (now.staff is not None and now.still)
        like = (
            (_SAME if same else _CHANGED if now.staff is not None else _EMPTY) if self._staff_seen else np.nan
        )
        if now.staff is None or not hit:
            return {"staff": 0.0, "staff_likeness": like}
        return {"staff": 1.0 + now.beside, "staff_likeness": like} | self._pose(now.staff, now)

    def _pose(self, pose: Pose, now: World) -> dict[str, float]:
        view, rng = self.view, self.rng
        deg, metres = (lambda: rng.normal(0, view.noise_deg)), (lambda: rng.normal(0, view.noise_m))
        shoulder = _SEATED_Y - (pose.rise + metres()) * _SCALE
        x, head = _X + 0.01 * now.who, pose.head + now.head + metres() / 3
        row = {
            "scale": _SCALE, "shoulder_x": x, "shoulder_y": shoulder, "head_x": x + 0.02,
            "head_y": shoulder - head * _SCALE, "hip_x": x, "hip_y": _SEATED_Y + 0.145, "hip_seen": 0.98,
            "nose_x": x + 0.03, "nose_y": shoulder - head * _SCALE + 0.01,
            "trunk_forward": view.forward + pose.forward + deg(), "trunk_side": pose.side + deg(),
            "trunk_lean": pose.forward + deg(), "head_height": head, "nose_drop": 0.025,
            "head_yaw": now.head_yaw + deg(), "head_pitch": 5 + deg(), "body_yaw": view.yaw + 0.3 * deg(),
            "hip_angle": pose.hip + deg(), "knee_angle": pose.knee + deg(), "leg_seen": pose.legs,
            "face_yaw": now.head_yaw + deg(), "face_pitch": 5 + deg(), "eyes_open": 0.3,
            "mouth_open": now.mouth + abs(metres()), "mouth_dark": 0.02, "lip_tint": 1.0,
        }  # fmt: skip
        row |= self._box(pose, x, shoulder, head)
        for side, wrist, elbow in zip(("left", "right"), _HANDS[now.hands], _ELBOWS, strict=True):
            row |= _point(f"wrist_{side}", (x, shoulder), wrist) | _point(
                f"elbow_{side}", (x, shoulder), elbow
            )
            row[f"wrist_{side}_seen"] = 0.9
        return row

    def _box(self, pose: Pose, x: float, shoulder: float, head: float) -> dict[str, float]:
        if not self.view.boxes:
            return {}
        bottom = _DESK_Y if pose.feet is None else shoulder + pose.feet * _SCALE
        left, right = x - pose.wide / 2 * _SCALE, x + pose.wide / 2 * _SCALE
        top = shoulder - (head + _CROWN) * _SCALE
        return {"box_left": left, "box_top": top, "box_right": right, "box_bottom": min(bottom, 1.0)}

    def _customer(self, now: World) -> dict[str, float]:
        self._customer_seen |= now.customer
        found = now.customer and now.customer_found
        like = (_SAME if found else _CHANGED if now.customer else _EMPTY) if self._customer_seen else np.nan
        row = {"customers": float(found), "customer_likeness": like}
        if not found:
            return row
        x, y = _CUSTOMER_X, _CUSTOMER_Y + now.customer_low * _CUSTOMER_SCALE
        row |= {
            "customer_x": x,
            "customer_y": y,
            "customer_scale": _CUSTOMER_SCALE,
            "customer_body_yaw": -90.0,
        }
        row |= {"customer_head_x": x - 0.02, "customer_head_y": y - 0.07}
        out = -0.42 if now.hands.startswith("gives") else -0.1
        for side in ("left", "right"):
            row |= _point(f"customer_wrist_{side}", (x, y), (out, 0.45)) | {
                f"customer_wrist_{side}_seen": 0.9
            }
        return row


def _point(name: str, origin: tuple[float, float], metres: tuple[float, float]) -> dict[str, float]:
    return {f"{name}_x": origin[0] + metres[0] * _SCALE, f"{name}_y": origin[1] + metres[1] * _SCALE}


# -- judging -------------------------------------------------------------------------------------------------


def limits(**changes: float) -> Thresholds:
    """The evaluation profile's thresholds with some changes."""
    return EVALUATION.model_copy(update=changes)


@dataclass(frozen=True, slots=True)
class Told:
    """A judged story. Times are seconds from its begin."""

    judgement: Judgement
    start: float

    def all(self, kind: str) -> list[tuple[float, float]]:
        """(start, end) of every event of a kind, rounded to tenths."""
        return [(round(e.start - self.start, 1), round(e.end - self.start, 1)) for e in self.events(kind)]

    def events(self, kind: str) -> list[Event]:
        return [e for e in self.judgement.events if e.kind == kind]

    def one(self, kind: str) -> Event:
        found = self.events(kind)
        assert len(found) == 1, f"{len(found)} events of kind {kind}: {found}"
        return found[0]

    @property
    def kinds(self) -> set[str]:
        """The events, without records of an empty window."""
        return {e.kind for e in self.judgement.events} - {"idle_time"}

    @property
    def faults(self) -> set[str]:
        return self.kinds - {"arrival", "departure", "camera_blind", "camera_moved", "idle_time"}

    def when(self, name: str) -> list[tuple[float, float]]:
        """(start, end) of every span of a state, rounded to tenths."""
        return [(round(start, 1), round(end, 1)) for start, end in self.state(name)]

    def state(self, name: str) -> Spans:
        """The spans in which a state holds."""
        return Spans.of(
            *((s.start - self.start, s.end - self.start) for s in self.judgement.states if s.state == name)
        )


def judged(
    story: Story,
    view: View = SIDE,
    thresholds: Thresholds = EVALUATION,
    *,
    opened: tuple[tuple[float, float], ...] | None = None,
    customers: bool = True,
    start: float = START,
) -> Told:
    """The judgement of the story by the pipeline; `opened` in seconds of the story."""
    hours = None if opened is None else Spans.of(*((start + a, start + b) for a, b in opened))
    signals = story.signals(view, start=start, customers=customers)
    return Told(judge("hall", {POST: signals}, thresholds, (start, start + story.seconds), hours), start)
