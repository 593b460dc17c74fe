"""Variants of a labelled clip: the same events as another camera, light or line would have shown them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import TypeVar

import av
import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from models import Camera, Counter, Polygon, Site, load_site
from pipeline.evaluation.truth import TRUTH_SUFFIX, EvaluationClip, TrueEvent, TrueState, Truth, load_clip
from vision.core import Frame, Image
from vision.sources.opening import open_source

_Label = TypeVar("_Label", TrueState, TrueEvent)
# Share of all pictures; clips have 15 a second.
_ALL = 60.0
_TICKS = 90_000
# In a mirrored clip the left hand does what the right hand did.
_RIGHT_HANDED = {"kinds": {"no_invitation"}, "attributes": {"invited"}}


@dataclass(frozen=True, slots=True)
class Variant:
    """The changes to a clip.

    `gamma` above 1 is darker; `width` px and `rate` pictures a second of 0 keep those of the clip; `crf` is x264's
    (18 can hardly be seen, 40 is a bad line); `mirrored` left and right; `skip` leaves out the first pictures, so that
    other ones are looked at; `hue` degrees turn all colours; `turn` degrees and `zoom` are of a camera that hangs askew
    and nearer; `light` is the share of it that is left, `noise` the standard deviation in grey levels of each colour.
    """

    name: str
    mirrored: bool = False
    gamma: float = 1.0
    width: int = 0
    rate: float = 0.0
    crf: int = 18
    skip: int = 0
    hue: float = 0.0
    turn: float = 0.0
    zoom: float = 1.0
    light: float = 1.0
    noise: float = 0.0


VARIANTS = (
    Variant("mirrored", mirrored=True),
    Variant("darker", gamma=2.0),
    Variant("brighter", gamma=0.5),
    Variant("640 wide", width=640),
    Variant("bad line", crf=38),
    Variant("10 a second", rate=10.0),
    Variant("night", light=0.35, noise=6.0),
    Variant("other pictures", skip=1),
    Variant("other hues", hue=20.0),
    Variant("nearer", turn=3.0, zoom=1.08),
    Variant("all at once", mirrored=True, gamma=1.5, width=640, rate=10.0, crf=34),
)


def made(clip: EvaluationClip, variant: Variant, folder: Path) -> EvaluationClip:
    """The variant of a clip, in files below `folder`; existing files are used."""
    place = folder / variant.name.replace(" ", "_") / clip.name
    truth_file = place.with_name(place.name + TRUTH_SUFFIX)
    if not truth_file.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        video = place.with_name(place.name + ".mp4")
        _film(clip, variant, video)
        site = _site(load_site(clip.site), variant, video.name, _shape(clip))
        text = yaml.safe_dump(site.model_dump(mode="json", exclude_defaults=True))
        place.with_name(place.name + ".site.yaml").write_text(text, encoding="utf-8")
        truth = _truth(clip.truth, variant, video.name, _skipped_s(clip, variant))
        truth_file.write_text(truth.model_dump_json(), encoding="utf-8")
    return load_clip(truth_file, folder)


def changed(image: Image, variant: Variant) -> Image:
    """One picture as the variant shows it, with even sides."""
    if variant.width:
        height = round(image.shape[0] * variant.width / image.shape[1] / 2) * 2
        image = np.asarray(cv2.resize(image, (variant.width, height), interpolation=cv2.INTER_AREA), np.uint8)
    if variant.turn or variant.zoom != 1:
        height, width = image.shape[:2]
        image = np.asarray(cv2.warpAffine(image, _moved(variant, width, height), (width, height)), np.uint8)
    if variant.mirrored:
        image = image[:, ::-1]
    if variant.hue:
        image = _hued(image, variant.hue)
    curve = np.round(255 * variant.light * (np.arange(256) / 255) ** variant.gamma).astype(np.uint8)
    image = curve[image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]]
    return np.ascontiguousarray(_noisy(image, variant.noise) if variant.noise else image)


def _noisy(image: Image, levels: float) -> Image:
    """The picture with noise that differs between pictures and is the same in every run."""
    noise = np.random.default_rng(int(image.sum())).normal(0, levels, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def pictures(clip: EvaluationClip, variant: Variant) -> Iterator[Frame]:
    """All pictures of the variant; times are seconds from the first of them."""
    with open_source(str(clip.video), camera="clip", base=clip.video.parent, start=0.0) as source:
        begin = None
        for frame in islice(source.frames(variant.rate or _ALL), variant.skip, None):
            begin = frame.time if begin is None else begin
            yield Frame(changed(frame.image, variant), frame.time - begin, frame.camera)


def _shape(clip: EvaluationClip) -> tuple[int, int]:
    """(width, height) of the clip's pictures, px."""
    with open_source(str(clip.video), camera="clip", base=clip.video.parent, start=0.0) as source:
        height, width = next(source.frames(1.0)).image.shape[:2]
    return width, height


