"""A copy of a clip for people who need no faces: the clerk's head is hidden too, and the room and the hands stay."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from models import Event
from pipeline.clips.cutting import Clip, ClipSettings, ObservedPeople, cut_clips
from pipeline.clips.faceless import faceless_clip, faceless_poster
from pipeline.errors import PipelineError
from vision.core import Frame, Image, Signals
from vision.measures.counter_view import CounterView

NOON = 1_795_435_200.0
SIDE = 320
VIEW = CounterView("W1", [(0.2, 0.1), (0.8, 0.1), (0.8, 0.8), (0.2, 0.8)], [(0, 0.8), (1, 0.8), (1, 1)])
CHECKS = (np.indices((SIDE, SIDE)).sum(axis=0) // 8 % 2 * 255).astype(np.uint8)
FACE, ROOM = (slice(64, 112), slice(136, 184)), (slice(240, 304), slice(16, 304))


class StillRoom:
    """Footage in which every picture is the same."""

    def window(self, start: float, end: float, rate: float, max_side: int = SIDE) -> Iterator[Frame]:
        assert max_side >= SIDE
        for time in np.arange(start, end, 1 / rate).tolist():
            yield Frame(np.dstack([CHECKS] * 3), time, "cam")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Ten seconds of a clerk who sits at the post, in a room full of detail."""
    folder = tmp_path_factory.mktemp("clips")
    time = NOON + np.arange(0, 10, 0.2)
    clerk = {"head_x": 0.5, "head_y": 88 / SIDE, "scale": 48 / SIDE / 0.24, "box_left": 0.35, "box_top": 0.2,
             "box_right": 0.65, "box_bottom": 0.7}  # fmt: skip
    signals = Signals(time, {name: np.full(len(time), value, np.float32) for name, value in clerk.items()})
    observed = ObservedPeople([VIEW], {"W1": signals}, [])
    sits = Event("cam", "W1", "slouching", NOON + 4, NOON + 6, 0.9)
    (made,) = cut_clips(StillRoom(), [sits], observed, folder, ClipSettings(before_s=2, after_s=2))
    assert made is not None
    return made


def pictures(content: bytes, folder: Path) -> list[Image]:
    (folder / "copy.mp4").write_bytes(content)
    with av.open(str(folder / "copy.mp4")) as video:
        return [frame.to_ndarray(format="bgr24") for frame in video.decode(video=0)]


def detail(image: Image, place: tuple[slice, slice]) -> float:
    return float(image[place].std())


def test_the_head_of_the_clerk_is_hidden_in_every_picture_and_the_rest_is_not(
    clip: Clip, tmp_path: Path
) -> None:
    whole = pictures(clip.path.read_bytes(), tmp_path)
    copy = pictures(faceless_clip(clip.path, clip.sha256), tmp_path)
    assert len(copy) == len(whole) > 50
    assert min(detail(image, FACE) for image in whole) > 90
    assert max(detail(image, FACE) for image in copy) < 15
    assert min(detail(image, ROOM) for image in copy) > 90


def test_the_head_is_hidden_on_the_poster_as_well(clip: Clip) -> None:
    sha256 = hashlib.sha256(clip.poster.read_bytes()).hexdigest()
    encoded = faceless_poster(clip.poster, sha256, clip.path)
    poster = np.asarray(cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    assert detail(poster, FACE) < 15
    assert detail(poster, ROOM) > 90


def test_the_same_file_gives_the_same_copy(clip: Clip) -> None:
    """A player asks for it in parts, and these have to belong together."""
    assert faceless_clip(clip.path, clip.sha256) == faceless_clip(clip.path, clip.sha256)


def test_a_file_that_was_swapped_after_the_check_is_not_copied(clip: Clip, tmp_path: Path) -> None:
    (tmp_path / "other.mp4").write_bytes(clip.path.read_bytes() + b"\0")
    with pytest.raises(PipelineError, match="changed while it was read"):
        faceless_clip(tmp_path / "other.mp4", clip.sha256)


@pytest.mark.parametrize("told", ["", "{}", '{"poster":0,"heads":[[1,[[1,2]]]]}', '{"poster":0,"heads":7}'])
def test_a_clip_that_does_not_say_where_the_heads_are_gives_no_copy(
    told: str, clip: Clip, tmp_path: Path
) -> None:
    path = tmp_path / "old.mp4"
    with av.open(str(clip.path)) as whole, av.open(str(path), "w") as old:
        old.metadata["description"] = told
        stream = old.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                old.mux(packet)
    with pytest.raises(PipelineError, match="earlier release"):
        faceless_clip(path, hashlib.sha256(path.read_bytes()).hexdigest())
