"""`counterwatch doctor`: one line for each finding, what to do, and exit code 2 where something stops the work."""

import socket
import sqlite3
import time
from pathlib import Path

import pytest

from counterwatch.demo_footage import FOOTAGE
from models import Camera, Counter
from models.store import Store
from pipeline.doctor import (
    Capacity,
    Level,
    check_cameras,
    check_capacity,
    check_clock,
    check_database,
    check_disk,
)
from pipeline.doctor.program_checks import check_open_file_limit, check_weights
from tests.support.command_line import run
from tests.support.stored_hall import POST


def camera(source: str) -> Camera:
    return Camera(id="cam1", source=source, counters=[Counter(id="W1", staff_zone=POST, customer_zone=POST)])


def test_a_machine_with_a_wrong_site_address_is_told_so_in_one_line_each(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        site = (FOOTAGE / "absent_B.site.yaml").read_text()
        address = f"rtsp://admin:geheim@127.0.0.1:{nobody.getsockname()[1]}/geheim"
        (tmp_path / "hall.yaml").write_text(site.replace("absent_B.mp4", address))
        done = run("doctor", "--site", "hall.yaml", "--quick", folder=tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    lines = done.stdout.splitlines()
    assert all(line.split()[0] in ("ok", "doubt", "fault") for line in lines)
    subjects = [line[7:].partition(":")[0] for line in lines]
    assert subjects[:3] == ["cores", "open files", "disk space"]
    (lost,) = [line for line in lines if line.startswith("fault")]
    assert "connection refused; see its address, its network and its password" in lost
    assert "heim" not in done.stdout


def test_how_many_cameras_this_machine_carries_is_measured_with_its_own_models(tmp_path: Path) -> None:
    done = run("doctor", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    carried = done.stdout.splitlines()[-1]
    assert carried.startswith("ok     this machine carries: about ")
    busy_s, quiet_s = (float(carried.partition("(")[2].split()[i]) for i in (0, 2))
    assert 0 < quiet_s < busy_s < 5
    assert not (tmp_path / "data" / "counterwatch.db").exists()


@pytest.mark.parametrize(("cameras", "level"), [(4, Level.OK), (10, Level.DOUBT), (80, Level.FAULT)])
def test_a_site_is_compared_with_what_the_machine_carries(cameras: int, level: Level) -> None:
    capacity = Capacity(busy=0.2, quiet=0.02)
    assert (capacity.cameras(2.0, busy=1.0), capacity.cameras(2.0)) == (8, 42)
    assert check_capacity(capacity, cameras, 2.0).level is level


def test_a_database_that_is_new_old_damaged_or_away_is_told(tmp_path: Path) -> None:
    assert "none yet" in check_database(tmp_path).told
    assert not (tmp_path / "counterwatch.db").exists()
    Store.at(tmp_path).close()
    assert "answers, tables of this version" in check_database(tmp_path).told
    with sqlite3.connect(tmp_path / "counterwatch.db") as database:
        database.execute("DELETE FROM alembic_version")
    database.close()
    assert check_database(tmp_path).level is Level.DOUBT
    (tmp_path / "counterwatch.db").write_bytes(b"no database" * 100)
    assert check_database(tmp_path).level is Level.FAULT
    away = check_database(tmp_path, "postgresql://hall:geheim@127.0.0.1:9/hall")
    assert away.level is Level.FAULT
    assert "geheim" not in str(away)


def test_a_folder_that_cannot_be_written_and_a_full_disk_are_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    (finding,) = check_disk(tmp_path / "data", 4)
    assert finding.level is Level.FAULT
    room, speed = check_disk(tmp_path / "other", 10**6)
    assert (room.level, room.subject) == (Level.DOUBT, "disk space")
    assert "MB/s" in speed.told


def test_a_clock_that_was_set_back_since_the_last_session_is_told(tmp_path: Path) -> None:
    (tmp_path / "live.clock").write_text(repr(time.time() + 600))
    finding = check_clock(tmp_path)
    assert finding.level is Level.DOUBT
    assert "600 s behind the time of the last live session" in finding.told


def test_too_few_open_files_and_missing_weights_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERWATCH_WEIGHTS", str(tmp_path))
    assert str(check_weights()).endswith("missing or damaged; run counterwatch weights")
    assert check_open_file_limit(10**8).level is Level.FAULT


def test_a_recording_is_not_connected_to_and_an_address_without_host_is_a_fault() -> None:
    findings = list(check_cameras([camera("hall.mp4"), camera("rtsp:///1")]))
    assert [finding.level for finding in findings] == [Level.OK, Level.FAULT]
