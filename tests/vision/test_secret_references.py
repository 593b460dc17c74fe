"""A site file that names its cameras' passwords instead of holding them."""

from pathlib import Path

import pytest

from vision.core import VisionError
from vision.sources.address import CameraAddress, public_name

PASSWORD = "p@ss/w:rd?#ü"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALL_USER", "viewer")
    monkeypatch.setenv("HALL_PASSWORD", PASSWORD)
    monkeypatch.setenv("HALL_CAMERA", "rtsp://viewer:secret@10.0.0.7/live")
    monkeypatch.setenv("HALL_EMPTY", "")


def address(spec: str) -> CameraAddress:
    found = CameraAddress.of(spec)
    assert found is not None
    return found


def test_user_and_password_come_from_the_environment_whatever_letters_they_have() -> None:
    found = address("rtsp://${HALL_USER}:${HALL_PASSWORD}@10.0.0.7:554/live")
    assert found.file == "rtsp://viewer:p%40ss%2Fw%3Ard%3F%23%C3%BC@10.0.0.7:554/live"
    assert found.name == "rtsp://10.0.0.7:554/..."


def test_a_password_comes_from_the_first_line_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "camera").write_text("secret\nnever read\n")
    found = address(f"rtsp://viewer:${{file:{tmp_path}/camera}}@10.0.0.7/live")
    assert found.file == "rtsp://viewer:secret@10.0.0.7/live"


def test_the_whole_address_can_be_a_reference() -> None:
    found = address("${HALL_CAMERA}")
    assert (found.file, found.name) == ("rtsp://viewer:secret@10.0.0.7/live", "rtsp://10.0.0.7/...")


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        ("rtsp://${HALL_NONE}@10.0.0.7/", "${HALL_NONE}, which is not set or empty"),
        ("rtsp://${HALL_USER}:${HALL_EMPTY}@10.0.0.7/", "${HALL_EMPTY}, which is not set or empty"),
        ("rtsp://${file:/no/such/file}@10.0.0.7/", "/no/such/file: a camera's address refers to this file"),
        ("rtsp://${HALL_PASSWORD}:${1}@10.0.0.7/", "write ${NAME} or ${file:/PATH}"),
        ("rtsp://${file:relative}@10.0.0.7/", "write ${NAME} or ${file:/PATH}"),
    ],
)
def test_a_reference_without_a_value_is_named_and_no_value_is_shown(spec: str, named: str) -> None:
    with pytest.raises(VisionError) as refused:
        CameraAddress.of(spec)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)
    assert PASSWORD not in str(refused.value)
    assert "viewer" not in str(refused.value)


def test_no_text_of_an_address_shows_the_password() -> None:
    found = address("rtsp://viewer:secret@10.0.0.7/live?key=secret")
    assert "secret" not in f"{found!r} {found} {found.name}"


def test_a_reference_itself_may_stand_in_a_log() -> None:
    assert public_name("${HALL_CAMERA}") == "${HALL_CAMERA}"
    assert public_name("rtsp://${HALL_USER}:${HALL_PASSWORD}@10.0.0.7/live") == "rtsp://10.0.0.7/..."


def test_a_file_with_a_dollar_in_its_name_is_still_a_file() -> None:
    assert CameraAddress.of("price in $.mp4") is None
