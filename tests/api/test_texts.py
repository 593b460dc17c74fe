"""Texts that nobody means, in every field and parameter: control letters, spaces alone, and lengths around them."""

import json

import pytest

from tests.support.running_api import PASSWORD, Town, refused

ODD = ["\0", "a\0b", "bell\a", "\x1b[2J", "\x7f", "\x85"]


def _texts(odd: str) -> dict[str, tuple[str, str, str, dict[str, object]]]:
    """Each field of a body that takes text, with `odd` in it."""
    what_if = {"site": "north", "day": "2026-11-23", "profile": "water"}
    account = {"name": "li", "password": "x" * 12, "role": "admin"}
    line = {"site": "north", "kind": "absence", "line": 0.5}
    review, ruling = {"decision": "dismissed", "expected": "open"}, {"accepted": True, "expected": "open"}
    return {
        "reason": ("sun", "POST", "/api/v1/events/1/reviews", {**review, "reason": odd}),
        "appeal": ("sun", "POST", "/api/v1/events/1/appeals", {"reason": odd}),
        "person": ("sun", "POST", "/api/v1/events/1/appeals", {"reason": "no", "person": odd}),
        "answer": ("wu", "POST", "/api/v1/appeals/1", {**ruling, "answer": odd}),
        "name": ("an", "POST", "/api/v1/users", {**account, "name": odd}),
        "password": ("an", "POST", "/api/v1/users", {**account, "password": odd * 12}),
        "sign-in": ("ghost", "POST", "/api/v1/sign-in", {"name": odd, "password": PASSWORD}),
        "language": ("sun", "PATCH", "/api/v1/me", {"language": odd}),
        "hall": ("sun", "POST", "/api/v1/what-if", {**what_if, "site": odd}),
        "profile": ("sun", "POST", "/api/v1/what-if", {**what_if, "profile": odd}),
        "line's hall": ("an", "POST", "/api/v1/learned-lines", {**line, "site": odd}),
        "line's kind": ("an", "POST", "/api/v1/learned-lines", {**line, "kind": odd}),
        "line's counter": ("an", "POST", "/api/v1/learned-lines", {**line, "counter": odd}),
        "counter": ("an", "PUT", "/api/v1/cameras/1/zones", {"version": None, "counters": {odd: {}}}),
    }


@pytest.mark.parametrize("odd", [*ODD, "\ud800"])
def test_letters_that_steer_a_screen_are_refused_in_every_text(one_town: Town, odd: str) -> None:
    for field, (name, method, path, body) in _texts(odd).items():
        answer = one_town.ask(
            name, method, path, content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert refused(answer, 422), field


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/api/v1/events", "site"),
        ("/api/v1/events", "kind"),
        ("/api/v1/events", "clause"),
        ("/api/v1/events", "cursor"),
        ("/api/v1/days", "site"),
        ("/api/v1/audit", "user"),
        ("/api/v1/audit", "cursor"),
        ("/api/v1/learned-lines", "site"),
        ("/api/v1/reports/day/2026-11-23", "site"),
        ("/api/v1/reports/day/2026-11-23", "counter"),
        ("/api/v1/periods/day/2026-11-23", "site"),
        ("/api/v1/clauses/R1/history", "site"),
    ],
)
def test_letters_that_steer_a_screen_are_refused_in_every_parameter(
    one_town: Town, path: str, parameter: str, odd: str
) -> None:
    query = {"site": "north", parameter: odd} if parameter == "counter" else {parameter: odd}
    assert refused(one_town.get("wu", path, **query), 422, parameter)


BLANKS = {
    "name": lambda text: ("an", "POST", "/api/v1/users", {"name": text, "password": "x" * 12, "role": "admin"}),
    "sign-in": lambda text: ("ghost", "POST", "/api/v1/sign-in", {"name": text, "password": PASSWORD}),
    "appeal": lambda text: ("sun", "POST", "/api/v1/events/1/appeals", {"reason": text}),
    "answer": lambda text: (
        "wu", "POST", "/api/v1/appeals/1", {"accepted": True, "expected": "open", "answer": text}
    ),
    "hold": lambda text: ("wu", "POST", "/api/v1/holds", {"event_id": 1, "reason": text}),
    "lift": lambda text: ("wu", "POST", "/api/v1/holds/1/lift", {"reason": text}),
    "person": lambda text: ("an", "POST", "/api/v1/persons/export", {"name": text}),
    "account of a person": lambda text: ("an", "POST", "/api/v1/persons/export", {"name": "Li", "accounts": [text]}),
    "erasure": lambda text: ("an", "POST", "/api/v1/persons/erase", {"name": "Li", "reason": text}),
    "profile": lambda text: ("sun", "POST", "/api/v1/what-if", {"site": "north", "day": "2026-11-23", "profile": text}),
}  # fmt: skip
"""Each field of a body that has to say something, with a text in it."""


@pytest.mark.parametrize("blank", ["", " ", "   ", "\u3000", "\u2003 \u00a0"])
@pytest.mark.parametrize("field", BLANKS)
def test_a_text_of_spaces_says_nothing(one_town: Town, field: str, blank: str) -> None:
    name, method, path, body = BLANKS[field](blank)
    assert refused(one_town.ask(name, method, path, json=body), 422, "at least 1 character")


@pytest.mark.parametrize("around", [" {} ", "\u3000{}"])
def test_spaces_around_a_text_do_not_count_for_its_length(one_town: Town, around: str) -> None:
    assert refused(one_town.sign_in(around.format("x" * 64), "wrong password"), 401)
    assert refused(one_town.sign_in(around.format("x" * 65), "wrong password"), 422, "name")


def test_a_reason_of_several_lines_is_kept(one_town: Town) -> None:
    reason = "She fetched a form:\n\tsee the other clip.\r\n她去拿表格。"
    body = {"decision": "dismissed", "expected": "open", "reason": reason}
    answer = one_town.ask("sun", "POST", "/api/v1/events/1/reviews", json=body)
    assert answer.json()["reviews"][-1]["reason"] == reason
