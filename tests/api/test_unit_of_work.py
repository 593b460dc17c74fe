"""One decision is one transaction: the verdict, its line in the audit log and the new score are kept together.

A decision is stopped at every statement and at every commit. Afterwards the store shows the state before the decision
or the state after it, and nothing between them.
"""

import datetime as dt
import multiprocessing
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import event, select

from models import Calibration, Histogram, Seat, Source, Words
from models.store import Notice, Patience, Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from models.tables import Base
from pipeline.roster.importing import import_roster
from tests.support.running_api import PASSWORD, ROLES, Town, people, refused
from tests.support.stored_hall import NINE, absence, hall

ADDRESS = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")
ZONE = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.6]]
MONDAY = dt.date(2026, 11, 23)
ROSTER = "day,what,start,end,counter,shift,person\n2026-11-23,shift,09:00,13:00,left,morning,Wang\n"
WRONG = {"name": "sun", "password": "a wrong password"}


class Killed(BaseException):
    """The process ends here."""


def furnish(town: Town) -> None:
    """Two absences that cost points, an appeal against the second one, a known seat, a notice, a wrong password."""
    town.happens(absence(60, 900), absence(1800, 900), score=True)
    appeal = town.ask("sun", "POST", "/api/v1/events/2/appeals", json={"reason": "a colleague sat in"})
    assert appeal.status_code == 201
    seat = Seat(-1.5, -1.1, 0.02, 0.4, 0.2, 3.0, 1.0, 2.0, 5000)
    heights = Histogram(-1.52, 0.02, (3, 9, 3))
    known = Calibration(seat, Source.LEARNED, MONDAY, MONDAY, 1, NINE - 9 * 3600, heights, made_at=NINE - 60)
    town.store.seats.put(1, known)
    town.store.notices.put(Notice("night", "night:1", Words(zh="完成", en="done")), NINE)


@pytest.fixture(scope="session")
def undecided(tmp_path_factory: pytest.TempPathFactory, founded_town: Path) -> Path:
    data = tmp_path_factory.mktemp("undecided") / "data"
    shutil.copytree(founded_town, data)
    with Town(data) as town:
        furnish(town)
    return data


@pytest.fixture(params=["sqlite", "postgresql"])
def decided(request: pytest.FixtureRequest, tmp_path: Path, undecided: Path) -> Iterator[Town]:
    """A town in which there is something to decide, on either database."""
    if request.param == "sqlite":
        shutil.copytree(undecided, tmp_path / "data")
        with Town(tmp_path / "data") as town:
            yield town
        return
    if not ADDRESS:
        pytest.skip("COUNTERWATCH_TEST_POSTGRES names no PostgreSQL")
    with Store(ADDRESS) as store:
        people(store)
    with Town(tmp_path / "data", ADDRESS) as town:
        furnish(town)
        yield town
    engine = open_engine(ADDRESS)
    downgrade(engine, "base")
    engine.dispose()


def rows(town: Town) -> dict[str, list[str]]:
    """Every row of every table but sessions and tries: who decides is signed in, and a try is counted before it."""
    tables = {k: v for k, v in Base.metadata.tables.items() if k not in ("sign_ins", "throttles")}
    with town.store._engine.connect() as connection:
        return {name: sorted(map(repr, connection.execute(select(table)))) for name, table in tables.items()}


