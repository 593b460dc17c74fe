"""Comparison of a desk with a picture of the tidy desk: the share of its surface that differs."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, Image, Points, VisionError, limit

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """Limits of a changed desk."""

    side: int = limit(
        192,
        "pixels",
        Basis.CHOICE,
        "of the longer side of compared pictures: a pen does not count, a cup does",
    )
    window: int = limit(9, "pixels", Basis.CHOICE, "structure is compared in windows of a cup's size")
    light: int = limit(25, "pixels", Basis.CHOICE, "slower changes are light")
    floor: float = limit(
        0.05, "log units", Basis.CHOICE, "local contrast of noise and compression on a plain desk stays below"
    )
    same: float = limit(
        0.5,
        "",
        Basis.CHOICE,
        "SSIM's contrast and structure (Wang et al. 2004): below, two windows show different contents",
    )
    closed: int = limit(
        7, "pixels", Basis.CHOICE, "the rim of an object has structure, its middle may be plain"
    )
    least: float = limit(
        0.003,
        "of the zone",
        Basis.CHOICE,
        "smaller patches are edges of a shaking camera or changing sunlight",
    )
    raster: int = limit(
        64, "cells", Basis.CHOICE, "a side of the raster that tests whether a person is before the desk"
    )


LIMITS = DeskLimits()


@dataclass(frozen=True, slots=True)
class DeskSurface:
    """`zone` is a polygon in 0..1 of the picture, `tidy` (h, w, 3) uint8 BGR its tidy surface."""

    zone: Points
    tidy: Image

    @classmethod
    def of(cls, zone: Points, picture: Path) -> "DeskSurface":
        """The surface with the picture that `counterwatch tidy` wrote; raises VisionError for another file."""
        tidy = cv2.imread(str(picture)) if picture.is_file() else None
        if tidy is None:
            raise VisionError(f"{picture}: no picture of a tidy desk; make one with counterwatch tidy")
        if max(tidy.shape) != LIMITS.side:
            raise VisionError(
                f"{picture}: {max(tidy.shape)} px on its longer side, not {LIMITS.side}: it must be one that"
                " counterwatch tidy made of this desk"
            )
        return cls(zone, np.asarray(tidy, np.uint8))

    def changed(self, picture: Image) -> float:
        """Share 0..1 of the zone in which `picture` (from `surface_picture`) differs from the tidy desk.

        Changes of brightness and slow gradients of light do not count.
        """
        if picture.shape != self.tidy.shape:
            raise ValueError(f"desk: picture has shape {picture.shape}, tidy has {self.tidy.shape}")
        inside = _inside(self.zone, self.tidy.shape[:2])
        other = (_similarity(picture, self.tidy, inside) < LIMITS.same) & inside
        return float((_filled(other.astype(np.uint8)) & inside).sum() / inside.sum())


def surface_picture(image: Image, zone: Points) -> Image:
    """(h, w, 3) uint8 BGR: the zone's rectangle, longer side `side` px, black outside the polygon."""
    height, width = image.shape[:2]
    points = np.asarray(zone, np.float64) * (width, height)
    (x0, y0), (x1, y1) = points.min(0).astype(int), np.ceil(points.max(0)).astype(int)
    scale = LIMITS.side / max(x1 - x0, y1 - y0)
    size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(image[y0:y1, x0:x1], size, interpolation=way)
    return np.where(_inside(zone, small.shape[:2])[..., None], small, 0).astype(np.uint8)


def median_picture(pictures: Sequence[Image]) -> Image:
    """The median of pictures of one desk, without people who reach over it now and then."""
    return np.asarray(np.median(np.stack(pictures), axis=0), np.uint8)


def touches(zone: Points, box: Sequence[float] | NDArray[np.floating]) -> bool:
    """Whether a person's `box` (4,) in 0..1 of the picture overlaps the zone."""
    (x0, y0), (x1, y1) = np.asarray(zone).min(0), np.asarray(zone).max(0)
    mask = _inside(zone, (LIMITS.raster, LIMITS.raster))
    corners = (
        (np.asarray(box, np.float64) - (x0, y0, x0, y0))
        / (x1 - x0, y1 - y0, x1 - x0, y1 - y0)
        * LIMITS.raster
    )
    left, top, right, bottom = np.clip(corners, 0, LIMITS.raster).round().astype(int)
    return bool(mask[top:bottom, left:right].any())


def _inside(zone: Points, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    points = np.asarray(zone, np.float64)
    share = (points - points.min(0)) / np.ptp(points, axis=0)
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(share * (shape[1] - 1, shape[0] - 1)).astype(np.int32)], 1)
    return mask > 0


def _similarity(one: Image, other: Image, inside: NDArray[np.bool_]) -> Floats:
    """The contrast and structure term of SSIM per pixel, over all three colours, without slow changes."""
    weight = inside.astype(np.float64)
    a, b = (_detail(picture, weight) for picture in (one, other))
    mean = functools.partial(_within, weight=weight, blur=_boxed)
    both = (mean(a * b) - mean(a) * mean(b)).sum(axis=2)
    each = (mean(a * a) - mean(a) ** 2 + mean(b * b) - mean(b) ** 2).sum(axis=2)
    floor = 3 * LIMITS.floor**2
    return np.asarray((2 * both + floor) / (each + floor), np.float64)


def _detail(picture: Image, weight: Floats) -> Floats:
    """The logarithm of the picture without slow changes. Light multiplies, so its logarithm is a slow additive term."""
    log = np.log(cv2.GaussianBlur(picture, (3, 3), 0).astype(np.float64) + 8)
    slow = _within(log, weight, _slow)
    return np.asarray((log - slow) * weight[..., None], np.float64)


def _boxed(values: Floats) -> Floats:
    return np.asarray(cv2.blur(values, (LIMITS.window, LIMITS.window)), np.float64)


def _slow(values: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), LIMITS.light / 2), np.float64)


def _within(
    values: Floats,
    weight: Floats,
    blur: Callable[[Floats], Floats],
) -> Floats:
    """The blur of (h, w, 3) restricted to the zone, in which `weight` (h, w) is 1."""
    known = np.maximum(blur(weight), 1e-3)[..., None]
    return np.asarray(blur(values * weight[..., None]) / known, np.float64)


def _filled(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The patches with their enclosed areas, without patches too small for an object."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (LIMITS.closed, LIMITS.closed))
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = [line for line in outlines if cv2.contourArea(line) >= LIMITS.least * mask.size]
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, large, -1, 1, cv2.FILLED)
    return filled > 0
