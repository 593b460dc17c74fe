"""Seats at the command line: shown in words and figures, corrected by heights or by moments, learned anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from models import Action
from models.store import AuditFilter, Store
from synthetic.stories import FRONT, Story, View, seated, standing
from tests.support.command_line import run
from tests.support.nightly_hall import MONDAY, founded, night
from tests.support.recorded_days import recorded


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A hall whose staff sat from nine o'clock on for five minutes and then stood for two."""
    return told(tmp_path, seated(300) + standing(120))


def told(data: Path, story: Story, view: View = FRONT) -> Path:
    founded(data, 0)
    recorded(data, MONDAY, story, view)
    night(data, days=1)
    return data


def heights(shown: str) -> list[float]:
    """The seated and the standing level of the first line."""
    words = shown.splitlines()[0].replace(",", "").split()
    return [float(words[words.index(name) + 1]) for name in ("seated", "standing")]


def test_what_was_learned_is_shown_in_words_and_as_a_picture(data: Path) -> None:
    shown = run("calibration", "--counter", "back", "--data", data, folder=data)
    assert shown.returncode == 0
    sits, stands = heights(shown.stdout)
    assert stands - sits == pytest.approx(0.4, abs=0.05)
    assert "learned; 2026-11-23; 2100 looks" in shown.stdout
    picture = [line for line in shown.stdout.splitlines() if "|" in line]
    assert [line.split("<- ")[1] for line in picture if "<-" in line] == ["standing", "seated"]
    assert "north/left: nothing is known yet" in run("calibration", "--data", data, folder=data).stdout


def test_one_height_that_nothing_told_is_shown_as_such(tmp_path: Path) -> None:
    told(tmp_path, seated(300), replace(FRONT, boxes=False))
    shown = run("calibration", "--counter", "back", "--data", tmp_path, folder=tmp_path).stdout
    assert "one height only, " in shown
    assert "<- one height" in shown


def test_heights_are_corrected_by_a_person_and_that_is_written_down(data: Path) -> None:
    done = run("calibration", "set", "back", "--seated", 1.1, "--standing", 1.55, "--data", data, folder=data)
    assert done.returncode == 0, done.stderr
    assert heights(done.stdout) == [1.1, 1.55]
    assert "corrected by" in run("calibration", "--counter", "back", "--data", data, folder=data).stdout
    with Store.at(data) as store:
        (line,) = store.audit.page(AuditFilter(action=Action.SEAT_CORRECTED), 9)
    assert (line.action, line.subject) == ("seat-corrected", "seat north/back")
    assert line.detail.startswith("seated 1.10 m, standing 1.55 m from ")


def test_moments_are_easier_to_say_than_heights(data: Path) -> None:
    before = heights(run("calibration", "--counter", "back", "--data", data, folder=data).stdout)
    said = ("--sat-at", "09:01", "--stood-at", "09:06:30")
    done = run("calibration", "set", "back", *said, "--data", data, folder=data)
    assert heights(done.stdout) == pytest.approx(before, abs=0.03)


def test_a_seat_is_learned_anew(data: Path) -> None:
    assert run("calibration", "reset", "back", "--data", data, folder=data).returncode == 0
    shown = run("calibration", "--counter", "back", "--data", data, folder=data).stdout
    assert shown == "north/back: nothing is known yet\n"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("back",), "say --seated and --standing, or --sat-at and --stood-at"),
        (("left", "--seated", 1, "--standing", 1.4), "counter left: nothing is known of its seat yet"),
        (("back", "--seated", 1.4, "--standing", 1), "standing must be 0.1 to 1 m over sitting, not -0.40 m"),
        (("back", "--sat-at", "03:00"), "nobody was seen at the post around 2026-11-23 03:00:00"),
        (("nowhere", "--seated", 1), "no counter 'nowhere': name one of north/back, north/left, north/right"),
    ],
)
def test_what_cannot_be_is_one_line(data: Path, asked: tuple[object, ...], why: str) -> None:
    done = run("calibration", "set", *asked, "--data", data, folder=data)
    assert done.returncode == 2
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
