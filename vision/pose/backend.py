"""The interfaces of pose, object and face backends. Only the backend files convert vendor results to our types."""

from typing import Protocol

from vision.core import DetectedObjects, FaceLook, Image, ObjectClasses, People


class PoseBackend(Protocol):
    """Finds people in pictures."""

    name: str

    def people(self, image: Image) -> People:
        """Everybody found in `image` (H, W, 3) uint8 BGR, in its pixels, surest first."""
        ...

    def close(self) -> None:
        """Release the model's memory. No call may follow."""
        ...


class ObjectBackend(Protocol):
    """Finds objects in pictures with an installed detection model; `classes` are the wanted ones."""

    classes: ObjectClasses

    def things(self, image: Image) -> DetectedObjects:
        """The objects of the wanted classes in `image` (H, W, 3) uint8 BGR, in its pixels."""
        ...

    def close(self) -> None:
        """Release the model's memory. No call may follow."""
        ...


class FaceBackend(Protocol):
    """Measures one face."""

    def face(self, image: Image) -> FaceLook | None:
        """The largest face in `image` (H, W, 3) uint8 BGR, or None."""
        ...

    def close(self) -> None:
        """Release the model's memory. No call may follow."""
        ...
