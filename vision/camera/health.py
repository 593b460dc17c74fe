"""Camera health: whether a picture can be judged at all. An unseen person is never an absent one."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from vision.camera.background import Background
from vision.camera.freeze import FreezeDetector
from vision.camera.shifts import Shifts
from vision.camera.still_picture import StillLimits, StillPicture
from vision.camera.thumbnail import SmallGray, shrink
from vision.camera.view_change import Structure, ViewChange
from vision.core import Basis, Image, limit


class CameraState(StrEnum):
    """The fault in the pictures of a camera, or OK; SKIPPED when the machine had no time to look at them."""

    OK = "ok"
    DARK = "dark"
    BLOCKED = "blocked"
    FROZEN = "frozen"
    SHAKEN = "shaken"
    MOVED = "moved"
    SKIPPED = "skipped"


def health_code(state: CameraState) -> float:
    """The number of a camera state in the column `health`."""
    return float(list(CameraState).index(state))


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """The state of a camera and its begin `since` (UTC s), which lies before the look that confirmed it."""

    state: CameraState
    since: float

    @property
    def ok(self) -> bool:
        """Whether the picture can be judged."""
        return self.state is CameraState.OK


@dataclass(frozen=True, slots=True)
class HealthLimits:
    """Limits of a picture that can be judged. Grey levels are 0..255, measured on the 160x90 picture.

    Figures are from 34 rendered and 13 real clips of counters, 202x360 to 1080x1920, and on copies of them that were
    darkened, covered, frozen and shifted, in H.264, H.265 and MPEG-4.
    """

    confirm_s: float = limit(
        1.0, "s", Basis.CHOICE, "a person who brushes past the lens, a flash and one bad picture are shorter"
    )
    forget_s: float = limit(
        10.0, "s", Basis.CHOICE, "after a gap this long pictures are not compared with those before it"
    )
    dark_level: float = limit(
        26.0,
        "grey levels",
        Basis.CHOICE,
        "lights at 30 % leave a level of 60 and people can be judged; at 10 % it is 20 and the codec "
        "has removed the faces",
    )
    dark_share: float = limit(0.9, "of the picture", Basis.CHOICE, "nine tenths are below the level")
    detail: float = limit(
        0.2,
        "of the mean level",
        Basis.CHOICE,
        "a Laplacian of this share is fine detail, so that dim light does not remove it",
    )
    detail_dark: float = limit(20.0, "grey levels", Basis.CHOICE, "least level for that share")
    blocked_share: float = limit(0.1, "of the tiles", Basis.CHOICE, "few tiles have fine detail, absolutely")
    blocked_of_usual: float = limit(
        0.2,
        "of the usual share",
        Basis.CHOICE,
        "few tiles have it, placed by hand near 0.44 to 1.0 live and 0 to 0.1 blurred by 1 % of the width",
    )
    follow_s: float = limit(
        60.0,
        "s",
        Basis.CHOICE,
        "daylight and furniture change over minutes, a knocked camera within a second",
    )
    view_s: float = limit(
        1.0, "s", Basis.CHOICE, "a still picture is compared with the usual view this often"
    )


LIMITS = HealthLimits()


class HealthWatch:
    """Judges one camera's pictures in order; about 0.3 ms a look."""

    def __init__(self, limits: HealthLimits | None = None, kept: Background | None = None) -> None:
        """`kept` is the background from the time when the zones were drawn, None without one."""
        self._limits = limits or HealthLimits()
        self._views = [ViewChange(), *([] if kept is None else [ViewChange(kept=kept)])]
        self._usual = _Usual()
        self._still = FreezeDetector()
        self._shifts = Shifts()
        self._previous: tuple[float, SmallGray] | None = None
        self._compared = StillPicture(StillLimits(again_s=self._limits.view_s))
        self._candidate: CameraHealth | None = None
        self._current: CameraHealth | None = None

    def look(self, image: Image, time: float) -> CameraHealth:
        """Health at `time` (UTC s, increasing). `image` is (H, W, 3) BGR or (H, W) grey, uint8, any size."""
        return self.judge(shrink(image), time, image.shape[1] / image.shape[0])

    def judge(self, small: SmallGray, time: float, shape: float) -> CameraHealth:
        """The same for the small picture of a picture whose width is `shape` times its height."""
        raw, since = self._raw(small, time, shape)
        self._previous = (time, small)
        return self._settled(raw, since)

    def _raw(self, small: SmallGray, time: float, shape: float) -> tuple[CameraState, float]:
        """The state by this look alone, and its begin."""
        limits = self._limits
        if self._previous is not None and time - self._previous[0] > limits.forget_s:
            self._previous = None
            self._still.clear()
            self._shifts.clear()
        previous = None if self._previous is None else self._previous[1]
        still = self._still.since(small, previous, time)
        same = self._compared.same(small, time)
        detail = self._usual.detail if same else detail_share(small, limits)
        if not same and (unseen := self._unseen(small, detail)) is not None:
            return unseen, time
        if still is not None:
            return CameraState.FROZEN, still
        if self._shifts.shaken(small, previous, time):
            return CameraState.SHAKEN, time
        return (CameraState.OK, time) if same else self._where(small, detail, time, shape)

    def _unseen(self, small: SmallGray, detail: float) -> CameraState | None:
        """DARK or BLOCKED when the picture shows too little, else None."""
        limits = self._limits
        if float((small < limits.dark_level).mean()) >= limits.dark_share:
            return CameraState.DARK
        least = max(limits.blocked_share, limits.blocked_of_usual * self._usual.detail)
        return CameraState.BLOCKED if detail < least else None

    def _where(self, small: SmallGray, detail: float, time: float, shape: float) -> tuple[CameraState, float]:
        """MOVED when the picture is shifted or shows another view, else OK."""
        if self._shifts.moved(small, self._usual.picture):
            state = CameraState.MOVED, time
        else:
            state = self._by_view(small, detail, time, shape)
        self._compared.looked(small, time, holds=state[0] is CameraState.OK)
        return state

    def _by_view(
        self, small: SmallGray, detail: float, time: float, shape: float
    ) -> tuple[CameraState, float]:
        """MOVED when the picture differs from the usual or the kept view, else OK; an OK picture is learned."""
        now = Structure.of(small)
        begun = [view.since(now, time, shape) for view in self._views]
        elsewhere = [since for since in begun if since is not None]
        if elsewhere:
            return CameraState.MOVED, min(elsewhere)
        if not any(view.doubtful for view in self._views):
            self._usual.learn(small, detail, time)
            self._views[0].learn(now, time, LIMITS.follow_s)
        return CameraState.OK, time

    def _settled(self, raw: CameraState, since: float) -> CameraHealth:
        """The current health: a new state counts after it has lasted; states proven over time count at once."""
        now = self._previous[0] if self._previous else since
        if self._current is None:
            self._current = CameraHealth(raw, since)
        if raw is self._current.state:
            self._candidate = None
            return self._current
        if self._candidate is None or self._candidate.state is not raw:
            self._candidate = CameraHealth(raw, since)
        proven = raw in (CameraState.FROZEN, CameraState.SHAKEN)
        if proven or now - self._candidate.since >= self._limits.confirm_s:
            self._current, self._candidate = self._candidate, None
        return self._current


class _Usual:
    """The usual appearance of the camera: a slowly following picture and its share of detailed tiles."""

    def __init__(self) -> None:
        self.picture: SmallGray | None = None
        self.detail = 0.0
        self._time = 0.0

    def learn(self, small: SmallGray, detail: float, time: float) -> None:
        if self.picture is None:
            self.picture, self.detail = small.copy(), detail
        else:
            weight = min(1.0, max(0.0, time - self._time) / LIMITS.follow_s)
            self.picture += weight * (small - self.picture)
            self.detail += weight * (detail - self.detail)
        self._time = time


def detail_share(small: SmallGray, limits: HealthLimits) -> float:
    """Share of the 16x9 tiles with fine detail, 0..1; 0 when the lens is covered or out of focus."""
    fine = np.abs(cv2.Laplacian(small, cv2.CV_32F))
    detail = fine.reshape(9, 10, 160).max(axis=1).reshape(9, 16, 10).max(axis=2)
    return float((detail > limits.detail * max(float(small.mean()), limits.detail_dark)).mean())
