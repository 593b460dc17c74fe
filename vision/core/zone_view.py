"""The people in one zone at one look."""

from dataclasses import dataclass, field

import numpy as np

from vision.core.detections import Ids
from vision.core.people import People


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
        return People.none() if self.hidden or not self.people.posed else self.people[:1]
