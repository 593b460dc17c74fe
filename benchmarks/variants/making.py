"""Variants of a labelled clip: the same events as another camera, light or line would have shown them."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import yaml

from models.site import Camera, Counter, Polygon, Site, load_site
from pipeline.truth import TRUTH_SUFFIX, Clip, TrueEvent, Truth, load_clip
from vision.frame import Image
from vision.sources import open_source

# Of all pictures; clips come with 15 a second.
_ALL = 60.0
_TICKS = 90_000
# What a right hand does is done by the left one in a mirror.
_RIGHT_HANDED = {"kinds": {"no_invitation"}, "attributes": {"invited"}}


@dataclass(frozen=True, slots=True)
class Variant:
    """What is done to a clip.

    `gamma` above 1 is darker; `width` px and `rate` pictures a second are those of the clip where 0; `crf` is x264's
    (18 can hardly be seen, 40 is a bad line); `mirrored` left and right.
    """

    name: str
    mirrored: bool = False
    gamma: float = 1.0
    width: int = 0
    rate: float = 0.0
    crf: int = 18


VARIANTS = (
    Variant("mirrored", mirrored=True),
    Variant("darker", gamma=2.0),
    Variant("brighter", gamma=0.5),
    Variant("640 wide", width=640),
    Variant("bad line", crf=38),
    Variant("10 a second", rate=10.0),
    Variant("all at once", mirrored=True, gamma=1.5, width=640, rate=10.0, crf=34),
)


def made(clip: Clip, variant: Variant, folder: Path) -> Clip:
    """The variant of a clip, in files below `folder`; one that is there already is taken as it is."""
    place = folder / variant.name.replace(" ", "_") / clip.name
    truth_file = place.with_name(place.name + TRUTH_SUFFIX)
    if not truth_file.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        video = place.with_name(place.name + ".mp4")
        _film(clip, variant, video)
        site = _site(load_site(clip.site), variant, video.name)
        text = yaml.safe_dump(site.model_dump(mode="json", exclude_defaults=True))
        place.with_name(place.name + ".site.yaml").write_text(text, encoding="utf-8")
        truth = _truth(clip.truth, variant, video.name)
        truth_file.write_text(truth.model_dump_json(), encoding="utf-8")
    return load_clip(truth_file, folder)


def changed(image: Image, variant: Variant) -> Image:
    """One picture as the variant shows it, with even sides."""
    if variant.width:
        height = round(image.shape[0] * variant.width / image.shape[1] / 2) * 2
        image = np.asarray(cv2.resize(image, (variant.width, height), interpolation=cv2.INTER_AREA), np.uint8)
    if variant.mirrored:
        image = image[:, ::-1]
    curve = np.round(255 * (np.arange(256) / 255) ** variant.gamma).astype(np.uint8)
    return np.ascontiguousarray(curve[image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]])


def _film(clip: Clip, variant: Variant, video: Path) -> None:
    with (
        av.open(str(video), "w") as out,
        open_source(str(clip.video), camera="clip", base=clip.video.parent, start=0.0) as source,
    ):
        stream = None
        for frame in source.frames(variant.rate or _ALL):
            image = changed(frame.image, variant)
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


def _site(site: Site, variant: Variant, video: str) -> Site:
    cameras = [_camera(camera, variant, video) for camera in site.cameras]
    return site.model_copy(update={"cameras": cameras})


def _camera(camera: Camera, variant: Variant, video: str) -> Camera:
    counters = [_mirrored(counter) if variant.mirrored else counter for counter in camera.counters]
    return camera.model_copy(update={"source": video, "counters": counters})


def _mirrored(counter: Counter) -> Counter:
    zones = {name: getattr(counter, name) for name in ("staff_zone", "customer_zone", "waiting_zone")}
    return counter.model_copy(update={name: zone and _flipped(zone) for name, zone in zones.items()})


def _flipped(zone: Polygon) -> Polygon:
    return [(1 - x, y) for x, y in zone]


def _truth(truth: Truth, variant: Variant, video: str) -> Truth:
    if not variant.mirrored:
        return truth.model_copy(update={"video": video})
    events = [_left_handed(event) for event in truth.events if event.kind not in _RIGHT_HANDED["kinds"]]
    kinds = truth.exhaustive - _RIGHT_HANDED["kinds"]
    return truth.model_copy(update={"video": video, "events": tuple(events), "exhaustive": kinds})


def _left_handed(event: TrueEvent) -> TrueEvent:
    values = {k: v for k, v in event.model_dump().items() if k not in _RIGHT_HANDED["attributes"]}
    return TrueEvent.model_validate(values)
