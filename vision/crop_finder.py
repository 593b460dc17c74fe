"""Finding people with a model that finds one person at a time: every zone is cut out and looked at for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vision.backend import PoseBackend
from vision.finder import Views
from vision.frame import Image
from vision.look import CADENCES, ZoneLook
from vision.stillness import Gray
from vision.zones import LOOSE, STRICT, CounterView, Zone


@dataclass
class CropFinder:
    """See Finder. Each zone is looked at when something moved in it or its last look is old."""

    counters: Sequence[CounterView]
    pose: PoseBackend
    _size: tuple[int, int] = field(default=(0, 0), init=False)
    _looks: dict[str, dict[str, ZoneLook]] = field(default_factory=dict, init=False)

    def look(self, image: Image, gray: Gray, time: float) -> Views:
        """See Finder.look."""
        size = (image.shape[1], image.shape[0])
        if size != self._size:
            self._size, self._looks = size, {view.id: _looks(view, size) for view in self.counters}
        return {
            counter: {role: look.look(image, gray, time, self.pose) for role, look in looks.items()}
            for counter, looks in self._looks.items()
        }


def _looks(view: CounterView, size: tuple[int, int]) -> dict[str, ZoneLook]:
    return {
        role: ZoneLook(Zone.of(points, size, STRICT if role == "staff" else LOOSE), size, CADENCES[role])
        for role, points in view.zones.items()
    }
