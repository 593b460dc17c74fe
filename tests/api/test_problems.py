"""Every refusal below /api is application/problem+json, whatever was asked, and the description names it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response

from dashboard.app import mount
from models.store import StoreError
from tests.support.running_api import Town, refused


@pytest.fixture
def paged(town: Town, tmp_path: Path) -> Iterator[Town]:
    """The town with the pages of the dashboard below the API, as `counterwatch serve` has them."""
    mount(town.app, tmp_path / "pages")
    yield town


@pytest.mark.parametrize(
    "path", ["/api", "/api/v1/", "/api/v1/nothing", "/api/v1/events/", "/api/v1/sites/1/2/3"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
def test_an_address_without_a_route_is_refused_by_the_api_and_not_by_a_page(
    paged: Town, method: str, path: str
) -> None:
    assert refused(paged.ask("sun", method, path), 404, "no such address")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("TRACE", "/api/v1/events", "GET"),
        ("DELETE", "/api/v1/events/1", "GET"),
        ("PUT", "/api/v1/me", "GET, PATCH"),
        ("QUERY", "/api/v1/users/1", "PATCH"),
        ("POST", "/api/v1/cameras/1/zones", "GET, PUT"),
        ("PUT", "/api/v1/events/1/reviews", "POST"),
        ("PUT", "/api/v1/events/1/clip", "GET"),
        ("PUT", "/api/v1/events/export", "GET"),
        ("GET", "/api/v1/events/1/appeals", "POST"),
    ],
)
def test_a_method_that_an_address_does_not_have_is_refused_with_those_that_it_has(
    paged: Town, method: str, path: str, allowed: str
) -> None:
    answer = paged.ask("sun", method, path)
    assert refused(answer, 405, method, allowed)
    assert answer.headers["Allow"] == allowed


def test_a_page_whose_name_begins_like_the_api_stays_a_page(paged: Town) -> None:
    assert "text/html" in paged.ask("ghost", "GET", "/apiary").headers["content-type"]


def test_a_refused_body_says_where_each_wrong_value_is(town: Town) -> None:
    answer = town.ask("an", "POST", "/api/v1/users", json={"name": "li", "password": "short", "a/b~c": 1})
    assert refused(answer, 422, "password")
    assert [(one["pointer"], bool(one["detail"])) for one in answer.json()["errors"]] == [
        ("#/password", True),
        ("#/role", True),
        ("#/a~1b~0c", True),
    ]


def test_a_refused_parameter_is_named(town: Town) -> None:
    answer = town.get("sun", "/api/v1/events", limit=0)
    assert refused(answer, 422, "limit")
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "limit"
    assert "pointer" not in error


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "image/png", None])
def test_a_body_that_is_not_declared_as_json_is_refused(town: Town, media_type: str | None) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    body = b'{"name": "sun", "password": "correct horse"}'
    answer = town.ask("ghost", "POST", "/api/v1/sign-in", content=body, headers=headers)
    assert refused(answer, 415, "application/json")


def _posted(town: Town, content: bytes) -> Response:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return town.ask("sun", "POST", "/api/v1/notices/read", content=content, headers=headers)


@pytest.mark.parametrize("body", [b"{", b"", b"null", b"[]", b'"ids"', b'{"ids": [1,]}'])
def test_a_body_that_is_no_object_is_refused(town: Town, body: bytes) -> None:
    assert refused(_posted(town, body), 422)


@pytest.mark.parametrize("body", [b"\xff\xfe{", b"[" * 100_000, b'{"ids": [' + b"9" * 5000 + b"]}"])
def test_a_body_that_cannot_be_read_is_refused(town: Town, body: bytes) -> None:
    assert refused(_posted(town, body), 400)


def test_a_name_of_half_a_letter_comes_back_as_a_letter_that_can_be_sent(town: Town) -> None:
    assert refused(_posted(town, b'{"\\ud800\\u0000\\u001b": 1}'), 422)


def test_a_name_of_a_million_letters_does_not_come_back(town: Town) -> None:
    assert len(_posted(town, b'{"' + b"x" * 1_000_000 + b'": 1}').content) < 10_000


def test_a_database_that_is_away_is_told_in_the_same_shape(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreError("postgresql://house: the database does not answer: start its server")

    monkeypatch.setattr(town.store, "ping", away)
    assert refused(town.ask("ghost", "GET", "/api/v1/health"), 503, "try again")


def test_the_description_names_every_refusal_as_a_problem(town: Town) -> None:
    described = town.app.openapi()
    for operations in described["paths"].values():
        for operation in operations.values():
            refusals = {status: one for status, one in operation["responses"].items() if status >= "400"}
            signs_in = operation["tags"] == ["account"] and "requestBody" in operation
            assert ("401" in refusals) == ("security" in operation or signs_in)
            assert ("415" in refusals) == ("requestBody" in operation)
            assert all(list(one["content"]) == ["application/problem+json"] for one in refusals.values())
    schemas = described["components"]["schemas"]
    assert set(schemas["Problem"]["required"]) == {"title", "status", "detail"}
    assert "HTTPValidationError" not in schemas
