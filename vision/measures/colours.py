"""Perceptual colours: CIE Lab under daylight, converted from and to the sRGB of pictures and site files."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.core import Basis, limit

Lab = tuple[float, float, float]
"""CIE L* 0..100, a* and b* (D65)."""

# sRGB (IEC 61966-2-1), linear RGB to XYZ, and the white of D65.
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.089])


@dataclass(frozen=True, slots=True)
class ColourLimits:
    """Limits of comparing colours."""

    lightness: float = limit(
        0.4,
        "weight",
        Basis.CHOICE,
        "against hue: shadows of a desk and of an arm change it, but turn no red into blue",
    )


LIMITS = ColourLimits()


def linear(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Linear light 0..1 of sRGB values 0..255, of any shape."""
    share = pixels.astype(np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(bgr: NDArray[np.float64]) -> Lab:
    """The Lab colour of linear blue, green and red (3,), with 1 as white."""
    t = _XYZ @ bgr[::-1] / _WHITE
    f = np.where(t > 216 / 24389, np.cbrt(t), (t * 24389 / 27 + 16) / 116)
    return float(116 * f[1] - 16), float(500 * (f[0] - f[1])), float(200 * (f[1] - f[2]))


def lab_of(colour: str) -> Lab:
    """The Lab colour of #rrggbb."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.uint8)
    return lab(linear(rgb)[::-1])


def hex_of(colour: Lab) -> str:
    """The nearest #rrggbb of a Lab colour."""
    level = (colour[0] + 16) / 116
    f = np.array([level + colour[1] / 500, level, level - colour[2] / 200])
    xyz = np.where(f > 6 / 29, f**3, (116 * f - 16) * 27 / 24389) * _WHITE
    rgb = np.clip(np.linalg.solve(_XYZ, xyz), 0, 1)
    share = np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * rgb ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * float(v)):02x}" for v in share)


def distance(one: NDArray[np.float64], other: Lab) -> NDArray[np.float64]:
    """(n,) distances of Lab colours (n, 3) to another one: CIE76 with `lightness` as its weight."""
    apart = (one - np.array(other)) * (LIMITS.lightness, 1, 1)
    return np.asarray(np.sqrt(np.square(apart).sum(axis=1)), np.float64)
