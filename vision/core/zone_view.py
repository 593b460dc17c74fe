"""The people in one zone at one look."""

from dataclasses import dataclass, field

import numpy as np

from vision.core.detections import Ids
from vision.core.people import HIPS, People


@dataclass(frozen=True, slots=True)
class ZoneView:
    """The people in a zone, its owner first, with track `ids` (n,); `likeness` as in LastSeen.likeness.

    `fresh` is False when the zone was not searched in this picture. `hidden` is True when only a passing person is
    seen. `unseen` is True when nobody is found but the owner may be there, out of sight.
    """

    people: People
    likeness: float
    fresh: bool
    ids: Ids = field(default_factory=lambda: np.empty(0, np.intp))
    hidden: bool = False
    unseen: bool = False

    @property
    def about(self) -> People:
        """The owner (1 row) when a pose was measured, else no person."""
        return People.none() if self.hidden or not self.posed else self.people[:1]

    @property
    def posed(self) -> bool:
        """Whether the first person has a measured pose: a detector's box alone gives no hips."""
        return len(self.people) > 0 and bool(np.isfinite(self.people.joints[0, list(HIPS), :2]).all())
