"""Detection of a covered zone: a patch that is flat, smeared, in coarse blocks or out of focus.

A zone is compared with its usual appearance and with the rest of the picture. A plain wall, a dark chair or a dim hall
therefore counts as visible.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Gray, limit


class Sight(IntEnum):
    """The visibility of a zone: no find in a doubtful zone proves nothing, and a covered zone gives no result."""

    CLEAR = 0
    DOUBTFUL = 1
    COVERED = 2


@dataclass(frozen=True, slots=True)
class SightLimits:
    """Limits of a covered zone.

    Figures are from 116 zones of 88 rendered and real clips, and on 756 copies of 9 of them with patches of 21 kinds
    over a zone, in H.264 of two qualities.
    """

    one_level: float = limit(
        0.5,
        "of the pixels",
        Basis.CHOICE,
        "neither black nor white, placed by hand near 0.39 at most live and 0.77 and more under patches",
    )
    one_level_more: float = limit(
        0.22,
        "of the pixels",
        Basis.CHOICE,
        "over the usual share at any level, placed by hand near 0.36 for lost halves and 0.22 for masks",
    )
    black: int = limit(16, "grey level", Basis.CHOICE, "pixels up to it are crushed to black")
    white: int = limit(250, "grey level", Basis.CHOICE, "pixels from it on are crushed to white")
    fine: float = limit(
        0.28,
        "of the usual",
        Basis.CHOICE,
        "fine detail as a share of the usual, relative to the light of the picture, placed by hand near "
        "0.34 at least while people come and go; blurred by a hundredth of the width or flat 0.26 at "
        "most",
    )
    fine_before: float = limit(
        0.55,
        "of the usual",
        Basis.CHOICE,
        "a look before, at most `quick_s` earlier: a person who walks away from a plain wall takes longer",
    )
    fine_again: float = limit(0.4, "of the usual", Basis.CHOICE, "from it on there is no doubt any more")
    quick_s: float = limit(0.45, "s", Basis.CHOICE, "a walk out of the zone takes 0.6 s and more")
    down: float = limit(
        0.35,
        "",
        Basis.CHOICE,
        "differences down by differences across, placed by hand near 0.53 and more in texture and 0.11 "
        "to 0.4 smeared",
    )
    down_of_usual: float = limit(
        0.5,
        "of the usual",
        Basis.CHOICE,
        "the same, placed by hand near 0.35 and more live and 0.45 at most smeared",
    )
    down_of_least: float = limit(
        0.7,
        "of the least",
        Basis.CHOICE,
        "of what the zone shows while nothing covers it: a post that staff left may show upright edges alone",
    )
    textured: float = limit(
        0.03,
        "of the pixels",
        Basis.CHOICE,
        "differ from their neighbours: with fewer there is no texture to compare",
    )
    blocks: float = limit(
        0.6,
        "of all differences",
        Basis.CHOICE,
        "in an eighth of the lines, placed by hand near 0.65 to 0.94 in mosaics of 12 to 32 px and 0.68 "
        "at most before a plain wall",
    )
    blocks_more: float = limit(
        0.25, "of all differences", Basis.CHOICE, "over the usual share, placed by hand near 0.32 in mosaics"
    )
    sign_before: float = limit(
        0.5, "of the limit", Basis.CHOICE, "of the other signs of a patch, at the look before"
    )
    sign_again: float = limit(0.6, "of the limit", Basis.CHOICE, "of the same, at which doubt ends")
    side_px: int = limit(
        200,
        "pixels",
        Basis.CHOICE,
        "of the longer side of an examined zone: fine detail of a face is still visible",
    )
    noise_px: float = limit(
        0.8, "pixels", Basis.CHOICE, "a filter that removes sensor noise before fine detail is measured"
    )
    rim: float = limit(
        0.06, "of the shorter side", Basis.CHOICE, "of a zone is left out: the edge of a cover is no detail"
    )
    least_light: float = limit(
        0.05, "of the usual light", Basis.CHOICE, "a darker picture is judged as this one"
    )
    step_levels: int = limit(4, "grey levels", Basis.CHOICE, "neighbours that differ by more have texture")
    least_side_px: int = limit(16, "pixels", Basis.CHOICE, "a smaller part shows no blocks")
    follow_s: float = limit(60.0, "s", Basis.CHOICE, "the usual appearance of a zone is followed over it")
    follow_covered_s: float = limit(3600.0, "s", Basis.CHOICE, "the same while the zone is covered")


LIMITS = SightLimits()


@dataclass(frozen=True, slots=True)
class PatchMeasures:
    """Measures of a zone's pixels.

    `level` is the share 0..1 of the most frequent grey level, `mid` the same among levels that are neither black nor
    white. `fine` is the fine detail in grey levels. `down` is the ratio of differences down to differences across, NaN
    without texture. `blocks` is the value of `blockiness`.
    """

    level: float
    mid: float
    fine: float
    down: float
    blocks: float

    @classmethod
    def at(cls, patch: Gray, limits: SightLimits) -> "PatchMeasures":
        """The measures of a zone's pixels (h, w)."""
        counts = np.bincount(patch.ravel(), minlength=256) / patch.size
        # The edge of a cover is no detail of the zone.
        rim = max(1, round(limits.rim * min(patch.shape)))
        inner = patch[rim:-rim, rim:-rim] if min(patch.shape) > 8 * rim else patch
        step = max(1, round(max(patch.shape) / limits.side_px))
        across = cv2.absdiff(patch[::step, 1:], patch[::step, :-1]) >= limits.step_levels
        down = cv2.absdiff(patch[1:, ::step], patch[:-1, ::step]) >= limits.step_levels
        texture = float(across.mean())
        return cls(
            float(counts.max()),
            float(counts[limits.black + 1 : limits.white].max()),
            fine_detail(np.ascontiguousarray(inner[::step, ::step])),
            float(down.mean()) / texture if texture >= limits.textured else float("nan"),
            min(_in_blocks(half) for half in _halves(inner)),
        )

    def towards(self, other: "PatchMeasures", weight: float) -> "PatchMeasures":
        """The mean of both measures, with `weight` 0..1 for the other one."""
        names = ("level", "mid", "fine", "down", "blocks")
        mixed = {}
        for name in names:
            mine, new = getattr(self, name), getattr(other, name)
            known = mine + weight * (new - mine)
            mixed[name] = float(np.nanmax([known, mine]) if np.isnan(known) and not np.isnan(mine) else known)
            if np.isnan(mine):
                mixed[name] = new
        return PatchMeasures(**mixed)


