"""The camera and the time of a video: the details that a person who hands in recordings may omit."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models import Site
from pipeline.errors import PipelineError
from pipeline.recordings.assignment import camera_of
from pipeline.recordings.start_times import moment

ZONE = [[0, 0], [1, 0], [1, 1]]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def hall(**sources: str) -> Site:
    cameras = [
        {"id": key, "source": source, "counters": [{"id": f"counter of {key}", "staff_zone": ZONE}]}
        for key, source in sources.items()
    ]
    return Site.model_validate({"site": "hall", "cameras": cameras})


def test_the_only_camera_took_every_video() -> None:
    site = hall(door="rtsp://camera/1")
    assert camera_of(Path("monday.mp4"), site, Path("site.yaml")).id == "door"


def test_a_video_belongs_to_the_camera_that_names_it(tmp_path: Path) -> None:
    site = hall(left="left/day.mp4", right="right/day.mp4")
    assert camera_of(tmp_path / "right" / "day.mp4", site, tmp_path / "site.yaml").id == "right"


def test_a_copy_elsewhere_is_known_by_its_name() -> None:
    site = hall(left="left.mp4", right="right.mp4")
    assert camera_of(Path("/media/stick/right.mp4"), site, Path("site.yaml")).id == "right"


def test_a_file_named_after_the_camera_is_known() -> None:
    site = hall(left="rtsp://camera/1", right="rtsp://camera/2")
    assert camera_of(Path("left.mkv"), site, Path("site.yaml")).id == "left"


def test_somebody_who_leaves_it_open_is_asked() -> None:
    site = hall(left="rtsp://camera/1", right="rtsp://camera/2")
    with pytest.raises(PipelineError, match=r"monday\.mp4.*left, right"):
        camera_of(Path("monday.mp4"), site, Path("site.yaml"))


@pytest.mark.parametrize(
    "text", ["2026-11-23T09:00:00", "2026-11-23 09:00", "2026-11-23T01:00:00Z", "2026-11-23T02:00+01:00"]
)
def test_a_time_without_an_offset_is_on_the_clock_of_the_hall(text: str) -> None:
    assert moment(text, SHANGHAI) == 1795395600.0


@pytest.mark.parametrize("text", ["", "nine", "2026-13-01T09:00", "09:00"])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(PipelineError, match="is no time"):
        moment(text, SHANGHAI)
