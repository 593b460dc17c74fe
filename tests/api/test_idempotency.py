"""A program that did not hear the answer sends its request again, with the same key: it is done once."""

import json
import sqlite3
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.permissions import ALLOWED
from models import Action, Role
from models.store import AuditFilter, KeyState, RequestKey
from tests.support.route_access import ROUTES, address
from tests.support.running_api import Town, founded, refused
from tests.support.stored_hall import absence
from tests.support.two_halls import Halls, furnish

DAY_S = 86400.0
CONFIRM = {"decision": "confirmed", "expected": "open"}
REVIEWS = "/api/v1/events/1/reviews"
TOKEN = {"name": "bureau", "may": ["read"], "grants": [{"site": "north"}], "days": 30}


def keyed(
    town: Town, name: str, path: str, body: object, key: str = "k1", method: str = "POST"
) -> httpx.Response:
    return town.ask(name, method, path, json=body, headers={"Idempotency-Key": key})


def replayed(answer: httpx.Response) -> bool:
    return answer.headers.get("Idempotent-Replayed") == "true"


def test_the_same_request_again_is_answered_as_before_and_done_once(one_town: Town) -> None:
    first, second = (keyed(one_town, "sun", REVIEWS, CONFIRM) for _ in range(2))
    assert (first.status_code, replayed(first)) == (201, False)
    assert (second.status_code, replayed(second)) == (201, True)
    assert (second.content, second.headers["content-type"]) == (first.content, first.headers["content-type"])
    assert len(one_town.store.reviews.of(1)) == 1
    assert len(one_town.store.audit.page(AuditFilter(action=Action.REVIEWED), 9)) == 1


def test_a_key_belongs_to_one_request_of_one_account(one_town: Town) -> None:
    other = {**CONFIRM, "reason": "seen twice"}
    for path, body in ((REVIEWS, other), ("/api/v1/reviews", CONFIRM), (f"{REVIEWS}?language=zh", CONFIRM)):
        assert refused(keyed(one_town, "sun", path, body), 422, "another request")
    assert keyed(one_town, "wu", "/api/v1/holds", {"reason": "a dispute", "event_id": 1}).status_code == 201
    assert refused(keyed(one_town, "sun", REVIEWS, CONFIRM, "k 1"), 422, "visible ASCII")
    assert refused(keyed(one_town, "sun", REVIEWS, CONFIRM, "k" * 256), 422, "Idempotency-Key")
    assert not replayed(one_town.ask("sun", "GET", "/api/v1/events", headers={"Idempotency-Key": "k1"}))


def test_while_the_first_one_runs_or_when_it_broke_off_nothing_is_done_again(one_town: Town) -> None:
    """The server was killed in the middle: nobody knows what the first request has done."""
    reopen = {"decision": "reopened", "expected": "confirmed", "reason": "look again"}
    answer = keyed(one_town, "sun", REVIEWS, reopen, "k2")
    assert answer.status_code == 201
    with one_town.store._engine.begin() as raw:
        raw.exec_driver_sql("UPDATE request_keys SET answer = NULL WHERE \"key\" = 'k2'")
    assert refused(keyed(one_town, "sun", REVIEWS, reopen, "k2"), 409, "broke off")
    assert len(one_town.store.reviews.of(1)) == 2


def test_a_refusal_changed_nothing_and_its_key_may_be_used_again(one_town: Town) -> None:
    asked = {"decision": "dismissed", "expected": "open", "reason": ""}
    assert refused(keyed(one_town, "sun", REVIEWS, asked, "k3"), 422, "reason")
    asked["reason"] = "a break"
    done = keyed(one_town, "sun", REVIEWS, asked, "k3")
    assert (done.status_code, replayed(done)) == (201, False)


