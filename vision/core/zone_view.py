"""The people in one zone at one look."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.core.people import HIPS, People

Ids = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ZoneView:
    """Who is in a zone now, whom it is about first, with their track `ids` (n,); `likeness` as LastSeen.likeness.

    `fresh` is False when this was not looked at anew. `hidden`: only somebody who passes is seen.
    """

    people: People
    likeness: float
    fresh: bool
    ids: Ids = field(default_factory=lambda: np.empty(0, np.intp))
    hidden: bool = False

    @property
    def about(self) -> People:
        """The one it is about if a pose was measured, or nobody."""
        return People.none() if self.hidden or not self.posed else self.people[:1]

    @property
    def posed(self) -> bool:
        """Whether the first one was measured by a pose model: a detector's box alone places no hips."""
        return len(self.people) > 0 and bool(np.isfinite(self.people.joints[0, list(HIPS), :2]).all())
