"""What the machine measured of the staff during an event, as annotations of its clip that people can correct.

COCO keypoints and CVAT for video 1.1. Nothing is drawn that was not measured: a point that was not seen is not
labelled, and a look without staff has no box.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np

from models import StoredEvent
from vision.core import Basis, Signals, limit

POINTS = (
    ("nose", "nose", None),
    ("head", "head", None),
    ("shoulders", "shoulder", None),
    ("hips", "hip", "hip_seen"),
    ("left_elbow", "elbow_left", None),
    ("right_elbow", "elbow_right", None),
    ("left_wrist", "wrist_left", "wrist_left_seen"),
    ("right_wrist", "wrist_right", "wrist_right_seen"),
)
"""Name, columns and score of each point. `head`, `shoulders` and `hips` are middles, which is all that is kept."""
BONES = ((1, 2), (2, 3), (3, 4), (3, 5), (3, 6), (5, 7), (6, 8))
"""Pairs of points by number, from 1, as COCO counts them."""
_EDGES = ("left", "top", "right", "bottom")


class PointFlag(IntEnum):
    """The flag of a point, as COCO numbers them."""

    UNLABELLED = 0
    HIDDEN = 1
    VISIBLE = 2


@dataclass(frozen=True, slots=True)
class AnnotationLimits:
    """Limits of points."""

    seen: float = limit(0.5, "", Basis.CHOICE, "a point with a lower score is labelled as hidden")
    digits: int = limit(2, "digits", Basis.CHOICE, "hundredths of a pixel, finer than any measurement")


LIMITS = AnnotationLimits()


@dataclass(frozen=True, slots=True)
class ClipPictures:
    """Size of a clip in pixels, when it begins (UTC seconds), and the seconds of its pictures from there on."""

    width: int
    height: int
    start: float
    seconds: Sequence[float]


@dataclass(frozen=True, slots=True)
class AnnotatedPicture:
    """The staff in one picture of a clip, in pixels: box (left, top, right, bottom) and (x, y, flag) of each point.

    `frame` counts from 0, `at` is the time of the look (UTC seconds). Both are empty where no staff was seen.
    """

    frame: int
    at: float
    box: tuple[float, ...]
    points: tuple[tuple[float, float, int], ...]


def annotated(rows: Signals, clip: ClipPictures) -> list[AnnotatedPicture]:
    """The pictures of a clip that are nearest to a look, one for each look within the clip, in order."""
    found: dict[int, AnnotatedPicture] = {}
    moments = np.asarray(clip.seconds) + clip.start
    for n, at in enumerate(rows.time):
        frame = int(np.argmin(np.abs(moments - at)))
        if moments[0] <= at <= moments[-1] and frame not in found:
            found[frame] = _picture(rows, n, frame, clip.height)
    return list(found.values())


def to_coco(event: StoredEvent, clip: ClipPictures, pictures: Sequence[AnnotatedPicture]) -> str:
    """COCO keypoints, as JSON; images are pictures of the clip, named by event and number."""
    images = [
        {
            "id": n,
            "file_name": f"event-{event.id}-{one.frame:06d}.png",
            "width": clip.width,
            "height": clip.height,
            "frame": one.frame,
            "seconds": clip.seconds[one.frame],
            "utc": one.at,
        }
        for n, one in enumerate(pictures, 1)
    ]
    category = {"id": 1, "name": "staff", "supercategory": "person", "skeleton": BONES}
    document = {
        "info": {"description": _described(event), "event_id": event.id, "clip_start": clip.start},
        "licenses": [],
        "images": images,
        "annotations": list(_coco_annotations(event, pictures)),
        "categories": [{**category, "keypoints": [name for name, *_ in POINTS]}],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def to_cvat(event: StoredEvent, clip: ClipPictures, pictures: Sequence[AnnotatedPicture]) -> str:
    """CVAT for video 1.1: a track of boxes and a track of skeletons, with a key frame for each look."""
    root = Element("annotations")
    SubElement(root, "version").text = "1.1"
    _task(SubElement(SubElement(root, "meta"), "task"), event, clip)
    boxes = SubElement(root, "track", id="0", label="staff", source="auto")
    poses = SubElement(root, "track", id="1", label="pose", source="auto")
    last: tuple[float, ...] = (0, 0, 1, 1)
    for one in pictures:
        last = one.box or last
        box = SubElement(boxes, "box", _key(one, outside=not one.box), **_corners(last))
        SubElement(box, "attribute", name="in_event").text = str(_within(event, one.at)).lower()
        pose = SubElement(poses, "skeleton", frame=str(one.frame), keyframe="1", z_order="0")
        flags = one.points or ((0.0, 0.0, 0),) * len(POINTS)
        for (name, *_), (x, y, flag) in zip(POINTS, flags, strict=True):
            SubElement(
                pose,
                "points",
                label=name,
                outside=str(int(flag == PointFlag.UNLABELLED)),
                occluded=str(int(flag == PointFlag.HIDDEN)),
                points=f"{x},{y}",
            )
    indent(root, " ")
    return tostring(root, "unicode", xml_declaration=True) + "\n"


def _picture(rows: Signals, n: int, frame: int, height: int) -> AnnotatedPicture:
    """The look `n` in a picture `height` pixels high; signals are in picture heights."""

    def pixels(name: str) -> float:
        value = float(rows[name][n]) if name in rows.columns else float("nan")
        return round(value * height, LIMITS.digits)

    box = tuple(pixels(f"box_{edge}") for edge in _EDGES)
    points = tuple(
        _point(
            pixels(f"{columns}_x"), pixels(f"{columns}_y"), float(rows[score][n]) if score else LIMITS.seen
        )
        for _, columns, score in POINTS
    )
    anything = any(flag for *_, flag in points)
    return AnnotatedPicture(
        frame, float(rows.time[n]), () if np.isnan(box).any() else box, points if anything else ()
    )


def _point(x: float, y: float, score: float) -> tuple[float, float, int]:
    if np.isnan([x, y, score]).any():
        return 0.0, 0.0, 0
    return x, y, PointFlag.VISIBLE if score >= LIMITS.seen else PointFlag.HIDDEN


def _coco_annotations(
    event: StoredEvent, pictures: Sequence[AnnotatedPicture]
) -> Iterator[dict[str, object]]:
    """One annotation for each picture with staff; without a box of the detector, that around the seen points."""
    for image_id, one in enumerate(pictures, 1):
        seen = np.array([(x, y) for x, y, flag in one.points if flag])
        if not one.box and not len(seen):
            continue
        left, top, right, bottom = one.box or (*seen.min(axis=0).tolist(), *seen.max(axis=0).tolist())
        width, height = right - left, bottom - top
        points = one.points or ((0.0, 0.0, 0),) * len(POINTS)
        yield {
            "id": image_id,
            "image_id": image_id,
            "category_id": 1,
            "iscrowd": 0,
            "bbox": [round(edge, LIMITS.digits) for edge in (left, top, width, height)],
            "area": round(width * height, LIMITS.digits),
            "keypoints": [part for point in points for part in point],
            "num_keypoints": len(seen),
            "boxed_by": "detector" if one.box else "points",
            "in_event": _within(event, one.at),
        }


def _within(event: StoredEvent, at: float) -> bool:
    return event.event.start <= at <= event.event.end


def _described(event: StoredEvent) -> str:
    start = datetime.fromtimestamp(event.event.start, UTC).isoformat(timespec="seconds")
    return f"event {event.id}: {event.event.kind} at {event.site}/{event.event.counter}, {start}"


def _task(task: Element, event: StoredEvent, clip: ClipPictures) -> None:
    told = {"name": _described(event), "size": len(clip.seconds), "mode": "interpolation", "overlap": 0}
    for name, value in told.items():
        SubElement(task, name).text = str(value)
    labels = SubElement(task, "labels")
    _label(labels, "staff", "rectangle")
    attribute = SubElement(SubElement(labels[0], "attributes"), "attribute")
    flag = {"name": "in_event", "mutable": "True", "input_type": "checkbox", "default_value": "false"}
    for name, text in {**flag, "values": "false"}.items():
        SubElement(attribute, name).text = text
    _label(labels, "pose", "skeleton")
    for point, *_ in POINTS:
        _label(labels, point, "points", parent="pose")
    size = SubElement(task, "original_size")
    SubElement(size, "width").text, SubElement(size, "height").text = str(clip.width), str(clip.height)


def _label(labels: Element, name: str, kind: str, parent: str | None = None) -> None:
    label = SubElement(labels, "label")
    SubElement(label, "name").text, SubElement(label, "type").text = name, kind
    if parent is not None:
        SubElement(label, "parent").text = parent


def _key(one: AnnotatedPicture, *, outside: bool) -> dict[str, str]:
    flags = {"outside": str(int(outside)), "occluded": "0", "keyframe": "1", "z_order": "0"}
    return {"frame": str(one.frame), **flags}


def _corners(box: tuple[float, ...]) -> dict[str, str]:
    return {name: str(edge) for name, edge in zip(("xtl", "ytl", "xbr", "ybr"), box, strict=True)}