def test_a_request_whose_client_went_away_before_its_end_does_nothing(town: Town) -> None:
    """What came of it can be a request by itself, but not the one that was meant."""
    town.happens(absence(60))
    head = {
        "authorization": f"Bearer {town.token('sun')}",
        "idempotency-key": "k1",
        "content-type": "application/json",
    }
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": REVIEWS, "raw_path": REVIEWS.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "client": ("10.0.0.7", 1), "server": ("hall", 80),
        "headers": [(name.encode(), value.encode()) for name, value in head.items()],
    }  # fmt: skip
    coming = iter(
        [
            {"type": "http.request", "body": json.dumps(CONFIRM).encode(), "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    answers: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return next(coming)

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(message)

    town.runs(town.app(scope, receive, send))
    assert (answers, town.store.reviews.of(1)) == ([], [])
    assert keyed(town, "sun", REVIEWS, CONFIRM).status_code == 201


def test_two_servers_that_get_it_at_once_do_it_once(tmp_path: Path) -> None:
    founded(tmp_path / "data")
    with Town(tmp_path / "data") as town, Town(tmp_path / "data") as other:
        town.happens(absence(60))
        begins, answers = threading.Barrier(2), []

        def sent(server: Town) -> None:
            server.token("an")
            begins.wait()
            answers.append(keyed(server, "an", "/api/v1/tokens", TOKEN))

        threads = [threading.Thread(target=sent, args=(server,)) for server in (town, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(town.store.service_tokens.all()) == 1
        done = [answer for answer in answers if answer.status_code == 201]
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert sum(not replayed(answer) for answer in done) == 1


def test_a_secret_in_an_answer_is_not_in_the_database(town: Town) -> None:
    town.happens(absence(60))
    first, second = (keyed(town, "an", "/api/v1/tokens", TOKEN) for _ in range(2))
    assert second.json()["secret"] == first.json()["secret"]
    with closing(sqlite3.connect(town.data / "counterwatch.db")) as raw:
        dump = "\n".join(raw.iterdump())
    assert '"k1"' in dump.replace("'", '"')
    assert first.json()["secret"][8:] not in dump


def test_an_answer_is_kept_for_a_day_and_for_a_session_that_lives(town: Town) -> None:
    town.happens(absence(60))
    assert keyed(town, "sun", REVIEWS, CONFIRM).status_code == 201
    town.ask("sun", "DELETE", "/api/v1/sign-in")
    assert refused(keyed(town, "sun", REVIEWS, CONFIRM), 401, "sign in first")
    town.signed_out("sun")
    assert replayed(keyed(town, "sun", REVIEWS, CONFIRM))
    given = RequestKey("sun", "k1", "of another request")
    for seconds, state in ((DAY_S - 1, KeyState.OTHER), (DAY_S, KeyState.BEGUN)):
        assert town.store.request_keys.begin(given, town.time + seconds) is state


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Halls]]:
    data = tmp_path_factory.mktemp("halls") / "data"
    places = furnish(data)
    with Town(data) as town:
        yield town, places


WRITES = [
    (method, path)
    for (method, path), row in ROUTES.items()
    if method != "GET" and row.status < 300 and path != "/api/v1/sign-in"
]


@pytest.mark.parametrize("route", WRITES, ids=" ".join)
def test_every_route_that_writes_knows_its_key(halls: tuple[Town, Halls], route: tuple[str, str]) -> None:
    town, places = halls
    row = ROUTES[route]
    role = next(one for one in Role if row.permission is None or row.permission in ALLOWED[one])
    operation = town.app.openapi()["paths"][route[1]][route[0].lower()]
    assert "Idempotency-Key" in [one["name"] for one in operation["parameters"]]

    def sent() -> httpx.Response:
        asked = (f"alice-{role}", address(route[1], places.north), row.body(places.north))
        return keyed(town, *asked, key=f"{route}".replace(" ", ""), method=route[0])

    first, second = sent(), sent()
    assert (first.status_code, replayed(first)) == (row.status, False), first.text
    assert (second.status_code, replayed(second)) == (row.status, True), second.text
    assert second.content == first.content
