"""What a site asked to be measured beyond the usual: columns of OPT_IN, for one counter."""

from vision.clothes import chest, light_of
from vision.faces import FaceLook
from vision.frame import Frame
from vision.look import View
from vision.smile import smile
from vision.zones import CounterView

_CHEST = ("chest_l", "chest_a", "chest_b")


class Extras:
    """One counter's wishes, and the last look at the clothes: who did not move wears the same."""

    def __init__(self, counter: CounterView) -> None:
        self._asked = counter
        self._clothes: dict[str, float] = {}

    @property
    def columns(self) -> list[str]:
        """The columns that rows have beside the usual ones."""
        return [*(["smile"] if self._asked.smile else []), *(_CHEST if self._asked.clothes else [])]

    def row(self, staff: View, face: FaceLook | None, frame: Frame) -> dict[str, float]:
        """What was asked for at this look; what was not seen is left out."""
        row: dict[str, float] = {}
        if self._asked.smile and face is not None and face.mesh is not None:
            row["smile"] = smile(face.mesh)
        if self._asked.clothes:
            row |= self._worn(staff, frame)
        return row

    def _worn(self, staff: View, frame: Frame) -> dict[str, float]:
        if staff.fresh or not len(staff.about):
            people = staff.about
            seen = chest(frame.image, people.joints[0], light_of(frame.image)) if len(people) else None
            self._clothes = {} if seen is None else dict(zip(_CHEST, seen, strict=True))
        return self._clothes
