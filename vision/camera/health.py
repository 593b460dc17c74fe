"""Camera health: whether a picture can be judged at all. Not seen is never the same as not there."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core.frame import Image

Gray = NDArray[np.float32]  # (90, 160), 0..255
SMALL = (160, 90)  # everything is judged on this: noise averages out, defocus and cloth still show


class State(StrEnum):
    """What is wrong with the pictures of a camera."""

    OK = "ok"
    DARK = "dark"
    BLOCKED = "blocked"
    FROZEN = "frozen"
    SHAKEN = "shaken"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Health:
    """`since` (UTC s) is when this state began: earlier than the look that was sure of it."""

    state: State
    since: float

    @property
    def ok(self) -> bool:
        """Whether the picture can be judged."""
        return self.state is State.OK


@dataclass(frozen=True, slots=True)
class HealthLimits:
    """Limits, each with its reason. Gray levels are 0..255, measured on the 160x90 picture.

    "Measured" means on 34 rendered and 13 real clips of counters, 202x360 to 1080x1920, and on copies of them
    that were darkened, covered, frozen and shifted, in H.264, H.265 and MPEG-4.
    """

    confirm_s: float = 1.0  # a person who brushes past the lens, a flash, one bad picture
    forget_s: float = 10.0  # after a hole this long nothing is compared with the picture before it
    # Dark: nine tenths of the picture below this. Lights at 30 % leave 60 and people can be judged; at 10 %
    # it is 20 and the codec has taken the faces away.
    dark_level: float = 26.0
    dark_share: float = 0.9
    # Blocked: few tiles with fine detail, against what this camera usually shows (measured live 0.44..1.0,
    # blurred by 1 % of the width 0..0.1 on wide pictures) and against nothing. Detail is a Laplacian of this
    # share of the mean level, so dim light does not remove it.
    detail: float = 0.2
    detail_dark: float = 20.0
    blocked_share: float = 0.1
    blocked_of_usual: float = 0.2
    # Frozen: four fifths of the looks of a window change less than this from one to the next. Measured: live
    # at least 0.030 (sensor noise, even rendered), a repeated picture at most 0.012 (MPEG-4), 0.005 (H.264).
    frozen_s: float = 3.0
    frozen_change: float = 0.015
    frozen_of_usual: float = 0.4
    # A camera whose own noise is below this (strong denoising) repeats itself when the hall is empty; only
    # light that stays the same to the last bit for this long says that it hangs.
    noiseless: float = 0.01
    noiseless_change: float = 0.002
    noiseless_s: float = 600.0
    # Moved: shift against the usual picture, share of its width; zones are about twice as wide. Slow pans of
    # real clips stay below 0.055.
    moved_share: float = 0.07
    # Shaken: half of the looks of a window are shifted by this share of the width against the one before.
    shaken_share: float = 0.02
    shaken_s: float = 2.0
    shift_response: float = (
        0.12  # of phase correlation; true shifts of real clips 0.13..0.99, chance below 0.1
    )
    shift_explained: float = (
        0.4  # shifting back takes this share of the difference away (0.43..0.96), or people moved
    )


class HealthWatch:
    """Judges one camera's pictures one after the other; about 0.3 ms a look."""

    def __init__(self, limits: HealthLimits | None = None) -> None:
        self._limits = limits or HealthLimits()
        self._usual = _Usual()
        self._still = _Stillness(self._limits)
        self._shifts = _Shifts(self._limits)
        self._previous: tuple[float, Gray] | None = None
        self._candidate: Health | None = None
        self._current: Health | None = None

    def look(self, image: Image, time: float) -> Health:
        """Health at `time` (UTC s, increasing). `image` is (H, W, 3) BGR or (H, W) gray, uint8, any size."""
        small = shrink(image)
        raw, since = self._raw(small, time)
        self._previous = (time, small)
        return self._settled(raw, since)

    def _raw(self, small: Gray, time: float) -> tuple[State, float]:
        """State of this look alone, and when it began."""
        limits = self._limits
        if self._previous is not None and time - self._previous[0] > limits.forget_s:
            self._previous = None
            self._still.clear()
            self._shifts.clear()
        previous = None if self._previous is None else self._previous[1]
        still = self._still.since(small, previous, time)
        if float((small < limits.dark_level).mean()) >= limits.dark_share:
            return State.DARK, time
        detail = detail_share(small, limits)
        if detail < max(limits.blocked_share, limits.blocked_of_usual * self._usual.detail):
            return State.BLOCKED, time
        if still is not None:
            return State.FROZEN, still
        state = self._shifts.state(small, previous, self._usual.picture, time)
        if state is State.OK:
            self._usual.learn(small, detail, time)
        return state, time

    def _settled(self, raw: State, since: float) -> Health:
        """Believes a change of state once it has lasted; what proves itself over time is believed at once."""
        now = self._previous[0] if self._previous else since
        if self._current is None:
            self._current = Health(raw, since)
        if raw is self._current.state:
            self._candidate = None
            return self._current
        if self._candidate is None or self._candidate.state is not raw:
            self._candidate = Health(raw, since)
        proven = raw in (State.FROZEN, State.SHAKEN)
        if proven or now - self._candidate.since >= self._limits.confirm_s:
            self._current, self._candidate = self._candidate, None
        return self._current


