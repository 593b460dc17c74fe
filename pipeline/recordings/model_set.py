"""The models of an analysis, loaded once and used for all recordings of a batch or all cameras of a worker."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import cv2

from models import Camera, Site
from pipeline.archive.backgrounds import Backgrounds, no_background
from vision.camera_observer import CameraObserver
from vision.core import Basis, limit
from vision.detection.finder import MakeFinder
from vision.detection.whole_picture_finder import WholePictureFinder
from vision.detection.zone_crop_finder import ZoneCropFinder
from vision.measures.counter_view import CounterView
from vision.measures.desk_surface import DeskSurface
from vision.pose.backend import FaceBackend, ObjectBackend, PoseBackend
from vision.pose.choice import ModelChoice, ModelRequest, choose_models


@dataclass(frozen=True, slots=True)
class LookLimits:
    """Limits of looking."""

    rate: float = limit(
        5.0, "looks a second", Basis.CHOICE, "rising takes two seconds and a nod half of one: five see both"
    )


LIMITS = LookLimits()


_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelSet:
    """A pose and a face model. They keep no state between pictures, so cameras may share them; threads may not.

    `finder` says how the pose model is called, `choice` which one it is and why; `backgrounds` are the pictures for
    which zones were drawn; `things` finds phones if a detection model is installed.
    """

    pose: PoseBackend
    face: FaceBackend | None
    finder: MakeFinder = ZoneCropFinder
    choice: ModelChoice = field(default_factory=lambda: ModelChoice("mediapipe", None, "the default"))
    backgrounds: Backgrounds = no_background
    things: ObjectBackend | None = None

    def watcher(self, camera: Camera, site: Site) -> CameraObserver:
        """An observer of this camera's counters, which measures what its site asked for.

        Raises VisionError if the picture of a tidy desk is missing.
        """
        smile, clothes = site.smile.enabled, site.uniform is not None
        desks = [
            None if c.desk is None else DeskSurface.of(c.desk.zone, c.desk.tidy) for c in camera.counters
        ]
        views = [
            replace(view, smile=smile, clothes=clothes, desk=desk)
            for view, desk in zip(views_of(camera), desks, strict=True)
        ]
        background = self.backgrounds(camera)
        return CameraObserver(camera.id, views, self.pose, self.face, self.finder, background, self.things)


def views_of(camera: Camera) -> list[CounterView]:
    """The camera's counters as vision knows them."""
    return [CounterView(c.id, c.staff_zone, c.customer_zone, c.waiting_zone) for c in camera.counters]


@contextmanager
def load_models(wish: ModelRequest | None = None) -> Iterator[ModelSet]:
    """Load the models that `wish` asks for; raises VisionError with one line when they are not there."""
    from vision.pose.mediapipe_backend import MediaPipeFace, MediaPipePose  # noqa: PLC0415 - a second and 200 MB

    # A camera is analysed by one thread. OpenCV's pool waits for work between its many small ones: a quarter of the
    # cost of an empty hall.
    cv2.setNumThreads(1)
    wish = wish or ModelRequest()
    choice = choose_models(wish)
    _tell(wish, choice)
    with ExitStack() as models:
        measuring = models.enter_context(closing(MediaPipePose()))
        pose, finder = _everybody(choice, measuring, models)
        face = models.enter_context(closing(MediaPipeFace()))
        things = _things(wish)
        if things is not None:
            models.enter_context(closing(things))
        yield ModelSet(pose, face, finder, choice, things=things)


def _things(wish: ModelRequest | None) -> ObjectBackend | None:
    if wish is None or wish.objects is None:
        return None
    from vision.pose.ultralytics_backend import UltralyticsObjects  # noqa: PLC0415 - torch: seconds and a gigabyte

    return UltralyticsObjects(wish.objects, wish.classes)


def _tell(wish: ModelRequest, choice: ModelChoice) -> None:
    """Log the models in use; a warning if a requested model, or the person detector, is not among them."""
    unused = wish.weights is not None and choice.weights is None
    _LOG.log(logging.WARNING if unused else logging.INFO, "%s looks: %s", choice.backend, choice.why)
    missing = choice.detector is None and choice.weights is None and wish.detector != "none"
    _LOG.log(logging.WARNING if missing else logging.INFO, choice.detector_why)


def _everybody(
    choice: ModelChoice, measuring: PoseBackend, models: ExitStack
) -> tuple[PoseBackend, MakeFinder]:
    """The pose model and how people are found: by a person detector, by YOLO pose weights, or zone by zone."""
    if choice.detector is not None:
        from vision.detection.detector_finder import DetectorFinder  # noqa: PLC0415 - the tracker's half a second
        from vision.detection.registry import open_detector  # noqa: PLC0415

        detector = models.enter_context(closing(open_detector(choice.detector)))
        return measuring, partial(DetectorFinder, detector=detector)
    if choice.weights is None:
        return measuring, ZoneCropFinder
    from vision.pose.ultralytics_backend import UltralyticsPose  # noqa: PLC0415 - torch: seconds and a gigabyte

    pose = models.enter_context(closing(UltralyticsPose(choice.weights)))
    return pose, partial(WholePictureFinder, closer=measuring)
