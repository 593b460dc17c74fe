"""The list of events as a supervisor works through it, one event with its reasons, and its review."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE, absence, analysis, footage, hall, happened


def kinds(town: Town, **query: object) -> list[str]:
    return [e["kind"] for e in town.get("sun", "/api/v1/events", **query).json()["items"]]


@pytest.fixture
def morning(town: Town) -> Iterator[Town]:
    unsure = replace(happened("slouching", 900, 60, "right").event, confidence=0.4).as_question()
    town.happens(
        happened("arrival", 60),
        happened("no_stand_greeting", 60),
        absence(600),
        replace(absence(0), event=unsure),
    )
    evening = analysis(absence(0, counter="back"), of=footage("f2", camera="cam2"))
    town.store.recordings.save(evening, NINE)
    south = replace(evening, site=hall("south"), findings=(absence(30, counter="back"),))
    town.store.recordings.save(south, NINE)
    yield town


def test_newest_first_with_everything_a_list_needs(morning: Town) -> None:
    page = morning.get("sun", "/api/v1/events", site="north", counter_id=1).json()
    assert page["next"] is None
    assert [e["kind"] for e in page["items"]] == ["absence", "no_stand_greeting", "arrival"]
    first = page["items"][0]
    assert first["start_local"] == "2026-11-23T09:10:00.000+08:00"
    assert (first["site"], first["camera"], first["counter"], first["counter_name"]) == (
        "north",
        "cam1",
        "left",
        "Window 1",
    )
    assert (first["verdict"], first["found"], first["clip_url"]) == ("open", True, None)
    assert first["certainty"] == "fact"
    assert "09:10:00" in first["sentence"]
    assert first["clauses"]


def test_sentences_come_in_the_language_that_is_asked_for(morning: Town) -> None:
    sentences = {
        language: morning.get("sun", "/api/v1/events", kind="absence", language=language).json()["items"][0][
            "sentence"
        ]
        for language in ("zh", "en")
    }
    assert sentences["zh"] != sentences["en"]
    assert sentences["zh"].isascii() is False


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": ["arrival", "slouching"]}, ["slouching", "arrival"]),
        ({"kind": "nothing like this"}, []),
        ({"flagged": True, "site": "north", "counter_id": 1}, ["absence", "no_stand_greeting"]),
        ({"site": "north", "kind": "absence"}, ["absence", "absence"]),
        ({"site": "elsewhere"}, []),
        ({"camera_id": 2}, ["absence"]),
        ({"camera_id": 2, "site": "south"}, []),
        ({"counter_id": 2}, ["slouching"]),
        ({"min_confidence": 0.5, "counter_id": 2}, []),
        ({"min_confidence": 0.4, "counter_id": 2}, ["slouching"]),
        ({"certainty": "question"}, ["slouching"]),
        ({"certainty": "fact", "counter_id": 2}, []),
        ({"certainty": "hint"}, []),
        ({"clause": "W2"}, ["slouching"]),
        ({"clause": "W2", "kind": "absence"}, []),
        ({"verdict": "confirmed"}, []),
        ({"found": False}, []),
        ({"since": NINE + 600}, ["slouching", "absence"]),
        ({"until": "2026-11-23T09:00:30+08:00"}, ["absence"]),
        ({"since": "2026-11-23T01:01:00Z", "until": NINE + 61}, ["no_stand_greeting", "arrival"]),
    ],
)
def test_filters(morning: Town, query: dict[str, object], expected: list[str]) -> None:
    assert kinds(morning, **query) == expected


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"min_confidence": 2}, "min_confidence"),
        ({"certainty": "rumour"}, "certainty"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-11-23T09:00:00"}, "since"),
        ({"verdict": "guilty"}, "verdict"),
        ({"clause": "Z9"}, "there is no clause 'Z9'"),
        ({"cursor": "rubbish"}, "cursor"),
        ({"cursor": "W05hTiwgMV0"}, "cursor"),
        ({"camera_id": 0}, "camera_id"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(town: Town, query: dict[str, object], word: str) -> None:
    assert refused(town.get("sun", "/api/v1/events", **query), 422, word)


def test_pages_hold_every_event_once_even_where_starts_are_equal(town: Town) -> None:
    twice = [happened("phone", 10 * (i // 2), counter=("left", "right")[i % 2]) for i in range(25)]
    town.happens(*twice)
    seen: list[int] = []
    cursor = None
    for _page in range(20):
        query = {"limit": 3, "kind": ["phone", "absence"]} | ({"cursor": cursor} if cursor else {})
        page = town.get("sun", "/api/v1/events", **query).json()
        seen += [e["id"] for e in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25
    first = town.get("sun", "/api/v1/events", limit=25).json()["items"]
    assert [e["id"] for e in first] == seen


def test_an_event_that_comes_while_somebody_pages_moves_nothing(town: Town) -> None:
    town.happens(*(happened("phone", 10 * i) for i in range(4)))
    page = town.get("sun", "/api/v1/events", limit=2).json()
    town.happens(happened("phone", 999), fingerprint="f2")
    rest = town.get("sun", "/api/v1/events", limit=2, cursor=page["next"]).json()
    assert [e["start"] - NINE for e in page["items"] + rest["items"]] == [30, 20, 10, 0]


def test_one_event_with_every_reason(town: Town) -> None:
    (event_id,) = town.happens(absence(600, 700, unattended_s=float("nan")), score=True).event_ids
    detail = town.get("wu", f"/api/v1/events/{event_id}").json()
    assert detail["evidence"] == {"threshold_s": 30.0, "unattended_s": None}
    assert [c["id"] for c in detail["norms"]] == detail["clauses"]
    assert all(c["wording"]["zh"] and c["wording"]["en"] for c in detail["norms"])
    assert detail["reviews"] == []
    assert detail["recording"]["name"] == "f1.mp4"
    (cost,) = detail["costs"]
    assert cost["day"] == "2026-11-23"
    assert cost["points"] > 0


def test_an_event_that_is_not_there(town: Town) -> None:
    assert refused(town.get("sun", "/api/v1/events/17"), 404, "no event 17")
    assert refused(town.get("sun", f"/api/v1/events/{2**70}"), 422)
    assert refused(town.get("sun", "/api/v1/events/x"), 422)


def test_sun_dismisses_with_a_reason_and_the_log_says_so(town: Town) -> None:
    (event_id,) = town.happens(absence(600)).event_ids
    body = {"decision": "dismissed", "reason": " fetched forms next door ", "expected": "open"}
    detail = town.ask("sun", "POST", f"/api/v1/events/{event_id}/reviews", json=body)
    assert detail.status_code == 201
    assert detail.json()["verdict"] == "dismissed"
    (step,) = detail.json()["reviews"]
    assert (step["user"], step["decision"], step["reason"]) == ("sun", "dismissed", "fetched forms next door")
    (entry,) = town.store.audit.page(AuditFilter(action=Action.REVIEWED), 10)
    assert (entry.user, entry.subject, entry.detail) == ("sun", f"event {event_id}", "dismissed")


def test_a_dismissed_event_gives_its_points_back_and_reopening_takes_them_again(town: Town) -> None:
    (event_id,) = town.happens(absence(600, 700), score=True).event_ids
    path, review = "/api/v1/days/2026-11-23/1", f"/api/v1/events/{event_id}/reviews"
    before = town.get("sun", path).json()["points"]
    dismissed = {"decision": "dismissed", "reason": "on leave", "expected": "open"}
    assert town.ask("sun", "POST", review, json=dismissed).status_code == 201
    assert before < town.get("sun", path).json()["points"] == 100
    reopened = {"decision": "reopened", "reason": "leave was another day", "expected": "dismissed"}
    assert town.ask("sun", "POST", review, json=reopened).status_code == 201
    assert town.get("sun", path).json()["points"] == before


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"decision": "dismissed", "expected": "open"}, "reason"),
        ({"decision": "reopened", "reason": "  ", "expected": "open"}, "reason"),
        ({"decision": "guilty", "expected": "open"}, "decision"),
        ({"decision": "confirmed", "why": "x", "expected": "open"}, "why"),
        ({"decision": "confirmed", "reason": "x" * 1001, "expected": "open"}, "reason"),
        ({"decision": "confirmed"}, "expected"),
        ({"decision": "confirmed", "expected": None}, "expected"),
        ([], "body"),
    ],
)
def test_a_review_that_says_too_little_or_too_much_is_refused(town: Town, body: object, word: str) -> None:
    (event_id,) = town.happens(absence(600)).event_ids
    assert refused(town.ask("sun", "POST", f"/api/v1/events/{event_id}/reviews", json=body), 422, word)
    assert town.get("sun", f"/api/v1/events/{event_id}").json()["reviews"] == []


def test_a_body_that_is_no_json_is_refused_in_one_line(town: Town) -> None:
    (event_id,) = town.happens(absence(600)).event_ids
    answer = town.ask(
        "sun",
        "POST",
        f"/api/v1/events/{event_id}/reviews",
        content=b"{",
        headers={"Content-Type": "application/json"},
    )
    assert refused(answer, 422, "the body is not JSON")


def test_two_supervisors_at_once_the_slower_one_is_told(town: Town) -> None:
    (event_id,) = town.happens(absence(600)).event_ids
    path = f"/api/v1/events/{event_id}/reviews"
    town.ask("sun", "POST", path, json={"decision": "confirmed", "expected": "open"})
    slower = town.ask("sun", "POST", path, json={"decision": "dismissed", "reason": "no", "expected": "open"})
    assert refused(slower, 409, "somebody else was faster", "confirmed now", "not open")
    again = {"decision": "confirmed", "expected": "confirmed"}
    assert refused(town.ask("sun", "POST", path, json=again), 409, "already")
    assert refused(town.ask("sun", "POST", "/api/v1/events/99/reviews", json=again), 404)
