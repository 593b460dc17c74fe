"""The measures of one face."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FaceLook:
    """Measures of one face in one picture.

    Angles are in radians, 0 = into the camera: `yaw` > 0 to the picture's right, `pitch` > 0 downward, `roll`
    clockwise. `mouth_open` is the lip gap by the mouth width, `eyes_open` the mean eye aspect ratio (closed under 0.18
    to 0.21: Electronics 2022, 11(19):3183), `mouth_dark` the dark share of the lower face, all without unit. `lip_tint`
    is the redness of the lips by that of the upper face: 1 for bare skin, about 0 on a mask, NaN in a picture without
    colour. `mesh` (468, 2) px holds the landmarks for opt-in measures; None when no site uses them.
    """

    yaw: float
    pitch: float
    roll: float
    mouth_open: float
    eyes_open: float
    mouth_dark: float
    lip_tint: float
    mesh: NDArray[np.float64] | None = field(default=None, repr=False, compare=False)
