"""The examples in the description are real: every request is sent, and every answer has the shape of its schema."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from api.examples import answers, requests
from tests.support.api_examples import asked, opened
from tests.support.route_access import OPEN, ROUTES
from tests.support.running_api import Town
from tests.support.two_halls import Halls

REFUSED = {
    ("POST", "/api/v1/sign-in/code"): 401,
    ("POST", "/api/v1/sign-in/provider/code"): 404,
    ("PUT", "/api/v1/me/second-factor"): 403,
    ("PUT", "/api/v1/users/{user_id}/identity"): 409,
    ("POST", "/api/v1/learned-lines"): 409,
    ("PUT", "/api/v1/quality-audits/{audit_id}/items/{position}/settled"): 409,
}
"""Requests that are right and refused for what the town is: it has no provider, no other device, and few verdicts."""
UNTOLD = {
    "POST /api/v1/backups",
    "POST /api/v1/sign-in/code",
    "POST /api/v1/sign-in/provider",
    "POST /api/v1/sign-in/provider/code",
    "PUT /api/v1/me/second-factor",
    "POST /api/v1/learned-lines",
    "PUT /api/v1/quality-audits/{audit_id}/items/{position}/settled",
    "POST /api/v1/quality-audits/{audit_id}/close",
    "GET /api/v1/quality-audits/{audit_id}/results",
}
"""Answers that the town of the examples cannot give."""


@pytest.fixture(scope="module")
def halls() -> Iterator[tuple[Town, Halls]]:
    with opened() as found:
        yield found


def described(town: Town) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in town.app.openapi()["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation


def of_answers(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The JSON answers of a route that are no refusal."""
    contents = [one.get("content", {}) for status, one in operation["responses"].items() if status < "300"]
    told = [one["application/json"] for one in contents if "application/json" in one]
    return [one for one in told if "schema" in one]  # a file that is JSON has a format of its own


def faults(town: Town, content: dict[str, Any]) -> list[str]:
    """The faults of an example by the schema beside it."""
    whole = {**content["schema"], "components": town.app.openapi()["components"]}
    found = jsonschema_rs.validator_for(whole).iter_errors(content["example"])
    return [f"{one.instance_path}: {one.message}" for one in found]


def test_every_body_and_every_answer_has_an_example_that_its_schema_allows(halls: tuple[Town, Halls]) -> None:
    town, _ = halls
    told: set[str] = set()
    for name, operation in described(town):
        if "requestBody" in operation:
            assert faults(town, operation["requestBody"]["content"]["application/json"]) == [], name
            told.add(name)
        for content in of_answers(operation):
            assert ("example" in content) is (name not in UNTOLD), name
            assert name in UNTOLD or faults(town, content) == [], name
    assert told == requests().keys()


TOLD = [
    route for route in (*ROUTES, *sorted(OPEN)) if " ".join(route) in requests().keys() | answers().keys()
]


@pytest.mark.parametrize("route", TOLD, ids=" ".join)
def test_every_example_is_taken_and_answered_as_the_example_says(
    halls: tuple[Town, Halls], route: tuple[str, str]
) -> None:
    name = " ".join(route)
    answer = asked(*halls, route)
    if route in REFUSED or name in UNTOLD:
        assert answer.status_code == REFUSED.get(route, answer.status_code), answer.text
        assert answer.status_code in (401, 403, 404, 409), answer.text
        return
    assert answer.is_success, answer.text
    example = answers().get(name)
    if isinstance(example, dict):
        assert answer.json().keys() == example.keys()


def test_no_example_opens_anything() -> None:
    text = str(answers())
    assert "signature=4567" in text
    for word in ("secret=", "whsec_", "cw_"):
        at = text.find(word)
        assert at < 0 or text[at:].startswith((f"{word}...", "whsec_shown-once")), text[at : at + 30]
