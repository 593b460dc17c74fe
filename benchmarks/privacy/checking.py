"""What the clip of one span of one labelled clip shows of whom."""

from collections import Counter as Counts
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.privacy.other_detectors import FaceCheck
from benchmarks.privacy.true_people import TrueHead, TruePeople
from models import load_site
from pipeline.clips.privacy import ObservedPeople, RedactionMask
from pipeline.clips.staff_place import StaffPlace, StaffPlaces
from pipeline.evaluation.truth import EvaluationClip
from pipeline.recordings.model_set import ModelSet, views_of
from vision.core import Frame, Image
from vision.detection.people_search import LIMITS as SEARCH
from vision.detection.people_search import searched
from vision.measures.counter_view import CounterView
from vision.sources.file import VideoFile
from vision.sources.opening import open_source

BEFORE_S, EVERY_S, WIDTH = 4.0, 1.0, 960
_LOOKS = 5.0
_ALTERED, _CLEAR, _HEAD, _HAND = 3, 0.5, 0.45, 0.4
_LEAST_DETAIL = 5.0


@dataclass
class ClipCheck:
    """Counts of one clip, and shares of its pictures; see `benchmarks.privacy` for the words of the counts."""

    folder: str
    counts: Counts[str] = field(default_factory=Counts)
    hands: list[float] = field(default_factory=list)
    room: list[float] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture before and after, with the true people in it, None in a real one."""

    frame: Frame
    drawn: Image
    view: CounterView
    people: Sequence[TrueHead] | None
    staff: StaffPlace | None

    @property
    def altered(self) -> NDArray[np.bool_]:
        """(H, W) where it is not shown as it was."""
        return np.abs(self.drawn.astype(int) - self.frame.image).max(axis=2) > _ALTERED

    def is_staff(self, head: TrueHead) -> bool:
        """Whether a head is that of the staff of this post."""
        zone = (np.array(self.view.staff) * self.frame.size).astype(np.float32)
        inside = cv2.pointPolygonTest(zone, (float(head.middle[0]), float(head.middle[1])), measureDist=True)
        return head.staff and inside > -head.size


def checked(
    clip: EvaluationClip, models: ModelSet, check: FaceCheck, seconds: float, out: Path | None
) -> ClipCheck:
    """Look, search and draw a span of the clip for each of its counters, and look for faces in what is drawn.

    Pictures with a face that is nobody's of the staff go to the folder `out`.
    """
    people = None
    with suppress(OSError):
        people = TruePeople(clip.video)
    start = 0.0 if people is None else people.busiest(seconds)
    found = ClipCheck(clip.name.partition("/")[0])
    for number, picture in enumerate(_pictures(clip, models, people, (start, start + seconds))):
        leaks = _look(picture, found, check)
        if leaks:
            found.leaks.append(
                f"{clip.name} {picture.view.id} {picture.frame.time:.1f} s: {', '.join(leaks)}"
            )
            if out is not None:
                cv2.imwrite(str(out / f"{clip.name.replace('/', '_')}_{number}.png"), picture.drawn)
    return found


def _pictures(
    clip: EvaluationClip, models: ModelSet, people: TruePeople | None, span: tuple[float, float]
) -> Iterator[_Picture]:
    site = load_site(clip.site)
    camera = site.cameras[0]
    with open_source(
        str(clip.video.resolve()), camera=camera.id, base=clip.video.parent, start=0.0
    ) as source:
        assert isinstance(source, VideoFile)
        watcher = models.watcher(camera, site)
        for frame in source.window(span[0] - BEFORE_S, span[1] + 1, _LOOKS):
            watcher.look(frame)
        observed = ObservedPeople(views_of(camera), watcher.signals(), watcher.sightings())
        found = searched(source.window(*span, SEARCH.rate, WIDTH))
        for view in observed.counters:
            mask, staff = RedactionMask(observed, view.id, found), StaffPlaces(observed.signals[view.id])
            for frame in source.window(*span, 1 / EVERY_S, WIDTH):
                true = None if people is None else people.at(frame.time, frame.size[0])
                yield _Picture(frame, mask.drawn(frame), view, true, staff.at(frame.time))


def _look(picture: _Picture, found: ClipCheck, check: FaceCheck) -> list[str]:
    """Count one picture; returns the faces of others that are shown."""
    found.counts["pictures"] += 1
    altered = picture.altered
    if picture.people is not None:
        _count_heads(picture, altered, found)
    leaks = []
    for name, boxes in check.faces(picture.drawn).items():
        for box in boxes:
            whose = _whose(picture, altered, box)
            found.counts[f"{name}: {whose}"] += 1
            if whose == "others":
                leaks.append(f"{name} at {box.round().astype(int).tolist()}")
    return leaks


def _whose(picture: _Picture, altered: NDArray[np.bool_], box: NDArray[np.float64]) -> str:
    """Whose face a detector found: the staff's, nobody's (a place or what was averaged), or that of others."""
    middle = (box[:2] + box[2:]) / 2
    if picture.people is None:
        place, height = picture.staff, picture.frame.size[1]
        if place is not None and np.hypot(*(middle / height - place.head)) <= place.size:
            return "staff"
        return "nobody's" if _share(altered, box) > _CLEAR else "others"
    at = [head for head in picture.people if head.near(middle)]
    if any(picture.is_staff(head) for head in at):
        return "staff"
    return "others" if at else "nobody's"


def _count_heads(picture: _Picture, altered: NDArray[np.bool_], found: ClipCheck) -> None:
    people = picture.people or []
    mine = [head for head in people if picture.is_staff(head)]
    for head in people:
        shown = 1 - _share(altered, _around(head.middle, _HEAD * head.size)) > _CLEAR
        if head in mine:
            whose = "staff"
            found.hands += _hands(picture, head)
        elif any(one.near(head.middle, 0.8) for one in mine):
            continue  # behind or before the head of the staff
        else:
            whose = "others"
        found.counts[f"heads of {whose}"] += 1
        found.counts[f"heads of {whose} shown"] += shown
    room = np.ones(altered.shape, np.bool_)
    for head in people:
        wide = head.box[2] - head.box[0]
        rows, columns = _part(head.box + wide * np.array([-0.2, -0.4, 0.2, 0.2]))
        room[rows, columns] = False
    if room.any():
        found.room.append(float(1 - altered[room].mean()))


def _hands(picture: _Picture, head: TrueHead) -> list[float]:
    """Detail around each visible wrist by that of the original (variance of the Laplacian)."""
    kept = []
    for wrist in head.wrists:
        rows, columns = _part(_around(wrist, _HAND * head.size))
        before, after = (_detail(image[rows, columns]) for image in (picture.frame.image, picture.drawn))
        if before > _LEAST_DETAIL:
            kept.append(after / before)
    return kept


def _detail(image: Image) -> float:
    if min(image.shape[:2]) < 2:
        return 0.0
    return float(cv2.Laplacian(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.CV_32F).var())


def _around(middle: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    return np.concatenate([middle - reach, middle + reach])


def _share(altered: NDArray[np.bool_], box: NDArray[np.float64]) -> float:
    part = altered[_part(box)]
    return float(part.mean()) if part.size else 1.0


def _part(box: NDArray[np.float64]) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (max(0, round(float(v))) for v in box)
    return slice(y0, y1), slice(x0, x1)
