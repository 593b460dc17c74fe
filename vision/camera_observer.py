"""Observation of one camera: pictures in, one row of numbers per counter and look out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.camera.health import CameraHealth, CameraState, HealthWatch, health_code
from vision.camera.motion import grey
from vision.camera.noise import Smoother
from vision.camera.still_picture import StillPicture
from vision.camera.thumbnail import shrink
from vision.camera.view_watch import Background, Fit, Framing, FramingWatch
from vision.camera.visibility import VisibilityWatch
from vision.camera.zone_sight import Sight
from vision.core import (
    ANCHORS,
    Basis,
    Corrections,
    FaceLook,
    Frame,
    Image,
    LookCounts,
    People,
    Sighting,
    Signals,
    SignalTable,
    ZoneView,
    in_space,
    limit,
)
from vision.detection.finder import Finder, MakeFinder
from vision.detection.zone_crop_finder import ZoneCropFinder
from vision.measures.columns import (
    COUNTS,
    KeptColumns,
    boxed_staff_columns,
    count_columns,
    customer_columns,
    face_columns,
    staff_columns,
)
from vision.measures.counter_view import CounterView
from vision.measures.opt_in import OptInMeasures
from vision.measures.track_rows import TrackRows
from vision.pose.backend import FaceBackend, ObjectBackend, PoseBackend


@dataclass(frozen=True, slots=True)
class ObserverLimits:
    """Limits of measuring a face, and of time in which pictures came and were not looked at."""

    head_m: float = limit(0.42, "m", Basis.CHOICE, "side of the crop around a head")
    head_px: int = limit(48, "pixels", Basis.CHOICE, "the crop has at least, for the measures of a face")
    face_s: float = limit(
        0.35, "s", Basis.CHOICE, "a yawn takes seconds: every second look catches the open mouth"
    )
    skipped_s: float = limit(
        0.5, "s", Basis.CHOICE, "between two rows of skipped time: a look stands for a second"
    )


LIMITS = ObserverLimits()


@dataclass
class _CounterLook:
    """The results of the looks at one counter; `row` is the last one."""

    id: str
    rows: SignalTable
    extras: OptInMeasures
    claims: TrackRows
    staff: KeptColumns
    customers: KeptColumns = field(default_factory=lambda: KeptColumns(customer_columns))
    face: FaceLook | None = None
    face_at: float = float("-inf")
    row: Mapping[str, float] = field(default_factory=dict)


def _looks_at(counter: CounterView, things: ObjectBackend | None, *, boxes: bool) -> _CounterLook:
    extras = OptInMeasures(counter, things)
    staff = KeptColumns(boxed_staff_columns if boxes else staff_columns)
    return _CounterLook(counter.id, SignalTable(extras.columns), extras, TrackRows(), staff)


@dataclass
class CameraObserver:
    """Observes the counters of one camera, on one thread; `close` releases the models.

    A Finder, made by `finder` for these counters and this pose model, assigns people to zones. `background` is the
    camera's background from the time when its zones were drawn, None when unknown. `things` is an installed model that
    finds phones.
    """

    camera: str
    counters: Sequence[CounterView]
    pose: PoseBackend
    face: FaceBackend | None = None
    finder: MakeFinder = ZoneCropFinder
    background: Background | None = None
    things: ObjectBackend | None = None
    _looks: list[_CounterLook] = field(default_factory=list, init=False)
    _finder: Finder = field(init=False)
    _health: HealthWatch = field(init=False)
    _smoother: Smoother = field(default_factory=Smoother, init=False)
    _known: CameraHealth | None = field(default=None, init=False)
    _still: StillPicture = field(default_factory=StillPicture, init=False)
    _sightings: list[Sighting] = field(default_factory=list, init=False)
    _framing: FramingWatch = field(init=False)
    _clarity: VisibilityWatch = field(init=False)
    _boxes: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 4), np.float32), init=False)

    def __post_init__(self) -> None:
        self._finder = self.finder(self.counters, self.pose)
        self._looks = [_looks_at(c, self.things, boxes=self._finder.detects) for c in self.counters]
        self._health = HealthWatch(kept=self.background)
        self._clarity = VisibilityWatch(self.counters)
        zones = [zone for counter in self.counters for zone in counter.zones.values()]
        self._framing = FramingWatch(zones, self.background)

    def look(self, frame: Frame) -> None:
        """Take one picture; pictures must come in the order of their times."""
        small, (width, height) = shrink(frame.image), frame.size
        health = self._health.judge(small, frame.time, width / height)
        if health.ok and self._still.same(small, frame.time):
            self._repeat(frame.time)
            return
        self._look(frame, health)
        self._still.looked(small, frame.time, holds=self._is_empty())

    def skip(self, start: float, end: float) -> None:
        """Note that the pictures between `start` and `end` (UTC s) were not looked at, before the look at `end`."""
        for counter in self._looks:
            for time in np.arange(start + LIMITS.skipped_s, end, LIMITS.skipped_s):
                counter.rows.add(float(time), {"health": health_code(CameraState.SKIPPED)})

    def _is_empty(self) -> bool:
        """Whether a still picture has nothing more to show.

        The pose model alone misses people who sit still, and opt-in measures need every picture.
        """
        ok = self._known is not None and self._known.ok and self._finder.detects
        return ok and not len(self._boxes) and not any(counter.extras.columns for counter in self._looks)

    def _repeat(self, time: float) -> None:
        """Store the last rows again: nobody is there and nothing changed."""
        for counter in self._looks:
            counter.rows.add(time, counter.row)

    def _look(self, frame: Frame, health: CameraHealth) -> None:
        """Look at all counters in a picture of this health."""
        gray = grey(frame.image)
        health = self._framed(health, gray, frame.time)
        code = health_code(health.state)
        if health.ok:
            frame, gray = self._smoother.smoothed(frame, gray)
        views = self._finder.look(frame.image, gray, frame.time) if health.ok else {}
        if health.ok:
            self._clarity.look(gray, frame.time)
        for counter in self._looks:
            row = self._row(counter, views[counter.id], frame) if health.ok else {}
            counter.row = {"health": code} | row
            counter.rows.add(frame.time, counter.row)
            if not health.ok and health != self._known:
                # A covered lens is confirmed after a moment; rows from that moment are blanked.
                counter.rows.blank(health.since, code)
        if health.ok:
            self._correct(self._finder.corrections())
        self._known = health
        self._boxes = _boxes(views)

    @property
    def counts(self) -> tuple[LookCounts, ...]:
        """Health and people of every counter at the last look, to be compared with those of another look."""
        return tuple(LookCounts.of(counter.row) for counter in self._looks)

    @property
    def framing(self) -> Framing:
        """The match of the zones with the camera's view."""
        return self._framing.framing

    @property
    def reference(self) -> Background | None:
        """The background to which the zones belong, without people; None while unknown."""
        return self._framing.reference

    def signals(self) -> dict[str, Signals]:
        """All signals so far, by counter."""
        return {counter.id: counter.rows.signals() for counter in self._looks}

    def sightings(self) -> list[Sighting]:
        """The people in each zone at each look, in order of time."""
        return list(self._sightings)

    def forget(self, before: float) -> None:
        """Drop signals and sightings earlier than `before` (UTC s), for live cameras."""
        for counter in self._looks:
            counter.rows.forget(before)
        self._sightings = [s for s in self._sightings if s.time >= before]

    def close(self) -> None:
        """Close the models."""
        self.pose.close()
        for model in (self.face, self.things):
            if model is not None:
                model.close()

    def _correct(self, corrections: Corrections) -> None:
        """Amend the rows, and drop the sightings, of tracks that turned out not to be people."""
        for counter in self._looks:
            for amendment in counter.claims.amendments(corrections):
                counter.rows.amend(amendment.time, amendment.columns)
            for doubt in corrections.doubts:
                if doubt.counter == counter.id:
                    counter.rows.doubt(doubt.since, doubt.until, COUNTS[doubt.role])
        if corrections.withdrawn:
            self._sightings = [s for s in self._sightings if not corrections.takes_back(s.track, s.time)]

    def _framed(self, health: CameraHealth, gray: NDArray[np.uint8], time: float) -> CameraHealth:
        """Health combined with the match of the background: MOVED when the zones no longer match."""
        if not health.ok and health.state is not CameraState.MOVED:
            return health
        framing = self._framing.look(gray, self._boxes, time)
        return (
            CameraHealth(CameraState.MOVED, framing.since)
            if health.ok and framing.fit is Fit.MOVED
            else health
        )

    def _row(self, counter: _CounterLook, views: Mapping[str, ZoneView], frame: Frame) -> dict[str, float]:
        counter.claims.note(frame.time, views)
        for role, view in views.items():
            self._note(counter.id, role, view, frame)
        seen = {r: v for r, v in views.items() if self._clarity.sight(counter.id, r) is not Sight.COVERED}
        row = self._staff_row(counter, seen, frame) if "staff" in seen else {}
        if "customer" in seen:
            now = count_columns("customers", "customer", seen["customer"])
            row |= counter.customers.row(seen["customer"], frame.size[1], now)
        row |= count_columns("waiting", "waiting", seen.get("waiting"))
        return row | self._counts(counter.id, row) | {"detector": float(self._finder.detects)}

    def _staff_row(
        self, counter: _CounterLook, views: Mapping[str, ZoneView], frame: Frame
    ) -> dict[str, float]:
        now = count_columns("staff", "staff", views["staff"])
        row = counter.staff.row(views["staff"], frame.size[1], now)
        if views["staff"].fresh:
            self._look_at_face(counter, views["staff"].about, frame)
        return row | face_columns(counter.face) | counter.extras.row(views, counter.face, frame)

    def _counts(self, counter: str, row: Mapping[str, float]) -> dict[str, float]:
        """The number of people in each zone, NaN instead of 0 in a zone in which they would not be visible."""
        counts = {role: row[name] for role, name in COUNTS.items() if name in row}
        doubted = self._clarity.doubted(counter, counts)
        return {COUNTS[role]: count for role, count in doubted.items()}

    def _look_at_face(self, counter: _CounterLook, people: People, frame: Frame) -> None:
        """The last face, measured again when it is old or the person is gone."""
        if frame.time - counter.face_at >= LIMITS.face_s or not len(people):
            counter.face, counter.face_at = self._face(people, frame.image), frame.time

    def _face(self, people: People, image: Image) -> FaceLook | None:
        if self.face is None or not len(people):
            return None
        crop = _head_crop(people.joints[0], in_space(people.joints[0], people.world[0]), image)
        return None if crop is None else self.face.face(crop)

    def _note(self, counter: str, role: str, view: ZoneView, frame: Frame) -> None:
        width, height = frame.size
        people = zip(view.people.boxes, view.people.joints, view.ids.tolist(), strict=True)
        for box, joints, track in people:
            # A detector's box alone gives no skeleton.
            share = joints / np.array([width, height, 1], np.float32) if np.isfinite(joints).all() else None
            x0, y0, x1, y1 = (float(v) for v in box / np.array([width, height] * 2))
            self._sightings.append(Sighting(frame.time, counter, role, (x0, y0, x1, y1), share, track))


def _boxes(views: Mapping[str, Mapping[str, ZoneView]]) -> NDArray[np.float32]:
    """(n, 4) px of everybody who was found."""
    found = [view.people.boxes for of_counter in views.values() for view in of_counter.values()]
    return np.concatenate(found, dtype=np.float32) if found else np.empty((0, 4), np.float32)


def _head_crop(joints: NDArray[np.float32], world: NDArray[np.float32], image: Image) -> Image | None:
    """The square around the head, or None when it is too small for face measures."""
    rows = list(ANCHORS[:3])
    spread = np.ptp(world[list(ANCHORS), :2], axis=0).max()
    side = (
        float(np.ptp(joints[list(ANCHORS), :2], axis=0).max() / spread * LIMITS.head_m) if spread > 0 else 0.0
    )
    if side < LIMITS.head_px:
        return None
    centre = joints[rows, :2].mean(0)
    x0, y0 = (int(max(0, v)) for v in centre - side / 2)
    crop = image[y0 : int(centre[1] + side / 2), x0 : int(centre[0] + side / 2)]
    return crop if min(crop.shape[:2]) >= LIMITS.head_px // 2 else None
