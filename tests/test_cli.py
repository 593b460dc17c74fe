"""The command line: an error that the user can correct is one line with exit code 2 and no traceback."""

import json
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from counterwatch.demo_footage import FOOTAGE
from models import Role
from models.store import Store
from tests.support.command_line import COMMAND, complaint, open_to_others, run
from vision.pose.choice import ModelRequest, choose_models

OWN = """
profile: own
extends: general
title: {zh: 自己的, en: our own}
thresholds: {nap_after_s: {value: 3, source: a whim}}
"""


def test_without_a_command_the_help_comes(tmp_path: Path) -> None:
    done = run(folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "analyze" in done.stdout


def test_a_bug_report_names_the_program_and_on_request_all_that_its_figures_depend_on(tmp_path: Path) -> None:
    plain, everything = (run("version", *more, folder=tmp_path).stdout for more in ((), ("--all",)))
    assert plain.split() == [version("counterwatch")]
    assert everything.startswith(plain)
    assert f"mediapipe {version('mediapipe')}\n" in everything
    assert "python 3." in everything


def test_a_command_that_does_not_exist_is_named(tmp_path: Path) -> None:
    assert "analyse" in complaint("analyse", folder=tmp_path)


def test_an_option_that_does_not_exist_is_named(tmp_path: Path) -> None:
    assert "--nightly" in complaint("analyze", "--nightly", folder=tmp_path)


def test_a_video_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = complaint("analyze", "no.mp4", "--site", FOOTAGE / "absent_B.site.yaml", folder=tmp_path)
    assert "no.mp4" in said


def test_a_text_instead_of_a_video_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("This is not a film.\n" * 100)
    said = complaint("analyze", "notes.mp4", "--site", FOOTAGE / "absent_B.site.yaml", folder=tmp_path)
    assert "notes.mp4" in said


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("cameras: [", "site.yaml"),
        ("just words", "site.yaml"),
        ("site: hall\ncameras: []\n", "cameras"),
        ("site: hall\ntimezone: Mars/Olympus\ncameras: []\n", "timezone"),
    ],
    ids=["no YAML", "no fields", "no cameras", "no such timezone"],
)
def test_a_broken_site_file_is_named_with_the_place(tmp_path: Path, content: str, place: str) -> None:
    (tmp_path / "site.yaml").write_text(content)
    said = complaint("analyze", FOOTAGE / "absent_B.mp4", "--site", "site.yaml", folder=tmp_path)
    assert "site.yaml" in said
    assert place in said


def test_one_bad_recording_of_a_batch_is_one_line_and_the_rest_is_analysed(tmp_path: Path) -> None:
    (tmp_path / "torn.mp4").write_bytes((FOOTAGE / "absent_B.mp4").read_bytes()[:2000])
    videos = ["no.mp4", "torn.mp4", FOOTAGE / "no_greet_A.mp4"]
    options = [
        "--site",
        FOOTAGE / "no_greet_A.site.yaml",
        "--start",
        "2026-11-02T09:30",
        "--json",
        "out.json",
    ]
    done = run("analyze", *videos, *options, folder=tmp_path)
    complaints = done.stderr.splitlines()
    assert done.returncode == 2
    assert len(complaints) == 2
    assert "no.mp4" in complaints[0]
    assert "torn.mp4" in complaints[1]
    assert "not met standing" in done.stdout
    report = json.loads((tmp_path / "out.json").read_text())
    assert {event["video"] for event in report["events"]} == {"no_greet_A.mp4"}
    (fault,) = (event for event in report["events"] if event["kind"] == "no_stand_greeting")
    assert (tmp_path / fault["clip"]).stat().st_size > 10_000
    assert open_to_others(tmp_path / "data") == []
    assert report["coverage"][0]["seen_s"] > 25
    assert report["cost"]["video_s"] > 30
    installed = choose_models(ModelRequest())
    assert report["vision"]["detector"] == (installed.detector.name if installed.detector else None)
    assert report["vision"]["detector_why"] == installed.detector_why


def test_a_site_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "no.yaml" in complaint("analyze", FOOTAGE / "absent_B.mp4", "--site", "no.yaml", folder=tmp_path)


def test_a_site_that_asks_for_an_unknown_profile_is_told_the_known_ones(tmp_path: Path) -> None:
    site = (FOOTAGE / "absent_B.site.yaml").read_text().replace("evaluation", "bakery")
    (tmp_path / "site.yaml").write_text(site)
    said = complaint("analyze", FOOTAGE / "absent_B.mp4", "--site", "site.yaml", folder=tmp_path)
    assert "bakery" in said
    assert "general" in said


def test_a_start_that_is_no_time_is_named(tmp_path: Path) -> None:
    site = FOOTAGE / "absent_B.site.yaml"
    said = complaint("analyze", FOOTAGE / "absent_B.mp4", "--site", site, "--start", "nine", folder=tmp_path)
    assert "nine" in said


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_of_no_recording_is_named(tmp_path: Path, day: str) -> None:
    assert f"{day} is no day of a recording" in complaint("nightly", "--date", day, folder=tmp_path)


