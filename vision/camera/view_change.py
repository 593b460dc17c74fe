"""Detection of a sudden change of view: a picture turned over, mirrored, or from another camera's channel.

Edges are compared tile by tile, so that light, people and grey night pictures have little effect.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera.background import Background
from vision.camera.thumbnail import COLUMNS, ROWS, SmallGray, shrink
from vision.core import Basis, limit

Edges = NDArray[np.float32]
"""(2, 90, 160) differences of grey levels across and down."""


@dataclass(frozen=True, slots=True)
class ViewLimits:
    """Limits of another view.

    Figures are from 88 rendered and real clips at five looks a second (57 of cameras on a wall), on turned and
    mirrored copies, and on 900 pairs of different clips.
    """

    edge: float = limit(8.0, "edge strength", Basis.CHOICE, "of a comparable tile")
    tiles: int = limit(20, "tiles", Basis.CHOICE, "least number of such tiles, placed by hand near 54 to 144")
    alike: float = limit(
        0.5, "correlation", Basis.CHOICE, "correlation of the edges of a tile with the same content"
    )
    same: float = limit(
        0.5,
        "of the tiles",
        Basis.CHOICE,
        "share of equal tiles from which the picture shows the usual view, placed by hand near 0.53 and "
        "more for a camera on a wall, 0.13 behind a crowd close to the lens; other views 0.10 at most "
        "in 99 of 100, turned ones 0.19",
    )
    turned: float = limit(
        0.4,
        "of the tiles",
        Basis.CHOICE,
        "of a turned or mirrored view, placed by hand near 0.45 and more turned and 0.25 at most live",
    )
    turned_more: float = limit(
        0.25,
        "of the tiles",
        Basis.CHOICE,
        "least lead over the view as it is, placed by hand near 0.27 turned and 0.2 less live",
    )
    strange: float = limit(
        0.2,
        "of the tiles",
        Basis.CHOICE,
        "below it the picture is another view, unless it is found again displaced; 0.10 at most in 99 "
        "of 100, turned 0.19",
    )
    aside: float = limit(
        0.58,
        "correlation",
        Basis.CHOICE,
        "found again displaced, placed by hand near 0.62 and more for the same view and 0.46 for 99 of "
        "100 others",
    )
    itself_s: float = limit(
        2.0, "s", Basis.CHOICE, "another view stays equal to itself over it: a crowd moves on"
    )
    strange_s: float = limit(5.0, "s", Basis.CHOICE, "and lasts for so long")
    shape: float = limit(
        0.02, "of the shape", Basis.CHOICE, "pictures whose width by height differs by more are not compared"
    )
    smooth_px: float = limit(
        1.0, "pixels", Basis.CHOICE, "of edges, before the view is searched at another place"
    )
    known_s: float = limit(4.0, "s", Basis.CHOICE, "seconds after which the usual view is known")


VIEW = ViewLimits()


@dataclass(frozen=True, slots=True)
class Structure:
    """The edges of a view; zero at unknown pixels."""

    edges: Edges

    @classmethod
    def of(cls, small: SmallGray, known: SmallGray | None = None) -> "Structure":
        """The edges of a small picture; `known` is 1 at pixels that show the view, 0 elsewhere."""
        steps = [cv2.Sobel(small, cv2.CV_32F, x, y, ksize=3) for x, y in ((1, 0), (0, 1))]
        edges = np.stack(steps).astype(np.float32)
        return cls(edges if known is None else edges * known)

    def turned(self) -> "list[Structure]":
        """The view turned over, and mirrored in both directions."""
        across, down = self.edges
        return [
            Structure(np.stack([x, y]))
            for x, y in (
                (-across[::-1, ::-1], -down[::-1, ::-1]),
                (-across[:, ::-1], down[:, ::-1]),
                (across[::-1], -down[::-1]),
            )
        ]

    def share(self, now: "Structure", limits: ViewLimits) -> float:
        """Share of the tiles with edges that `now` shows as well; NaN when too few tiles have edges."""
        both, mine, others = (
            _tiles(one * two) for one, two in ((self.edges, now.edges), (self.edges,) * 2, (now.edges,) * 2)
        )
        edged = mine > limits.edge**2
        if int(edged.sum()) < limits.tiles:
            return float("nan")
        alike = both > limits.alike * np.sqrt(mine * others + 1)
        return float(alike[edged].mean())

    def aside(self, now: "Structure") -> float:
        """Best correlation of the middle of this view at any place in `now`, -1..1."""
        one, two = (cv2.GaussianBlur(np.hypot(*each.edges), (0, 0), VIEW.smooth_px) for each in (self, now))
        middle = one[10:-10, 16:-16]
        return float(cv2.matchTemplate(two, middle, cv2.TM_CCOEFF_NORMED).max())


def _tiles(products: Edges) -> NDArray[np.float32]:
    summed = products[0] + products[1]
    return np.asarray(cv2.resize(summed, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA), np.float32)


class ViewChange:
    """Compares the pictures of one camera with one view: the usual one, or the one its zones were drawn for."""

    def __init__(self, limits: ViewLimits | None = None, kept: Background | None = None) -> None:
        """`kept` is a background that is known from the beginning, None without one."""
        self._limits = limits or ViewLimits()
        self._view = None if kept is None else _structure(kept)
        self._shape = None if kept is None else kept.size[0] / kept.size[1]
        self._follows = kept is None
        self._known_since: float | None = None
        self._strange_since: float | None = None
        self._before: list[tuple[float, Structure]] = []
        self._learned_at = float("-inf")

    def since(self, now: Structure, time: float, shape: float) -> float | None:
        """The begin (UTC s) of another view, None while the picture shows this one.

        `shape` is the width of the picture by its height; pictures of another shape are not compared.
        """
        if self._view is None or (
            self._shape is not None and abs(shape / self._shape - 1) > self._limits.shape
        ):
            return None
        share = self._view.share(now, self._limits)
        if not share < self._limits.same:
            self._known_since = time if self._known_since is None else self._known_since
            self._strange_since = None
            return None
        if not self._knows(time):
            return None
        if self._is_turned(now, share):
            self._strange_since = time if self._strange_since is None else self._strange_since
            return self._strange_since
        return self._strange(now, share, time)

    @property
    def doubtful(self) -> bool:
        """Whether the last picture may show another view, so that it must not be learned."""
        return self._strange_since is not None

    def learn(self, now: Structure, time: float, follow_s: float) -> None:
        """Follow a slowly changing view, over `follow_s` seconds."""
        weight = min(1.0, max(0.0, time - self._learned_at) / follow_s)
        if self._view is None or (self._known_since is None and weight > 0):
            self._view = now
        else:
            self._view = Structure(self._view.edges + np.float32(weight) * (now.edges - self._view.edges))
        self._learned_at = time

    def _knows(self, time: float) -> bool:
        if not self._follows:
            return True
        known = self._known_since is not None and time - self._known_since >= self._limits.known_s
        if not known:
            self._known_since = None
        return known

    def _is_turned(self, now: Structure, share: float) -> bool:
        if self._view is None:
            return False
        least = max(self._limits.turned, share + self._limits.turned_more)
        return any(view.share(now, self._limits) >= least for view in self._view.turned())

    def _strange(self, now: Structure, share: float, time: float) -> float | None:
        limits = self._limits
        itself = self._like_itself(now, time)
        if self._view is None or share >= limits.strange or self._view.aside(now) >= limits.aside:
            self._strange_since = None
            return None
        self._strange_since = time if self._strange_since is None else self._strange_since
        lasted = time - self._strange_since >= limits.strange_s
        return self._strange_since if lasted and itself else None

    def _like_itself(self, now: Structure, time: float) -> bool:
        """Whether the picture shows the same as a while ago."""
        self._before = [one for one in self._before if time - one[0] <= 2 * self._limits.itself_s]
        old = [view for at, view in self._before if time - at >= self._limits.itself_s]
        self._before.append((time, now))
        return bool(old) and old[-1].share(now, self._limits) >= self._limits.same


def _structure(kept: Background) -> Structure:
    free = np.asarray(cv2.erode(kept.free.astype(np.uint8), np.ones((9, 9), np.uint8)), np.uint8)
    return Structure.of(shrink(kept.picture), (shrink(free) > 0.5).astype(np.float32))