def fine_detail(gray: Gray) -> float:
    """Fine detail in grey levels, at the hundredth of the pixels with the most."""
    smooth = cv2.GaussianBlur(gray.astype(np.float32), (0, 0), LIMITS.noise_px)
    fine = np.abs(cv2.Laplacian(smooth, cv2.CV_32F)).ravel()
    kept = max(1, fine.size // 100)
    return float(np.partition(fine, fine.size - kept)[fine.size - kept])


def blockiness(gray: Gray) -> float:
    """Share 0..1 of all differences between neighbours in the eighth of columns, and of rows, with the most."""
    across = cv2.reduce(cv2.absdiff(gray[:, 1:], gray[:, :-1]), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    down = cv2.reduce(cv2.absdiff(gray[1:], gray[:-1]), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return min(_concentrated(np.asarray(lines).ravel()) for lines in (across, down))


def _halves(patch: Gray) -> list[Gray]:
    """The left, right, upper and lower half: blocks of a mosaic are in all of them, the edges of a person are not."""
    height, width = patch.shape
    return [patch[:, : width // 2], patch[:, width // 2 :], patch[: height // 2], patch[height // 2 :]]


def _in_blocks(part: Gray) -> float:
    return blockiness(part) if min(part.shape) >= LIMITS.least_side_px else 0.0


def _concentrated(lines: NDArray[np.generic]) -> float:
    ordered = np.sort(lines.astype(np.float64))[::-1]
    return float(ordered[: max(1, len(ordered) // 8)].sum() / max(float(ordered.sum()), 1.0))


class ZoneSight:
    """Follows one zone of one camera."""

    def __init__(self, limits: SightLimits | None = None) -> None:
        self._limits = limits or SightLimits()
        self._usual: PatchMeasures | None = None
        self._at = 0.0
        self._fine, self._soft = 1.0, False
        self._sign, self._patched = 0.0, False
        self._least_down = np.inf

    def look(self, patch: Gray, picture: float, time: float, step: float) -> Sight:
        """The visibility of the zone at `time` s; `step` is the age in seconds of its last appearance.

        `picture` is the light of the whole picture as a share of the usual.
        """
        now = PatchMeasures.at(patch, self._limits)
        if self._usual is None:
            self._usual, self._at = now, time
        light = min(1.0, max(picture, self._limits.least_light))
        self._sharpness(now.fine / max(self._usual.fine * light, 1e-3), step)
        # In dim light fewer grey levels remain, and each takes more of the pixels.
        sight = self._judged(replace(now, level=now.level * light, mid=now.mid * light), self._usual, step)
        clear = sight is Sight.CLEAR
        over_s = self._limits.follow_s if clear else self._limits.follow_covered_s
        self._usual = self._usual.towards(now, min(1.0, max(0.0, time - self._at) / over_s))
        if clear:
            self._follow_least(now.down, max(0.0, time - self._at))
        self._at = time
        return sight

    def _sharpness(self, fine: float, step: float) -> None:
        """Follow the fine detail as a share of the usual: only a cover removes it at once."""
        limits = self._limits
        at_once = step <= limits.quick_s and self._fine >= limits.fine_before and fine < limits.fine
        self._soft = at_once or (self._soft and fine < limits.fine_again)
        self._fine = fine

    def _patching(self, now: PatchMeasures, usual: PatchMeasures, step: float) -> None:
        """Follow the signs of a patch, 1 at the limit of a sign: a patch appears at once."""
        limits = self._limits
        level = (now.level - usual.level) / limits.one_level_more
        blocks = (now.blocks - usual.blocks) / limits.blocks_more if now.blocks >= limits.blocks else 0.0
        least = min(limits.down, limits.down_of_least * self._least_down)
        smeared = now.down < least and not now.down >= limits.down_of_usual * usual.down
        sign = max(level, blocks, float(smeared))
        at_once = step <= limits.quick_s and self._sign <= limits.sign_before and sign >= 1.0
        self._patched = at_once or (self._patched and sign >= limits.sign_again)
        self._sign = sign

    def _follow_least(self, down: float, elapsed_s: float) -> None:
        """Follow the least steps down of the clear zone: lower at once, and slowly up to what is usual."""
        if np.isfinite(self._least_down) and self._usual is not None and np.isfinite(self._usual.down):
            share = min(1.0, elapsed_s / self._limits.follow_covered_s)
            self._least_down += share * max(0.0, self._usual.down - self._least_down)
        if np.isfinite(down):
            self._least_down = min(self._least_down, down)

    def _judged(self, now: PatchMeasures, usual: PatchMeasures, step: float) -> Sight:
        self._patching(now, usual, step)
        if self._patched or now.mid >= self._limits.one_level:
            return Sight.COVERED
        return Sight.DOUBTFUL if self._soft else Sight.CLEAR
