"""A stored background for people to look at. It is blurred whole, as clips are: no detection is needed to hide a
person.

People who were found are black in it already; a person who waited unseen for a quarter of a minute would still be
there.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class BlurLimits:
    """Limits of blurring."""

    side: int = limit(
        64,
        "pixels",
        Basis.CHOICE,
        "that the longer side keeps: of a face of a twentieth of it 3, of a tenth 6",
    )


LIMITS = BlurLimits()


def blurred_background(png: bytes) -> bytes:
    """A gray PNG of the same size in which no face can be recognised, and desks and chairs can."""
    picture = Image.open(BytesIO(png)).convert("L")
    share = min(1.0, LIMITS.side / max(picture.size))
    few = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    blurred, made = picture.resize(few, Image.Resampling.BOX), BytesIO()
    blurred.resize(picture.size, Image.Resampling.BICUBIC).save(made, "PNG")
    return made.getvalue()
