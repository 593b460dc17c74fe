"""Somebody who sets up a hall does not know the addresses of its cameras, but the cameras do."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.command_line import run
from tests.support.loopback_http import LoopbackHttp, Reply
from tests.support.onvif_device import OnvifDevice, ProbeListener, Profile, probe_match
from vision.core import VisionError
from vision.sources import onvif_streams
from vision.sources.onvif_discovery import cameras_in
from vision.sources.onvif_streams import AskedCamera, CameraStream, ask_camera

MAIN = Profile("main", "rtsp://viewer:told@10.0.0.5:554/main")
SUB = Profile("sub", "rtsp://10.0.0.5/sub?channel=1", (640, 360), rate=10)
TINY = Profile("mobile", "rtsp://10.0.0.5/mobile", (320, 180), rate=5)
SQUARE = Profile("square", "rtsp://10.0.0.5/square", (640, 480))


def test_a_camera_is_found_by_its_answer_and_rubbish_is_not_one(tmp_path: Path) -> None:
    answers = (probe_match("http://10.0.0.5/onvif/device_service"), b"<rubbish", b"\xff" * 900)
    with ProbeListener(*answers):
        found = run("cameras", "find", "--seconds", "1.5", folder=tmp_path)
    assert (found.returncode, found.stdout) == (
        0,
        "http://10.0.0.5/onvif/device_service   East door   Dome-2\n",
    )


def test_where_no_camera_answers_one_line_says_what_to_look_at(tmp_path: Path) -> None:
    found = run("cameras", "find", "--seconds", "0.5", folder=tmp_path)
    assert (found.returncode, found.stdout) == (1, "")
    assert "ONVIF switched on" in found.stderr


def test_its_streams_come_as_lines_for_the_site_file_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EAST", "pa ss/1")
    with OnvifDevice([SUB, TINY, SQUARE, MAIN], clock_s=-600) as device:
        asked = run(
            "cameras", "streams", device.address, "--user", "viewer", "--password", "${EAST}", folder=tmp_path
        )
    assert asked.returncode == 0, asked.stderr
    assert "pa ss" not in asked.stdout and "told" not in asked.stdout
    assert "Acme Dome 2, firmware 5.7" in asked.stdout
    assert "main   1920x1080   H264   25/s   rtsp://10.0.0.5:554/main\n" in asked.stdout
    assert re.search("Its clock is 60[01] s behind this machine's", asked.stdout)
    assert "  source: rtsp://viewer:${EAST}@10.0.0.5:554/main\n" in asked.stdout
    assert "  look_at: rtsp://viewer:${EAST}@10.0.0.5/sub?channel=1\n" in asked.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--user", "viewer", "--password", "${WRONG}"], "refuses this user and password"),
        ([], "refuses this user and password"),
        (["--user", "viewer", "--password", "pa ss/1"], "write ${NAME}"),
        (["--user", "viewer", "--password", "${UNSET}"], "UNSET"),
    ],
    ids=["a wrong password", "no password", "a password on the command line", "a reference to nothing"],
)
def test_what_is_wrong_with_the_password_is_one_line(
    more: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG", "wr0ng")
    with OnvifDevice([MAIN]) as device:
        asked = run("cameras", "streams", device.address, *more, folder=tmp_path)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert said in asked.stderr and "wr0ng" not in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1


def refusal(address: str) -> str:
    """What is said of an address, asked in a thread: where a browser was started, this one has a loop."""
    with ThreadPoolExecutor(1) as thread, pytest.raises(VisionError) as refused:
        thread.submit(ask_camera, address, "viewer", "pa ss/1").result()
    return str(refused.value)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(404, "<html>not here"), "does not answer as ONVIF says"),
        (Reply(200, "<html>a router"), "does not answer as ONVIF says"),
        (Reply(200, "x" * 100_000), "does not answer as ONVIF says"),
        (Reply(drop=True), "does not answer as ONVIF says"),
        (Reply(wait_s=4.0), "does not answer within 2 s"),
    ],
    ids=["another page", "a router", "no XML", "a hang-up", "silence"],
)
def test_what_is_no_camera_is_named_in_one_line(
    reply: Reply, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OnvifDevice([MAIN]) as device, ThreadPoolExecutor(1) as thread:
        # The first question loads the descriptions of the services, which takes a second of its own.
        assert thread.submit(ask_camera, device.address, "viewer", "pa ss/1").result().streams
    if reply.wait_s:
        monkeypatch.setattr(onvif_streams, "LIMITS", replace(onvif_streams.LIMITS, answer_s=2.0))
    with LoopbackHttp(otherwise=reply) as server:
        told = refusal(f"http://127.0.0.1:{server.port}/")
    assert said in told and f"127.0.0.1:{server.port}" in told
    assert len(told) < 350 and "\n" not in told


@pytest.mark.parametrize("address", ["rtsp://10.0.0.5/main", "http://", "http://[", "ftp://camera"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    assert "no address of a camera" in refusal(address)


def test_a_camera_without_rtsp_or_without_streams_is_told() -> None:
    with OnvifDevice([Profile("main", "http://10.0.0.5/mjpg")]) as device:
        assert "only RTSP can be watched" in refusal(device.address)
    with OnvifDevice([]) as device:
        assert "it has no stream" in refusal(device.address)


def test_the_stream_to_look_at_is_the_smallest_of_the_same_shape_that_is_not_too_small() -> None:
    streams = [CameraStream(p.name, p.uri, p.size, p.codec, p.rate) for p in (TINY, SQUARE, SUB, MAIN)]
    camera = AskedCamera("", "", "", None, streams)
    assert camera.main.name == "main"
    assert camera.small is not None and camera.small.name == "sub"
    assert AskedCamera("", "", "", None, streams[3:]).small is None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        probe_match("").replace(b"http://[fe80::1]/onvif ", b""),
        probe_match("").replace(b"http://[fe80::1]/onvif ", b"javascript:alert(1)"),
    ],
)
def test_an_answer_without_an_address_is_no_camera(answer: bytes) -> None:
    assert list(cameras_in(answer)) == []


def test_a_name_is_one_line_of_letters() -> None:
    (camera,) = cameras_in(probe_match("http://10.0.0.5/", "onvif://www.onvif.org/name/a%0Ab%1B[2J"))
    assert camera.name == "ab[2J"
