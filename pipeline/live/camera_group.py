"""The cameras of a worker process, which come, change and go while it runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass

from models import Camera, Site
from models.norms import Profile
from pipeline.live.clip_queue import ClipCutter
from pipeline.live.delivery_threads import DeliveryThreads
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession, LiveSource, ObserverFactory
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class GroupChangeLimits:
    """Limits of a change while cameras are looked at: pictures of the others wait meanwhile, and are not lost."""

    clips_s: float = limit(2.0, "s", Basis.CHOICE, "to cut the last clips of a camera that is removed")


LIMITS = GroupChangeLimits()


@dataclass(frozen=True, slots=True)
class GroupChange:
    """The site as it is now, its norms, and the cameras of this worker."""

    site: Site
    norms: Profile
    cameras: tuple[str, ...]


@dataclass
class CameraSources:
    """`open_camera` connects to a camera; `models` gives the models for a site, with its backgrounds."""

    open_camera: Callable[[Camera], AbstractContextManager[LiveSource]]
    models: Callable[[Site], ObserverFactory]


class CameraGroup:
    """The sessions of a worker. `apply` begins, replaces and ends them; the others go on."""

    def __init__(self, hall: LiveSite, sources: CameraSources, cutter: ClipCutter | None) -> None:
        self.hall, self.cutter = hall, cutter
        self.sessions: list[LiveSession] = []
        self.delivering = DeliveryThreads(hall, [])
        self._running = False
        self._sources, self._opened = sources, dict[str, tuple[ExitStack, LiveSource]]()

    def apply(self, change: GroupChange) -> None:
        """Look at these cameras of the site from now on.

        A camera that did not change is not touched. One with other zones keeps its connection and its recent pictures;
        its session is ended and begun anew, as a restart of the program would.
        """
        wanted = {camera.id: camera for camera in change.site.cameras if camera.id in change.cameras}
        measured = (change.site.smile, change.site.uniform) == (self.hall.site.smile, self.hall.site.uniform)
        kept = [one for one in self.sessions if measured and wanted.get(one.camera.id) == one.camera]
        for session in [one for one in self.sessions if one not in kept]:
            self._end(session, wanted.get(session.camera.id))
        self.hall.site, self.hall.norms = change.site, change.norms
        there = {one.camera.id for one in kept}
        self.sessions = [*kept, *self._begun([wanted[key] for key in wanted if key not in there])]
        self.delivering.deliver([one.delivery for one in self.sessions])

    def close(self) -> None:
        """Close the connections to all cameras."""
        for opened, _ in self._opened.values():
            opened.close()

    def _begun(self, cameras: Sequence[Camera]) -> Iterator[LiveSession]:
        """Sessions of these cameras; one that cannot begin is told, and costs the others nothing, but at the start."""
        models = self._sources.models(self.hall.site)
        for camera in cameras:
            try:
                yield self._begin(camera, models)
            except Exception as error:
                if not self._running:
                    raise
                self.hall.say(f"camera {camera.id} is not watched: {' '.join(str(error).split())}")
        self._running = True

    def _begin(self, camera: Camera, models: ObserverFactory) -> LiveSession:
        if camera.id not in self._opened:
            opened = ExitStack()
            self._opened[camera.id] = opened, opened.enter_context(self._sources.open_camera(camera))
        return LiveSession(self.hall, camera, self._opened[camera.id][1], models, self.cutter)

    def _end(self, session: LiveSession, after: Camera | None) -> None:
        """Store everything of a session; `after` is its camera from now on, None when it was removed."""
        session.finish()
        self.delivering.deliver([one.delivery for one in self.sessions if one is not session])
        now, delivery = self.hall.clock(), session.delivery
        delivery.finish()
        for act in (delivery.keep, delivery.archive, delivery.store):
            with suppress(
                Exception
            ):  # what cannot be stored now is in the journals, which the next session takes
                act(now)
        delivery.close()
        if after is None or not _same_streams(session.camera, after):
            if self.cutter is not None:
                self.cutter.wait(LIMITS.clips_s)
            self._opened.pop(session.camera.id)[0].close()


def _same_streams(one: Camera, other: Camera) -> bool:
    return (one.source, one.look_at, one.transport) == (other.source, other.look_at, other.transport)
