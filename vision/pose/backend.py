"""What a pose backend must do. Vendors' results become our types inside the backend files, nowhere else."""

from typing import Protocol

from vision.core.frame import Image
from vision.core.objects import DetectedObjects, ObjectClasses
from vision.core.people import People
from vision.pose.face import FaceLook


class PoseBackend(Protocol):
    """Finds people in pictures."""

    name: str

    def people(self, image: Image) -> People:
        """Everybody found in `image` (H, W, 3) uint8 BGR, in its pixels, the surest first."""
        ...

    def close(self) -> None:
        """Give back the model's memory; no call after this."""
        ...


class ThingBackend(Protocol):
    """Finds things in pictures, for who installed a detection model; `classes` says which of them are wanted."""

    classes: ObjectClasses

    def things(self, image: Image) -> DetectedObjects:
        """Everything of the wanted classes in `image` (H, W, 3) uint8 BGR, in its pixels."""
        ...

    def close(self) -> None:
        """Give back the model's memory; no call after this."""
        ...


class FaceBackend(Protocol):
    """Measures one face."""

    def face(self, image: Image) -> FaceLook | None:
        """The largest face in `image` (H, W, 3) uint8 BGR, or None."""
        ...

    def close(self) -> None:
        """Give back the model's memory; no call after this."""
        ...
