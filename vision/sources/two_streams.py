"""A camera with two streams of one picture: the small one is looked at, clips are cut from the large one."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vision.core import Basis, Frame, limit
from vision.sources.live import LiveCamera


@dataclass(frozen=True, slots=True)
class TwoStreamLimits:
    """Limits of two streams of one camera."""

    shape: float = limit(
        0.03, "of width by height", Basis.CHOICE, "704x576 with square pixels and 640x360 differ by a third"
    )
    wait_s: float = limit(
        10.0, "s", Basis.CHOICE, "for the small stream at the start, as long as one connects"
    )


LIMITS = TwoStreamLimits()


class TwoStreams:
    """Looks at `small` and cuts clips from `main`; while one of them is lost, the other one does both.

    Zones are shares of the picture and fit both streams, as long as these have the same shape. Each stream maps its own
    clock to the time of arrival, so that moments of both are the same. `say` is told when the stream in use changes.
    """

    def __init__(self, main: LiveCamera, small: LiveCamera, say: Callable[[str], None]) -> None:
        self._main, self._small, self._say = main, small, say
        self._last, self._started = -math.inf, -math.inf
        self._on_main = self._main_lost = False
        self._unfit = False

    @property
    def name(self) -> str:
        """The address of the main stream without a password."""
        return self._main.name

    @property
    def trouble(self) -> str | None:
        """Why there is no picture from either stream, None while one has any."""
        return self._main.trouble if self._small.trouble or self._unfit else None

    def poll(self, rate: float) -> Frame | None:
        """The next picture to look at, None when there is none yet."""
        self._compare_shapes()
        self._choose()
        if self._on_main:
            self._small.keep()  # so that it is connected to, and is current when it is looked at again
            frame = self._main.poll(rate)
        else:
            self._main.keep()
            frame = self._small.poll(rate)
        if frame is None or frame.time <= self._last:
            return None
        self._last = frame.time
        return frame

    @property
    def late_s(self) -> float:
        """Seconds for which the oldest picture waits to be looked at."""
        return (self._main if self._on_main else self._small).late_s

    def skip(self) -> None:
        """Leave out the pictures that wait to be looked at; clips keep theirs."""
        (self._main if self._on_main else self._small).skip()

    def skipped(self, until: float) -> list[tuple[float, float]]:
        """The spans before `until` (UTC s) whose pictures were left out; each is returned once."""
        return (self._main if self._on_main else self._small).skipped(until)

    def window(self, start: float, end: float, rate: float, max_side: int = 1280) -> Iterator[Frame]:
        """About `rate` pictures a second of `start`..`end` (UTC s): of the main stream if it has any of that time."""
        came = False
        for frame in self._main.window(start, end, rate, max_side):
            came = True
            yield frame
        if not came:
            yield from self._small.window(start, end, rate, max_side)

    def close(self) -> None:
        """Stop receiving both streams."""
        self._main.close()
        self._small.close()

    def __enter__(self) -> "TwoStreams":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _choose(self) -> None:
        """Look at the main stream while the small one is lost or unfit, and tell changes."""
        small_lost = self._small.trouble is not None and not self._begins()
        on_main = self._unfit or (small_lost and self._main.trouble is None)
        if on_main != self._on_main and not self._unfit:
            lost = f"{self._small.trouble}: the main stream is looked at meanwhile, which costs more"
            self._say(lost if on_main else f"{self._small.name}: the small stream is looked at again")
        self._on_main = on_main
        main_lost = self._main.trouble is not None and self._small.trouble is None
        if main_lost != self._main_lost and not self._begins():
            again = f"{self._main.name}: clips are cut from the main stream again"
            self._say(f"{self._main.trouble}: clips are cut from the small stream" if main_lost else again)
            self._main_lost = main_lost

    def _begins(self) -> bool:
        """Whether both may still be connecting for the first time."""
        now = self._small.now()
        if math.isinf(self._started):
            self._started = now
        return now - self._started < LIMITS.wait_s

    def _compare_shapes(self) -> None:
        main, small = self._main.shape, self._small.shape
        if self._unfit or main is None or small is None or abs(main / small - 1) <= LIMITS.shape:
            return
        self._unfit = True
        self._say(
            f"{self._small.name}: its picture is {small:.2f} times as wide as high, that of the main stream "
            f"{main:.2f}: zones do not fit both, and the main stream is looked at; set both to one shape in the camera"
        )