def _skipped_s(clip: EvaluationClip, variant: Variant) -> float:
    """Seconds by which the variant begins later than the clip."""
    if not variant.skip:
        return 0.0
    with open_source(str(clip.video), camera="clip", base=clip.video.parent, start=0.0) as source:
        return next(islice(source.frames(variant.rate or _ALL), variant.skip, None)).time


def _moved(variant: Variant, width: float, height: float) -> NDArray[np.float64]:
    """(2, 3) affine map of picture points, px, for a camera that is tilted and nearer."""
    middle = (width / 2, height / 2)
    return np.asarray(cv2.getRotationMatrix2D(middle, variant.turn, variant.zoom), np.float64)


def _hued(image: Image, degrees: float) -> Image:
    """The picture with all colours turned; the angle counts in two degrees in OpenCV."""
    hsv = np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_BGR2HSV), np.uint8)
    hsv[..., 0] = (hsv[..., 0].astype(np.int16) + round(degrees / 2)) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), np.uint8)


def _film(clip: EvaluationClip, variant: Variant, video: Path) -> None:
    with av.open(str(video), "w") as out:
        stream = None
        for frame in pictures(clip, variant):
            image = frame.image
            if stream is None:
                stream = out.add_stream(
                    "libx264", rate=30, options={"preset": "veryfast", "crf": str(variant.crf)}
                )
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = Fraction(1, _TICKS)
            picture = av.VideoFrame.from_ndarray(image, format="bgr24")
            picture.pts, picture.time_base = round(frame.time * _TICKS), Fraction(1, _TICKS)
            out.mux(stream.encode(picture))
        if stream is not None:
            out.mux(stream.encode())


def _site(site: Site, variant: Variant, video: str, shape: tuple[int, int]) -> Site:
    cameras = [_camera(camera, variant, video, shape) for camera in site.cameras]
    return site.model_copy(update={"cameras": cameras})


def _camera(camera: Camera, variant: Variant, video: str, shape: tuple[int, int]) -> Camera:
    counters = [_counter(counter, variant, shape) for counter in camera.counters]
    return camera.model_copy(update={"source": video, "counters": counters})


def _counter(counter: Counter, variant: Variant, shape: tuple[int, int]) -> Counter:
    zones = {name: getattr(counter, name) for name in ("staff_zone", "customer_zone", "waiting_zone")}
    return counter.model_copy(
        update={name: zone and zone_of(zone, variant, shape) for name, zone in zones.items()}
    )


def zone_of(zone: Polygon, variant: Variant, shape: tuple[int, int]) -> Polygon:
    """The part of the zone that is inside the variant's picture; `shape` is (width, height) px."""
    points = np.array(zone)
    if variant.turn or variant.zoom != 1:
        moved = _moved(variant, *shape)
        points = (points * shape @ moved[:, :2].T + moved[:, 2]) / shape
    if variant.mirrored:
        points[:, 0] = 1 - points[:, 0]
    return [(float(x), float(y)) for x, y in points.clip(0, 1)]


def _truth(truth: Truth, variant: Variant, video: str, later: float) -> Truth:
    truth = truth.model_copy(
        update={
            "video": video,
            "states": tuple(_earlier(state, later) for state in truth.states),
            "events": tuple(_earlier(event, later) for event in truth.events),
        }
    )
    if not variant.mirrored:
        return truth
    events = [_left_handed(event) for event in truth.events if event.kind not in _RIGHT_HANDED["kinds"]]
    kinds = truth.exhaustive - _RIGHT_HANDED["kinds"]
    return truth.model_copy(update={"events": tuple(events), "exhaustive": kinds})


def _earlier(label: _Label, by: float) -> _Label:
    start, end = max(label.start - by, 0.0), max(label.end - by, 0.0)
    return label.model_copy(update={"start": start, "end": end})


def _left_handed(event: TrueEvent) -> TrueEvent:
    values = {k: v for k, v in event.model_dump().items() if k not in _RIGHT_HANDED["attributes"]}
    return TrueEvent.model_validate(values)