class _Usual:
    """What the camera shows when all is well: a slowly following picture, its share of detailed tiles."""

    FOLLOW_S = 60.0  # daylight and furniture change over minutes, a knock on the camera within a second

    def __init__(self) -> None:
        self.picture: Gray | None = None
        self.detail = 0.0
        self._time = 0.0

    def learn(self, small: Gray, detail: float, time: float) -> None:
        if self.picture is None:
            self.picture, self.detail = small.copy(), detail
        else:
            weight = min(1.0, max(0.0, time - self._time) / self.FOLLOW_S)
            self.picture += weight * (small - self.picture)
            self.detail += weight * (detail - self.detail)
        self._time = time


class _Stillness:
    """Whether the camera repeats one picture, told by the noise that every live picture brings."""

    HISTORY = 300  # looks; a minute at five a second
    ENOUGH = 15  # looks before the camera's own noise is known

    def __init__(self, limits: HealthLimits) -> None:
        self._limits = limits
        self._window: deque[tuple[float, float]] = deque()
        self._noise: deque[float] = deque(maxlen=self.HISTORY)
        self._still_since: float | None = None
        self._exact_since: float | None = None

    def clear(self) -> None:
        """Forget the last pictures, not the camera's noise."""
        self._window.clear()
        self._still_since = self._exact_since = None

    def since(self, small: Gray, previous: Gray | None, time: float) -> float | None:
        """When the pictures stopped, None while they live."""
        if previous is None:
            return None
        change = float(np.abs(small - previous).mean())
        window = self._window
        window.append((time, change))
        while time - window[0][0] > self._limits.frozen_s:
            window.popleft()
        self._follow_exact(change, time)
        if self._repeats(time):
            if self._still_since is None:
                self._still_since = next(t for t, c in window if c < self._floor())
            return self._still_since
        self._still_since = None
        if change > self._limits.noiseless_change:
            self._noise.append(change)
        exact = self._exact_since
        return exact if exact is not None and time - exact >= self._limits.noiseless_s else None

    def _repeats(self, time: float) -> bool:
        window = self._window
        if len(window) < 4 or time - window[0][0] < 0.75 * self._limits.frozen_s:
            return False
        changes = sorted(c for _, c in window)
        most = changes[int(0.8 * (len(changes) - 1))]
        return most < self._limits.frozen_change and most < self._floor()

    def _floor(self) -> float:
        """Change below which a camera of this noise is not alive; 0 where that cannot be told."""
        if len(self._noise) < self.ENOUGH:
            return 0.0
        usual = float(np.percentile(self._noise, 20))
        if usual < self._limits.noiseless:
            return 0.0
        return min(self._limits.frozen_change, self._limits.frozen_of_usual * usual)

    def _follow_exact(self, change: float, time: float) -> None:
        if change > self._limits.noiseless_change:
            self._exact_since = None
        elif self._exact_since is None:
            self._exact_since = time


class _Shifts:
    """Whether the whole picture went elsewhere: against the usual one (moved), against the last (shaken)."""

    def __init__(self, limits: HealthLimits) -> None:
        self._limits = limits
        self._window: deque[tuple[float, bool]] = deque()

    def clear(self) -> None:
        """Forget the last pictures."""
        self._window.clear()

    def state(self, small: Gray, previous: Gray | None, usual: Gray | None, time: float) -> State:
        limits = self._limits
        jolt = previous is not None and shift(previous, small, limits) > limits.shaken_share
        window = self._window
        window.append((time, jolt))
        while time - window[0][0] > limits.shaken_s:
            window.popleft()
        jolts = sum(j for _, j in window)
        if jolts >= 3 and 2 * jolts >= len(window):
            return State.SHAKEN
        moved = usual is not None and shift(usual, small, limits) > limits.moved_share
        return State.MOVED if moved else State.OK


def shrink(image: Image) -> Gray:
    """(90, 160) float32 gray, each pixel a mean over what it covers."""
    rows = image[
        :: max(1, image.shape[0] // (2 * SMALL[1]))
    ]  # every few rows say the same at a third of the cost
    small = cv2.resize(rows, SMALL, interpolation=cv2.INTER_AREA)
    gray = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return gray.astype(np.float32)


def detail_share(small: Gray, limits: HealthLimits) -> float:
    """Share of the 16x9 tiles with fine detail, 0..1; none when the lens is covered or out of focus."""
    detail = np.abs(cv2.Laplacian(small, cv2.CV_32F)).reshape(9, 10, 16, 10).max(axis=(1, 3))
    return float((detail > limits.detail * max(float(small.mean()), limits.detail_dark)).mean())


def shift(before: Gray, after: Gray, limits: HealthLimits) -> float:
    """How far the whole picture went, share of its width; 0 when it stood still or only parts of it moved."""
    # Light that changed is taken out, or a lamp turned on would look like a difference that a shift explains.
    before, after = before - before.mean(), after - after.mean()
    difference = float(np.abs(after - before).mean())
    if difference < 2.0:  # a shift that matters moves everything: measured 8 and more
        return 0.0
    # phaseCorrelate windows its inputs in place (OpenCV 5.0), so it gets copies.
    (dx, dy), response = cv2.phaseCorrelate(before.copy(), after.copy(), _WINDOW)
    if response < limits.shift_response:
        return 0.0
    unmove = np.array([[1, 0, -dx], [0, 1, -dy]], np.float32)
    back = cv2.warpAffine(after, unmove, SMALL, borderMode=cv2.BORDER_REPLICATE)
    explained = 1 - float(np.abs(back - before).mean()) / difference
    return float(np.hypot(dx, dy)) / SMALL[0] if explained >= limits.shift_explained else 0.0


_WINDOW: Gray = cv2.createHanningWindow(SMALL, cv2.CV_32F).astype(np.float32)
