"""A hall of coloured squares: red squares are people, and a backend finds only them. No model, no video."""

from dataclasses import dataclass, field

import numpy as np

from tests.support.stick_people import person, together
from vision.core import FaceLook, Frame, Image, People

SIZE = (640, 360)
HEAD = 40  # px, the side of a red square: a person's head


_BLOCKS = np.random.default_rng(3).integers(40, 120, (18, 32, 1))
_ROOM = np.kron(_BLOCKS, np.ones((20, 20, 1), np.int64)).repeat(3, axis=2)
_NOISY = [
    (_ROOM + np.random.default_rng(seed).normal(0, 3, _ROOM.shape)).clip(0, 255).astype(np.uint8)
    for seed in range(7)
]


def hall(*people: tuple[int, int], time: float = 0.0, size: tuple[int, int] = SIZE) -> Frame:
    """A picture with red squares at the (x, y) px of heads; the rest differs only by noise from look to look."""
    picture = _NOISY[round(time * 5) % len(_NOISY)].copy()
    for x, y in people:
        picture[y - HEAD // 2 : y + HEAD // 2, x - HEAD // 2 : x + HEAD // 2] = (0, 0, 255)
        picture[y + HEAD // 2 : y + 2 * HEAD, x - HEAD : x + HEAD] = (0, 200, 0)
    rows, columns = (np.arange(n) * old // n for n, old in ((size[1], SIZE[1]), (size[0], SIZE[0])))
    return Frame(np.ascontiguousarray(picture[rows][:, columns]), time, "hall")


@dataclass
class Painted:
    """Finds the red squares of a picture, at most `at_once`, leftmost first; counts its calls."""

    at_once: int = 1
    asked: int = 0
    closed: bool = False
    name: str = "painted"
    blind: bool = field(default=False)

    def people(self, image: Image) -> People:
        self.asked += 1
        red = (image[..., 2] > 200) & (image[..., 1] < 60) & (image[..., 0] < 60)
        columns = np.flatnonzero(red.sum(0) > HEAD / 4)
        if self.blind or not len(columns):
            return People.none()
        found = []
        for part in np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1)[: self.at_once]:
            rows = np.flatnonzero(red[:, part].any(1))
            found.append(person(float(part.mean()), float(rows.mean()) + HEAD * 0.6, float(len(part))))
            found[-1].boxes[0, 1] = rows.min()  # hair is above the eyes, at which the keypoints end
        return together(*found)

    def close(self) -> None:
        self.closed = True


@dataclass
class NoFace:
    """A face backend that finds no face."""

    closed: bool = False

    def face(self, image: Image) -> FaceLook | None:
        assert min(image.shape[:2]) > 0

    def close(self) -> None:
        self.closed = True
