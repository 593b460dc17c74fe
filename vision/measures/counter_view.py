"""The description of a counter for a camera: its zones and the opt-in measures."""

from dataclasses import dataclass

from vision.core import Points
from vision.measures.desk_surface import DeskSurface


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter in the view of a camera: polygons in 0..1 of the picture, None for a missing zone.

    `smile` requests the geometry of the mouth, `clothes` the colour of the staff's clothes, and `desk` holds the tidy
    desk.
    """

    id: str
    staff: Points
    customer: Points | None = None
    waiting: Points | None = None
    smile: bool = False
    clothes: bool = False
    desk: DeskSurface | None = None

    @property
    def zones(self) -> dict[str, Points]:
        """The existing zones by role: "staff", "customer", "waiting"."""
        zones = {"staff": self.staff, "customer": self.customer, "waiting": self.waiting}
        return {role: points for role, points in zones.items() if points is not None}
