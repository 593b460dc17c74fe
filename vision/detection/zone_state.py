"""One zone of a DetectorFinder with its trackers and memories."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vision.core import Corrections, Detections, Gray, Zone, ZoneView
from vision.detection.desk_sides import STAFF
from vision.detection.detector_trigger import DetectorTrigger
from vision.detection.post_occupant import PostOccupant
from vision.detection.sunk_occupant import SunkOccupant
from vision.detection.zone_crop_finder import search_of_post
from vision.detection.zone_look import ZoneLook
from vision.detection.zone_second_look import ZoneSecondLook


@dataclass
class ZoneState:
    """One zone with its trackers and memories."""

    counter: str
    look: ZoneLook
    second: ZoneSecondLook
    need: DetectorTrigger
    occupant: PostOccupant | None = None
    sunk: SunkOccupant | None = None
    due: bool = False

    def give_up(self, corrections: Corrections) -> None:
        """Forget the tracks that turned out not to be people."""
        self.look.give_up(corrections.withdrawn)
        if self.occupant is not None:
            self.occupant.give_up(corrections.withdrawn)
        if self.sunk is not None:
            self.sunk.give_up(corrections.withdrawn)

    def view(self, gray: Gray, fresh: bool, time: float) -> ZoneView:
        """The people in the zone; unseen while its owner may be out of sight."""
        view = self.look.view(gray, fresh)
        return replace(view, unseen=self.sunk is not None and self.sunk.unseen(view, time))


def zone_state(
    counter: str, look: ZoneLook, place: int, zones: Sequence[Zone], size: tuple[int, int]
) -> ZoneState:
    """The state of zone number `place` of `zones`, in pictures of this `size` px, before the first look."""
    return ZoneState(
        counter,
        look,
        ZoneSecondLook(look.zone, size),
        DetectorTrigger(look.zone, look.crop),
        PostOccupant(search_of_post(place, zones, size), size) if look.role == STAFF else None,
        SunkOccupant(size[1]) if look.role == STAFF else None,
    )


def follow_sinking(
    sunk: SunkOccupant, look: ZoneLook, people: tuple[Detections, NDArray[np.bool_]], time: float
) -> None:
    """Update whether the occupant sank out of sight; `people` are the picture's with who is `here` (n,)."""
    found, here = people
    if not len(look.ids):
        sunk.lost(time, found.ids.tolist())
    elif not here.any():
        sunk.searched(time)
    elif not look.hidden:
        sunk.found(look.people.boxes[0], int(look.ids[0]), time)