def changed(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> set[str]:
    """The tables whose rows differ."""
    return {name for name in before if before[name] != after[name]}


@contextmanager
def stopped(store: Store, due: Callable[[list[str]], bool], stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop` before the first statement or COMMIT for which `due` holds of all so far, that one included."""
    passed: list[str] = []

    def boundary(text: str) -> None:
        passed.append(text)
        if due(passed):
            stop()

    def statement(_connection: object, _cursor: object, text: str, *_given: object) -> None:
        boundary(text)

    def commit(_connection: object) -> None:
        boundary("COMMIT")

    event.listen(store._engine, "before_cursor_execute", statement)
    event.listen(store._engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(store._engine, "before_cursor_execute", statement)
        event.remove(store._engine, "commit", commit)


def killed() -> None:
    raise Killed


def sent(who: str, method: str, path: str, /, **body: object) -> Callable[[Town, Path], None]:
    def decide(town: Town, _folder: Path) -> None:
        answer = town.ask(who, method, path, json=body)
        assert answer.status_code in (200, 201, 401), answer.text

    return decide


def roster_imported(town: Town, folder: Path) -> None:
    file = folder / "november.csv"
    file.write_text(ROSTER, encoding="utf-8")
    import_roster(town.store, file, hall(name="North hall, renamed"), NINE)


SCORED = {"scores", "deductions"}
ON_LEAVE = {"decision": "dismissed", "reason": "on leave", "expected": "open"}
DISMISS = sent("sun", "POST", "/api/v1/events/1/reviews", **ON_LEAVE)
DECISIONS: dict[str, tuple[Callable[[Town, Path], None], set[str]]] = {
    "an event is dismissed": (DISMISS, {"reviews", "events", "changes", "audit", *SCORED}),
    "an event is contested": (
        sent("sun", "POST", "/api/v1/events/1/appeals", reason="it was a break"),
        {"appeals", "reviews", "audit"},
    ),
    "an appeal is accepted": (
        sent("wu", "POST", "/api/v1/appeals/1", accepted=True, answer="the clip shows her", expected="open"),
        {"appeals", "reviews", "events", "changes", "audit", *SCORED},
    ),
    "zones are corrected": (
        sent(
            "an", "PUT", "/api/v1/cameras/1/zones",
            counters={"left": {"staff_zone": ZONE}, "right": {"staff_zone": ZONE}}, version=None,
        ),
        {"zone_versions", "audit"},
    ),
    "a seat is corrected": (
        sent("an", "PUT", "/api/v1/counters/1/seat", seated=1.05, standing=1.45),
        {"seats", "audit"},
    ),
    "an account is added": (
        sent("an", "POST", "/api/v1/users", name="li", password=PASSWORD, role="auditor", grants=[{"site": "north"}]),
        {"users", "grants", "audit"},
    ),
    "an account is changed": (
        sent("an", "PATCH", "/api/v1/users/1", role="auditor", grants=[{"site": "north"}]),
        {"users", "grants", "audit"},
    ),
    "a person gives themselves a new password": (
        sent("sun", "PATCH", "/api/v1/me", password="another good one", present_password=PASSWORD),
        {"users", "audit"},
    ),
    "a wrong password is typed": (sent("ghost", "POST", "/api/v1/sign-in", **WRONG), {"audit"}),
    "wu signs in": (sent("ghost", "POST", "/api/v1/sign-in", name="wu", password=PASSWORD), {"audit"}),
    "notices are read": (sent("sun", "POST", "/api/v1/notices/read"), {"notice_reads"}),
    "a roster is imported": (roster_imported, {"sites", "roster", "audit"}),
}  # fmt: skip


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_that_is_stopped_anywhere_is_whole_or_did_not_happen(
    decided: Town, tmp_path: Path, decision: str
) -> None:
    decide, whole = DECISIONS[decision]
    for name in ROLES:
        decided.token(name)
    before = after = rows(decided)
    place = 0
    while after == before:
        place += 1
        assert place < 200, "the decision never comes to its end"
        with decided.store._engine.begin() as raw:  # the tries that were stopped stay counted
            raw.exec_driver_sql("DELETE FROM throttles")
        with (
            stopped(decided.store, lambda passed, place=place: len(passed) == place, killed),
            suppress(Killed),
        ):
            decide(decided, tmp_path)
        after = rows(decided)
    assert place > 3  # it was really stopped before
    assert changed(before, after) == whole


DEATHS: dict[str, tuple[Callable[[list[str]], bool], bool]] = {
    "before the line in the audit log": (lambda passed: "INTO audit" in passed[-1], False),
    "before the commit": (lambda passed: passed[-1] == "COMMIT", False),
    "before the answer": (lambda passed: "COMMIT" in passed[:-1], True),
}


def _decides_and_dies(data: Path, death: str) -> None:
    """A server process that the system kills in the middle of a verdict."""
    with Town(data) as town:
        town.token("sun")
        with stopped(town.store, DEATHS[death][0], lambda: os.kill(os.getpid(), signal.SIGKILL)):
            DISMISS(town, data)


@pytest.mark.parametrize("death", DEATHS)
def test_a_server_that_is_killed_in_the_middle_of_a_verdict_leaves_all_of_it_or_nothing(
    tmp_path: Path, undecided: Path, death: str
) -> None:
    data, (_, whole), (_, kept) = tmp_path / "data", DECISIONS["an event is dismissed"], DEATHS[death]
    shutil.copytree(undecided, data)
    with Town(data) as town:
        before = rows(town)
    process = multiprocessing.get_context("spawn").Process(target=_decides_and_dies, args=(data, death))
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    with Town(data) as town:
        assert changed(before, rows(town)) == (whole if kept else set())
        again = town.ask("sun", "POST", "/api/v1/events/1/reviews", json=ON_LEAVE)
        assert again.status_code == (409 if kept else 201)  # and the dead process holds no lock
        assert changed(before, rows(town)) == whole


def test_opposite_verdicts_at_the_same_moment_get_one_clear_answer_each(decided: Town) -> None:
    confirm = {"decision": "confirmed", "expected": "open"}
    answers = decided.at_once(
        *(("sun", "POST", "/api/v1/events/1/reviews", body) for body in (confirm, ON_LEAVE) * 4)
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert all("somebody else was faster" in a.json()["detail"] for a in answers if a.status_code == 409)
    (won,) = (answer.json() for answer in answers if answer.status_code == 201)
    assert len(decided.store.reviews.of(1)) == 1
    kept = rows(decided)
    assert len([line for line in kept["audit"] if "'reviewed'" in line]) == 1
    named = {line for line in kept["deductions"] if ", 1, 1, " in line}
    assert bool(won["costs"]) == (won["verdict"] == "confirmed") == bool(named)


def undo(town: Town, event: int, verdict: str) -> None:
    """The supervisor reopens an event."""
    reopened = {"decision": "reopened", "reason": "seen again", "expected": verdict}
    assert town.ask("sun", "POST", f"/api/v1/events/{event}/reviews", json=reopened).status_code == 201


def test_of_two_opposite_verdicts_from_one_state_never_both_count(decided: Town) -> None:
    """Fifteen pairs by two servers: the first verdict changes the state that the second one names."""
    confirm = ("sun", "POST", "/api/v1/events/1/reviews", {"decision": "confirmed", "expected": "open"})
    dismiss = (*confirm[:3], ON_LEAVE)
    with Town(decided.data, decided.database) as other:
        for turn in range(1, 16):
            answers = decided.at_once(confirm, dismiss, servers=(decided, other))
            won, lost = sorted(answers, key=lambda answer: answer.status_code)
            assert (won.status_code, lost.status_code) == (201, 409)
            verdict = won.json()["verdict"]
            assert lost.json()["detail"].endswith(f"this event is {verdict} now, not open")
            undo(decided, 1, verdict)
            assert len(decided.store.reviews.of(1)) == 2 * turn


def test_two_servers_judge_a_day_at_once_and_the_score_knows_both_verdicts(decided: Town) -> None:
    with Town(decided.data, decided.database) as other:
        for _ in range(5):
            verdicts = [("sun", "POST", f"/api/v1/events/{number}/reviews", ON_LEAVE) for number in (1, 2)]
            answers = decided.at_once(*verdicts, servers=(decided, other))
            assert [answer.status_code for answer in answers] == [201, 201]
            (day,) = decided.store.scores.summaries(MONDAY, MONDAY, 1)
            assert (day.points, day.deducted) == (100.0, 0)
            for number in (1, 2):
                undo(decided, number, "dismissed")
    assert len(decided.store.accounts.all()) == len(ROLES)


def test_a_supervisor_is_told_in_one_line_that_another_program_holds_the_database(
    tmp_path: Path, undecided: Path
) -> None:
    shutil.copytree(undecided, tmp_path / "data")
    with Town(tmp_path / "data", patience=Patience(0.1)) as town:
        town.token("sun")
        before = rows(town)
        backup = sqlite3.connect(tmp_path / "data" / "counterwatch.db", isolation_level=None)
        backup.execute("BEGIN IMMEDIATE")
        assert refused(town.ask("sun", "POST", "/api/v1/events/1/reviews", json=ON_LEAVE), 503, "try again")
        backup.close()
        assert rows(town) == before
