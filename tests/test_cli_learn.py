"""Learned lines at the command line: proposed in a table, accepted by an administrator, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import Action, LineKey, Role
from models.store import AuditFilter, Store
from tests.support.command_line import complaint, run
from tests.support.stored_hall import NINE, hall
from tests.support.verdicts import SEPARATE, reviewed, version


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hall with thirty verdicts on phones at the left counter, six at the right one, and an administrator."""
    data = tmp_path_factory.mktemp("hall")
    with Store.at(data) as store:
        store.sites.put(hall(profile="general"))
        store.accounts.add("an", "correct horse", Role.ADMIN, "en", NINE)
        reviewed(store, *[SEPARATE] * 5)
        reviewed(store, SEPARATE, counter="right")
    return data


@pytest.fixture
def data(reviews: Path) -> Iterator[Path]:
    """The hall, without any line that another test accepted."""
    yield reviews
    with Store.at(reviews) as store:
        for line in store.lines.in_force("north").values():
            store.lines.take_back(line.id, "an", NINE)


def cells(shown: str, key: str) -> list[str]:
    """The cells of a row of the table that has figures of before and after, on two lines."""
    lines = shown.splitlines()
    (at,) = (n for n, line in enumerate(lines) if f"│ {key} " in line)
    first, second = ([cell.strip() for cell in line.strip("│").split("│")] for line in lines[at : at + 2])
    return [" ".join(parts).strip() for parts in zip(first, second, strict=True)]


def test_the_table_says_what_is_proposed_and_what_cannot_be_known(data: Path) -> None:
    done = run("learn", "--language", "en", "--data", data, folder=data)
    assert done.returncode == 0, done.stderr
    assert cells(done.stdout, "phone@left")[2:] == [
        "30",
        "0.5",
        "0.50 (0.33–0.67) → 1.00 (0.80–1.00)",
        "1.00 (0.80–1.00) → 1.00 (0.80–1.00)",
        "proposed: 0.725",
    ]
    assert "cannot know yet: 6 of 30 verdicts" in done.stdout
    words = " ".join(done.stdout.split())
    assert "recall is among judged events" in words
    assert "No line changes before an administrator accepts it" in words
    with Store.at(data) as store:
        assert store.lines.of_site("north") == []


def test_an_administrator_accepts_a_line_and_takes_it_back(data: Path) -> None:
    done = run(
        "learn", "--accept", "phone@left", "--by", "an", "--language", "en", "--data", data, folder=data
    )
    assert done.returncode == 0, done.stderr
    assert "phone@left from 0.725 on, before 0.5" in done.stdout
    with Store.at(data) as store:
        assert set(store.lines.in_force("north")) == {LineKey("phone", "left")}
        assert [line.user for line in store.audit.page(AuditFilter(action=Action.LINE_ACCEPTED), 9)] == ["an"]
    gone = run("learn", "--undo", "phone@left", "--by", "an", "--language", "zh", "--data", data, folder=data)
    assert "此后适用 0.5" in gone.stdout
    with Store.at(data) as store:
        assert store.lines.in_force("north") == {}


def test_a_line_in_force_is_named_in_the_language_of_the_reader(data: Path) -> None:
    with Store.at(data) as store:
        store.lines.accept("north", version(0.7), "an", NINE)
    done = run("learn", "--language", "zh", "--site", "north", "--data", data, folder=data)
    assert "phone 自 0.7 起，an 于 2026-11-23 采纳" in done.stdout
    assert "没有更好的界线：0.7 保持不变" in done.stdout


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (["--accept", "phone"], "--accept and --undo go with --by USER"),
        (["--accept", "phone", "--by", "sun"], "sun is no administrator"),
        (["--accept", "phone@right", "--by", "an"], "cannot know yet: 6 of 30 verdicts"),
        (["--undo", "phone", "--by", "an"], "no learned line of phone is in force at north"),
        (["--site", "south"], "no site 'south' is kept: name one of north"),
    ],
)
def test_a_decision_that_cannot_be_made_is_one_line(data: Path, asked: list[str], why: str) -> None:
    assert why in complaint("learn", *asked, "--data", data, folder=data)


def test_a_hall_without_any_verdict_cannot_know_yet(tmp_path: Path) -> None:
    assert "no site is kept" in complaint("learn", "--data", tmp_path, folder=tmp_path)
    with Store.at(tmp_path) as store:
        store.sites.put(hall())
    done = run("learn", "--language", "en", "--data", tmp_path, folder=tmp_path)
    assert done.stdout.strip() == "north: cannot know yet: no event was confirmed or dismissed"
