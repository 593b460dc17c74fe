"""A long run: what counts as growth, and what the cameras on loopback serve."""

import urllib.request
from dataclasses import replace

import pytest

from benchmarks.soak.__main__ import Sample, made_site, report
from benchmarks.soak.cameras import FilmServer
from counterwatch.demo_footage import FOOTAGE

STEADY = [Sample(float(at), 1000.0 + 40 * (at % 20 == 0), 80.0, at * 0.5, 2.0) for at in range(0, 300, 5)]


def faults(samples: list[Sample], stop_s: float = 2.0, code: int = 0) -> list[str]:
    return report(samples, 4, stop_s, code)[1]


def test_memory_that_is_freed_again_is_no_growth() -> None:
    assert faults(STEADY) == []


def test_memory_and_files_that_grow_all_the_time_are_named() -> None:
    grown = [replace(s, memory_mb=s.memory_mb + s.at, files=s.files + s.at / 10) for s in STEADY]
    named = faults(grown)
    memory, files = (line.removesuffix(", more than 200").removesuffix(", more than 60") for line in named)
    assert float(memory.removeprefix("memory grows by ")) == pytest.approx(3600, rel=0.05)
    assert float(files.removeprefix("open files grow by ")) == pytest.approx(360, rel=0.05)


def test_what_grows_while_models_are_loaded_is_left_out() -> None:
    loaded = [replace(s, memory_mb=s.memory_mb - max(0.0, 500 - 10 * s.at)) for s in STEADY]
    assert faults(loaded) == []


@pytest.mark.parametrize(("stop_s", "code", "named"), [(12.0, 0, "the stop took"), (2.0, 1, "exit code")])
def test_a_slow_stop_and_a_bad_end_are_named(stop_s: float, code: int, named: str) -> None:
    assert [line.startswith(named) for line in faults(STEADY, stop_s, code)] == [True]


def test_a_store_that_never_has_every_camera_is_behind() -> None:
    assert faults([replace(s, delay_s=float("nan")) for s in STEADY])[0].startswith("the store is behind")


def test_every_camera_of_the_hall_has_a_counter_of_its_own() -> None:
    site = made_site("http://127.0.0.1:1", 3)
    assert [camera.counters[0].id for camera in site.cameras] == ["W0", "W1", "W2"]
    assert site.cameras[2].source == "http://127.0.0.1:1/2.mjpg"


def test_a_camera_on_loopback_sends_pictures_until_its_watcher_goes() -> None:
    with (
        FilmServer([FOOTAGE / "absent_B.mp4"], 2.0, (64, 36)) as server,
        urllib.request.urlopen(f"{server.address}/0.mjpg", timeout=10) as stream,
    ):
        assert stream.headers["Content-Type"].startswith("multipart/x-mixed-replace")
        assert stream.readline() == b"--picture\r\n"
        assert b"image/jpeg" in stream.readline()
