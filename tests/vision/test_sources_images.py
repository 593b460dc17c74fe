"""Cameras that send stills: folders of pictures with times in their names, in their EXIF, or without times."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image as Pictures

from tests.support.numbered_recordings import number_of, numbered
from vision.core import VisionError
from vision.sources.opening import open_source

NOON = datetime.fromisoformat("2026-11-23T12:00:00+00:00").timestamp()
EXIF_SUB, EXIF_TIME, EXIF_ZONE, EXIF_FRACTION, ORIENTATION = 0x8769, 0x9003, 0x9011, 0x9291, 0x0112


def still(path: Path, number: int, **tags: str | int) -> Path:
    picture = Pictures.fromarray(numbered(number)[:, :, ::-1])
    exif = picture.getexif()
    if "orientation" in tags:
        exif[ORIENTATION] = tags.pop("orientation")
    exif.get_ifd(EXIF_SUB).update({int(tag.removeprefix("t")): value for tag, value in tags.items()})
    picture.save(path, exif=exif, quality=95)
    return path


def seen(
    folder: Path, rate: float = 100, query: str = "", start: float | None = None
) -> list[tuple[float, int]]:
    with open_source(f"{folder.name}{query}", camera="cam", base=folder.parent, start=start) as source:
        return [(frame.time, number_of(frame.image)) for frame in source.frames(rate)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stills").mkdir()
    return tmp_path / "stills"


@pytest.mark.parametrize(
    "name",
    [
        "20261123-1200{:02}.jpg",
        "cam1_2026-11-23_12.00.{:02}.jpg",
        "2026-11-23T12-00-{:02}_hall.jpg",
        "IMG20261123_1200{:02}.jpg",
    ],
)
def test_times_in_the_names_are_believed(name: str, folder: Path) -> None:
    for i in (0, 1, 3):
        still(folder / name.format(i), i)
    assert seen(folder) == [(NOON, 0), (NOON + 1, 1), (NOON + 3, 3)]


def test_unix_times_in_the_names_are_believed_too(folder: Path) -> None:
    for i in range(3):
        still(folder / f"frame-{round(NOON * 1000) + 250 * i}.jpg", i)
    assert seen(folder) == [(NOON + i / 4, i) for i in range(3)]


def test_exif_times_count_where_names_say_nothing(folder: Path) -> None:
    for i in range(3):
        still(folder / f"DSC{i}.jpg", i, t36867=f"2026:11:23 20:00:{i:02}", t36881="+08:00", t37521="5")
    assert seen(folder) == [(NOON + i + 0.5, i) for i in range(3)]


def test_numbered_pictures_need_a_rate_and_go_in_the_order_of_their_numbers(folder: Path) -> None:
    for i in range(12):
        still(folder / f"frame_{i}.png", i)
    with pytest.raises(VisionError, match=r"stills: the pictures carry no times: .* stills\?fps=5"):
        seen(folder)
    assert seen(folder, query="?fps=5", start=NOON) == [(pytest.approx(NOON + i / 5), i) for i in range(12)]
    assert [number for _, number in seen(folder, rate=1, query="?fps=5")] == [0, 5, 10]


def test_a_damaged_picture_is_a_gap_until_the_next(folder: Path) -> None:
    for i in range(5):
        still(folder / f"20261123-1200{i:02}.jpg", i)
    broken = folder / "20261123-120002.jpg"
    broken.write_bytes(broken.read_bytes()[:300])
    with open_source("stills", camera="cam", base=folder.parent) as source:
        assert [number_of(frame.image) for frame in source.frames(5)] == [0, 1, 3, 4]
        ((begin, end, reason),) = [(g.start, g.end, g.reason) for g in source.gaps]
    assert (begin, end, reason) == (NOON + 2, NOON + 3, "20261123-120002.jpg: the picture is damaged")


def test_a_camera_that_sent_nothing_for_a_while_leaves_a_gap(folder: Path) -> None:
    for i in (0, 1, 2, 40, 41):
        still(folder / f"20261123-1200{i:02}.jpg", i)
    with open_source("stills", camera="cam", base=folder.parent) as source:
        list(source.frames(5))
        assert [(g.start - NOON, g.end - NOON) for g in source.gaps] == [(2, 40)]


def test_a_phone_held_sideways_is_shown_upright(folder: Path) -> None:
    picture = Pictures.fromarray(numbered(5)[:, :, ::-1]).transpose(Pictures.Transpose.ROTATE_90)
    exif = picture.getexif()
    exif[ORIENTATION] = 6
    picture.save(folder / "20261123-120000.jpg", exif=exif)
    assert seen(folder) == [(NOON, 5)]


def test_folders_that_cannot_be_read_say_why(folder: Path) -> None:
    with pytest.raises(VisionError, match="stills: there are no pictures"):
        seen(folder)
    (folder / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(VisionError, match="stills: not one picture"):
        seen(folder, query="?fps=2")
    with pytest.raises(VisionError, match="fps must be"):
        seen(folder, query="?fps=0")


def test_times_without_a_zone_are_on_the_clock_of_the_hall(folder: Path) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    for i in range(2):
        still(folder / f"20261123-20000{i}.jpg", i)  # eight in the evening there is noon in UTC
    with open_source("stills", camera="cam", base=folder.parent, zone=shanghai) as source:
        assert [frame.time for frame in source.frames(100)] == [NOON, NOON + 1]
    assert seen(folder)[0][0] == NOON + 8 * 3600
    for file in folder.iterdir():
        file.rename(folder / f"{file.stem.replace('-200', 'T120')}Z.jpg")
    with open_source("stills", camera="cam", base=folder.parent, zone=shanghai) as source:
        assert [frame.time for frame in source.frames(100)] == [NOON, NOON + 1]


def test_exif_times_without_a_zone_are_on_the_clock_of_the_hall(folder: Path) -> None:
    for i in range(2):
        still(folder / f"{i}.jpg", i, **{f"t{EXIF_TIME}": f"2026:11:23 20:00:0{i}"})
    with open_source("stills", camera="cam", base=folder.parent, zone=ZoneInfo("Asia/Shanghai")) as source:
        assert [frame.time for frame in source.frames(100)] == [NOON, NOON + 1]
