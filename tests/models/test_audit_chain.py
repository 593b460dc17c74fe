"""The audit log: no line can be changed, taken out, put in or moved without being found."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from models import Action, ChainedLine, ChainFault, ChainHead, Seal, check_chain
from models.audit_chain import GENESIS
from models.store import Deed, Store
from models.store.audit_head import HeadFile
from models.store.engine import open_engine
from models.store.schema import downgrade
from tests.support.stored_hall import NINE

NAMES = ("id", "at", "user", "action", "subject", "detail", "client", "once", "previous", "hash")


def chained(lines: Sequence[ChainedLine], previous: str = GENESIS) -> list[ChainedLine]:
    """The lines, each following the one before."""
    made: list[ChainedLine] = []
    for line in lines:
        follows = replace(line, previous=made[-1].hash if made else previous)
        made.append(replace(follows, hash=follows.digest()))
    return made


def honest(count: int = 40) -> list[ChainedLine]:
    actions = [action.value for action in Action]
    return chained(
        [
            ChainedLine(n, NINE + n, f"u{n % 3}", actions[n % 7], f"event {n}", "clip", "10.0.0.7", None, "")
            for n in range(1, count + 1)
        ]
    )


LINES = honest()
HEAD = ChainHead(LINES[-1].id, LINES[-1].hash)


def changed(line: ChainedLine, by: random.Random, names: Sequence[str] = NAMES[:-2]) -> ChainedLine:
    """The line with another value in one field."""
    name = by.choice(names)
    value = getattr(line, name)
    other = value + by.choice([-1, 1, 0.001]) if isinstance(value, int | float) else f"{value}x"
    return replace(line, **{name: int(other) + (other < value) if name == "id" and other == value else other})


def one_field(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """A field of one line, its hash as it was."""
    place = by.randrange(len(lines))
    lines[place] = changed(lines[place], by, [*NAMES[1:], "id"])
    return lines


def one_line_with_its_hash(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """One line, its hash computed again."""
    place = by.randrange(len(lines))
    line = changed(lines[place], by, NAMES[1:-1])
    lines[place] = replace(line, hash=line.digest())
    return lines


def written_anew(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """One line and every hash after it, as somebody does who knows how the chain is made."""
    place = by.randrange(len(lines))
    lines[place] = changed(lines[place], by, NAMES[1:-2])
    return chained(lines)


def taken_out(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """Some lines one after the other, perhaps the first or the last ones."""
    place = by.randrange(len(lines))
    del lines[place : place + by.randint(1, 5)]
    return lines


def the_last_ones(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    return lines[: -by.randint(1, len(lines))]


def taken_out_and_written_anew(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """One line, those after it numbered and chained again."""
    del lines[by.randrange(len(lines))]
    return chained([replace(line, id=n) for n, line in enumerate(lines, 1)])


def put_in(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """A forged line with the right hash, at the end too."""
    place = by.randint(1, len(lines))
    forged = replace(lines[place - 1], id=lines[place - 1].id, user="u9", previous=lines[place - 1].hash)
    lines.insert(place, replace(forged, hash=forged.digest()))
    return lines


def moved(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """Two lines have changed places."""
    one, other = by.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def numbers_changed(lines: list[ChainedLine], by: random.Random) -> list[ChainedLine]:
    """Two lines have changed their numbers, so that the database gives them in another order."""
    one, other = by.sample(range(len(lines)), 2)
    a, b = lines[one], lines[other]
    lines[one], lines[other] = replace(b, id=a.id), replace(a, id=b.id)
    return lines


TAMPERINGS: list[Callable[[list[ChainedLine], random.Random], list[ChainedLine]]] = [
    one_field, one_line_with_its_hash, written_anew, taken_out, the_last_ones, taken_out_and_written_anew, put_in,
    moved, numbers_changed,
]  # fmt: skip


def test_each_of_1000_tamperings_is_found() -> None:
    by, missed = random.Random(13), []
    for _ in range(1000):
        tampering = by.choice(TAMPERINGS)
        lines = tampering(list(LINES), by)
        assert lines != LINES
        if check_chain(lines, HEAD).fault is None:
            missed.append(tampering.__name__)
    assert missed == []


def test_an_honest_log_is_whole_and_lines_after_the_head_are_no_fault() -> None:
    assert check_chain(LINES, HEAD).fault is None
    assert check_chain(LINES, ChainHead(LINES[20].id, LINES[20].hash)).last == HEAD
    assert check_chain([], None).fault is None


def test_the_first_bad_line_is_named_with_what_is_wrong_there() -> None:
    said = [*LINES[:6], replace(LINES[6], user="another"), *LINES[7:]]
    assert check_chain(said, HEAD).fault == ChainFault(7, "was changed: its hash is not that of its content")
    gap = check_chain([*LINES[:6], *LINES[7:]], HEAD).fault
    assert gap is not None
    assert (gap.line, "line between them was removed" in gap.why) == (8, True)
    first = check_chain(LINES[3:], HEAD).fault
    assert first is not None
    assert (first.line, "the lines before it were removed" in first.why) == (4, True)
    short = check_chain(LINES[:-2], HEAD).fault
    assert short is not None
    assert (short.line, "the head names line 40" in short.why) == (39, True)


def test_without_a_head_the_last_lines_can_be_removed_and_a_whole_log_written_anew() -> None:
    """The limit that docs/evidence.md tells: the chain alone says nothing of its end."""
    assert check_chain(LINES[:-2]).fault is None
    assert check_chain(written_anew(list(LINES), random.Random(1))).fault is None


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with Store.at(tmp_path) as store:
        for n in range(1, 6):
            store.audit.add(
                Deed("sun", Action.CLIP_VIEWED, f"event {n}", "读", "10.0.0.7", f"mark {n}"), NINE + n / 3
            )
    return tmp_path


def change(data: Path, *statements: str) -> ChainFault | None:
    with closing(sqlite3.connect(data / "counterwatch.db")) as raw, raw:
        for statement in statements:
            raw.execute(statement)
    with Store.at(data) as store:
        return store.audit.check().fault


STATEMENTS = {
    "UPDATE audit SET user_name = 'wu' WHERE id = 3": 3,
    "UPDATE audit SET once = NULL WHERE id = 2": 2,
    "DELETE FROM audit WHERE id = 2": 3,
    "DELETE FROM audit WHERE id >= 4": 4,
    "DELETE FROM audit": 1,
    "UPDATE audit SET id = id + 5 WHERE id = 5": 10,
}


def test_a_change_in_the_database_is_found(kept: Path) -> None:
    with Store.at(kept) as store:
        found = store.audit.check()
        assert (found.lines, found.fault) == (5, None)
        assert HeadFile(kept / "audit-head").read() == store.audit.head()
    change(kept, "CREATE TABLE kept AS SELECT * FROM audit")
    for statement, line in STATEMENTS.items():
        fault = change(kept, statement)
        assert fault is not None, statement
        assert fault.line == line, statement
        assert change(kept, "DELETE FROM audit", "INSERT INTO audit SELECT * FROM kept") is None


def test_a_line_is_written_once_for_each_mark_and_with_its_unit_of_work(kept: Path) -> None:
    with Store.at(kept) as store:
        store.audit.add(Deed("sun", Action.CLIP_VIEWED, "event 1", once="mark 1"), NINE)
        with pytest.raises(ZeroDivisionError), store.unit_of_work("a decision") as work:
            work.audit.add(Deed("sun", Action.REVIEWED, "event 1"), NINE)
            raise ZeroDivisionError
        assert store.audit.check().lines == 5
        with store.unit_of_work("a decision") as work:
            work.audit.add(Deed("sun", Action.REVIEWED, "event 1"), NINE)
            work.audit.add(Deed("sun", Action.REVIEWED, "event 2"), NINE)
        assert (store.audit.check().lines, store.audit.check().fault) == (7, None)


def test_writers_at_once_keep_one_chain(tmp_path: Path) -> None:
    Store.at(tmp_path).close()

    def write(name: str) -> None:
        with Store.at(tmp_path) as store:
            for n in range(10):
                store.audit.add(Deed(name, Action.CLIP_VIEWED, f"event {n}"), NINE)

    threads = [Thread(target=write, args=(f"u{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.at(tmp_path) as store:
        found = store.audit.check()
        assert (found.lines, found.fault) == (40, None)
        assert HeadFile(tmp_path / "audit-head").read() == found.last


def test_lines_of_an_older_version_are_chained_when_it_is_updated(kept: Path) -> None:
    engine = open_engine(f"sqlite:///{kept / 'counterwatch.db'}")
    downgrade(engine, "0014")
    engine.dispose()
    (kept / "audit-head").unlink()
    with Store.at(kept) as store:
        found = store.audit.check()
        assert (found.lines, found.fault) == (5, None)
        store.audit.add(Deed("sun", Action.CLIP_VIEWED, "event 9"), NINE)
    assert change(kept, "UPDATE audit SET detail = '' WHERE id = 1") is not None


def test_a_seal_that_the_log_does_not_tell_of_is_named(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.seals.add([(f"event {n} clip", Seal(f"clips/{n}.mp4", "a" * 64, 9)) for n in (1, 2)], NINE)
        store.seals.add([("event 3 clip", Seal("clips/3.mp4", "b" * 64, 9))], NINE)
        assert store.seals.strange() == []
    change(tmp_path, f"UPDATE seals SET sha256 = '{'c' * 64}' WHERE subject = 'event 2 clip'")
    with Store.at(tmp_path) as store:
        assert store.seals.strange() == ["event 1 clip", "event 2 clip"]
    change(tmp_path, "DELETE FROM seals")
    with Store.at(tmp_path) as store:
        assert len(store.seals.strange()) == 2
