"""A counter as a camera is told of it: its zones, and what is to be measured there beside people."""

from dataclasses import dataclass

from vision.core.zones import Points
from vision.measures.desk import Desk


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter as a camera sees it: polygons in 0..1 of the picture, None where there is no such zone.

    `smile`: the mouth's geometry is asked for as well; `clothes`: the colour of the staff's;
    `desk`: how it looks when tidy.
    """

    id: str
    staff: Points
    customer: Points | None = None
    waiting: Points | None = None
    smile: bool = False
    clothes: bool = False
    desk: Desk | None = None

    @property
    def zones(self) -> dict[str, Points]:
        """The zones that there are, by role: "staff", "customer", "waiting"."""
        zones = {"staff": self.staff, "customer": self.customer, "waiting": self.waiting}
        return {role: points for role, points in zones.items() if points is not None}
