"""Other systems hear of what happens: by a real client, from a real server, on either database."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from models import ALL_HALLS, Role, TokenOrder, TokenRight, Words
from models.store import AccountChange, Notice
from models.store.base import OwnTransactions
from tests.support.listening import QUICK, ServedTown, served
from tests.support.running_api import PASSWORD, Town, refused
from tests.support.stored_hall import NINE, absence


@pytest.fixture(scope="module")
def hall(one_town: Town) -> Iterator[ServedTown]:
    with served(one_town) as running:
        yield running


def verdict(town: Town, event_id: int, decision: str, expected: str) -> None:
    body = {"decision": decision, "expected": expected, "reason": "the clip shows it"}
    answer = town.ask("sun", "POST", f"/api/v1/events/{event_id}/reviews", json=body)
    assert answer.status_code == 201, answer.text


def test_a_client_hears_of_an_event_its_verdict_and_a_lost_camera_as_they_happen(hall: ServedTown) -> None:
    town = hall.town
    with hall.listens("wu") as listener:
        assert listener.answer.headers["content-type"].startswith("text/event-stream")
        assert listener.answer.headers["cache-control"] == "no-cache"
        ready = listener.next()
        assert (ready.type, ready.data) == ("ready", {"id": ready.id})
        town.happens(absence(900), fingerprint="f2")
        found = listener.next()
        assert (found.type, found.id > ready.id) == ("event.found", True)
        event = found.data["event"]
        assert (event["kind"], event["start"], event["counter"]) == ("absence", NINE + 900, "left")
        assert (event["verdict"], event["fault"], found.data["notice"]) == ("open", True, None)
        verdict(town, event["id"], "confirmed", "open")
        reviewed = listener.next()
        assert (reviewed.type, reviewed.data["event"]["verdict"]) == ("event.reviewed", "confirmed")
        lost = Words(zh="摄像机 cam1 断开", en="camera cam1 is lost")
        town.store.notices.put(Notice("camera_lost", "camera:cam1", lost, "north"), NINE)
        notice = listener.next()
        assert (notice.type, notice.data["event_id"]) == ("notice", None)
        assert notice.data["notice"]["text"] == {"zh": "摄像机 cam1 断开", "en": "camera cam1 is lost"}
        assert notice.data["notice"]["alert"] is True


def test_a_client_that_was_away_gets_what_it_missed_once_and_in_order(hall: ServedTown) -> None:
    town = hall.town
    with hall.listens("wu") as listener:
        last = listener.next().id
    first = town.happens(absence(1200), fingerprint="f3").event_ids[0]
    town.happens(absence(1200.0, 300.0), fingerprint="f3")
    town.happens(fingerprint="f3")
    with hall.listens("wu", last) as listener:
        assert listener.next().type == "ready"
        missed = [listener.next() for _ in range(3)]
        town.happens(absence(1500), fingerprint="f4")
        new = listener.next()
    assert [one.type for one in missed] == ["event.found", "event.changed", "event.gone"]
    assert [one.data["event_id"] for one in missed] == [first] * 3
    # As it is stored now: the event is gone, whatever it was when its change was written.
    assert [one.data["event"] for one in missed] == [None] * 3
    assert (new.type, new.id > missed[-1].id) == ("event.found", True)
    with hall.listens("wu", missed[1].id, seconds=0) as listener:
        assert [one.id for one in listener.rest()] == [missed[1].id, missed[2].id, new.id]


def test_a_verdict_that_is_not_kept_is_not_told(hall: ServedTown) -> None:
    town = hall.town
    last = town.store.changes.newest()
    with pytest.raises(RuntimeError), town.store.unit_of_work("tests") as work:
        work.notices.put(Notice("nightly", "nightly:1", Words(zh="好", en="done"), "north"), NINE)
        raise RuntimeError
    again = {"decision": "confirmed", "expected": "dismissed"}
    assert town.ask("sun", "POST", "/api/v1/events/1/reviews", json=again).status_code == 409
    town.happens(absence(60), fingerprint="f1")  # the same once more
    assert town.store.changes.newest() == last


def test_a_change_that_was_never_told_resets_the_client(hall: ServedTown) -> None:
    newest = hall.town.store.changes.newest()
    with hall.listens("wu", newest + 100, seconds=0) as listener:
        (reset,) = listener.rest()
    assert (reset.type, reset.id) == ("reset", newest)
    assert refused(hall.town.get("sun", "/api/v1/stream", seconds=-1), 422, "seconds")
    answer = hall.town.ask("sun", "GET", "/api/v1/stream", headers={"Last-Event-ID": "x"})
    assert refused(answer, 422, "Last-Event-ID")


def test_a_stream_ends_with_its_session_its_rights_or_its_token(hall: ServedTown) -> None:
    town = hall.town
    added = town.store.accounts.add("chen", PASSWORD, Role.SUPERVISOR, "en", NINE)
    town.store.grants.give(added.id, ALL_HALLS, "tests", NINE)
    token, secret = town.store.service_tokens.make(
        TokenOrder("bureau", frozenset({TokenRight.READ}), 30, "an"), NINE
    )
    town.store.token_grants.give(token.id, ALL_HALLS, "an", NINE)
    town.bears("bureau", secret)
    ends = {
        "sun": lambda: town.ask("sun", "DELETE", "/api/v1/sign-in"),
        "chen": lambda: town.store.accounts.change(added.id, AccountChange(active=False)),
        "bureau": lambda: town.store.service_tokens.revoke(token.id, town.time),
    }
    for name, end in ends.items():
        with hall.listens(name) as listener:
            assert listener.next().type == "ready"
            end()
            assert listener.rest() == []
    town.signed_out("sun")


def test_a_grant_that_is_taken_away_is_heard_of_no_more(hall: ServedTown) -> None:
    town = hall.town
    added = town.store.accounts.add("zhou", PASSWORD, Role.SUPERVISOR, "en", NINE)
    town.store.grants.give(added.id, ALL_HALLS, "tests", NINE)
    with hall.listens("zhou", seconds=2) as listener:
        assert listener.next().type == "ready"
        town.happens(absence(1800), fingerprint="f5")
        assert listener.next().type == "event.found"
        town.store.grants.replace(added.id, (), "an", NINE)
        time.sleep(3 * QUICK.check_s)
        town.happens(absence(2100), fingerprint="f6")
        assert listener.rest() == []


def test_an_account_opens_a_few_streams_and_the_next_one_waits(hall: ServedTown) -> None:
    with ExitStack() as open_streams:
        listeners = [open_streams.enter_context(hall.listens("wu")) for _ in range(QUICK.each)]
        assert {one.next().type for one in listeners} == {"ready"}
        with hall.listens("wu") as sixth:
            assert refused(sixth.answer, 429, "5 streams of wu")
            assert sixth.answer.headers["retry-after"] == "5"
        with hall.listens("an") as other:
            assert other.next().type == "ready"
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with hall.listens("wu", seconds=0) as listener:
            if listener.answer.status_code == 200:
                return
    raise AssertionError("closed streams are still counted")


def test_idle_streams_hold_no_thread_and_no_connection_and_say_that_they_live(
    one_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.1)
    sessions = one_town.store._sessions
    assert isinstance(sessions, OwnTransactions)
    pool = sessions._read.kw["bind"].pool
    with served(one_town, replace(QUICK, each=20, together=20)) as hall, ExitStack() as open_streams:
        first = open_streams.enter_context(hall.listens("wu"))
        assert first.next().type == "ready"
        threads = threading.active_count()
        others = [open_streams.enter_context(hall.listens("wu")) for _ in range(19)]
        assert {one.next().type for one in others} == {"ready"}
        assert first.line().startswith((": ping", "retry"))
        assert first.line() == ": ping"
        held = [pool.checkedout() for _ in range(20) if time.sleep(0.05) is None]
        assert min(held) == 0
        assert max(held) <= 1  # the one reader
        assert threading.active_count() <= threads + 3