def test_a_folder_without_labelled_clips_is_named(tmp_path: Path) -> None:
    assert str(tmp_path) in complaint("evaluate", tmp_path, folder=tmp_path)


def test_a_place_where_no_report_can_be_written_is_named_before_the_work(tmp_path: Path) -> None:
    """The work would name a clip that cannot be read."""
    clips = tmp_path / "clips"
    clips.mkdir()
    for ending in ("site.yaml", "truth.json"):
        shutil.copy(FOOTAGE / f"absent_B.{ending}", clips)
    (clips / "absent_B.mp4").write_text("no video")
    assert "absent_B" in run("evaluate", clips, folder=tmp_path).stdout
    said = complaint("evaluate", clips, "--json", "nowhere/out.json", folder=tmp_path)
    assert "nowhere" in said
    assert "absent_B" not in said


def test_a_recording_is_no_camera_to_be_watched_live(tmp_path: Path) -> None:
    assert "absent_B" in complaint("live", "--site", FOOTAGE / "absent_B.site.yaml", folder=tmp_path)


def test_what_looks_at_live_cameras_is_chosen_and_said_before_any_is_called(tmp_path: Path) -> None:
    site = FOOTAGE / "absent_B.site.yaml"
    assert "its own weights" in complaint(
        "live", "--site", site, "--backend", "mediapipe", "--weights", "yolo.pt", folder=tmp_path
    )
    said = run("live", "--site", site, "--backend", "mediapipe", folder=tmp_path).stdout
    assert said.startswith("mediapipe looks: asked for")


@pytest.mark.parametrize("command", ["analyze", "evaluate"])
def test_a_detector_that_is_none_is_named(tmp_path: Path, command: str) -> None:
    videos = [FOOTAGE / "absent_B.mp4", "--site", FOOTAGE / "absent_B.site.yaml"]
    said = complaint(
        command,
        *(videos if command == "analyze" else [FOOTAGE]),
        "--detector",
        "nonsense.onnx",
        folder=tmp_path,
    )
    assert "nonsense.onnx: no such weights" in said


def test_live_says_whether_a_detector_looks(tmp_path: Path) -> None:
    site = FOOTAGE / "absent_B.site.yaml"
    said = run("live", "--site", site, "--detector", "none", folder=tmp_path).stdout
    assert "no person detector: asked for" in said


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in complaint("serve", "--port", port, folder=tmp_path)


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "counterwatch.db").write_text("These are not tables.\n" * 100)
    assert "counterwatch.db" in complaint("users", "list", folder=tmp_path)


def test_an_account_is_added_listed_and_gets_a_new_password(tmp_path: Path) -> None:
    assert (
        run(
            "users",
            "add",
            "wang",
            "--role",
            "auditor",
            "--all-halls",
            folder=tmp_path,
            stdin="long enough 1\n",
        ).returncode
        == 0
    )
    assert run("users", "passwd", "wang", folder=tmp_path, stdin="long enough 2\n").returncode == 0
    listed = run("users", "list", folder=tmp_path).stdout
    assert "wang" in listed
    assert "auditor" in listed


def test_a_short_password_and_an_unknown_account_are_refused(tmp_path: Path) -> None:
    assert "at least 10" in complaint(
        "users", "add", "li", "--role", "admin", folder=tmp_path, stdin="short\n"
    )
    assert "zhao" in complaint("users", "passwd", "zhao", folder=tmp_path, stdin="long enough 1\n")


def test_a_norm_of_ones_own_is_checked_with_the_line_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN)
    said = complaint("norms", "check", "own.yaml", folder=tmp_path)
    assert "own.yaml" in said
    assert "nap_after_s" in said


def test_norms_are_listed_shown_and_compared(tmp_path: Path) -> None:
    assert "water" in run("norms", "list", folder=tmp_path).stdout
    shown = run("norms", "show", "water", folder=tmp_path).stdout
    (tmp_path / "mine.yaml").write_text(shown)
    assert run("norms", "check", "mine.yaml", folder=tmp_path).returncode == 0
    assert "stand_within_s" in shown
    assert "clauses.P3: nothing -> applies" in run("norms", "diff", "water", "power", folder=tmp_path).stdout


def looking_at(process: int, ending: str) -> bool:
    """Whether the process has a file with this ending open (Linux)."""
    with suppress(OSError):  # a file that is closed meanwhile
        return any(file.readlink().name.endswith(ending) for file in Path(f"/proc/{process}/fd").iterdir())
    return False


def test_whoever_interrupts_gets_the_shell_back(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [*COMMAND, "evaluate", str(FOOTAGE)], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    while not looking_at(running.pid, ".mp4"):
        assert running.poll() is None, "it ended before it looked at a clip"
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in said


def test_an_administrator_resets_a_lost_second_factor(tmp_path: Path) -> None:
    with Store.at(tmp_path / "data") as store:
        user = store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", 0.0)
        store.second_factors.begin(user.id, "sealed", 0.0)
    assert run("users", "reset-factor", "sun", folder=tmp_path).returncode == 0
    assert "no second factor" in complaint("users", "reset-factor", "sun", folder=tmp_path)
