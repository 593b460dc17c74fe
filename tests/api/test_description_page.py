"""The page that documents the API: all of it, offline, and nothing that a browser would run or fetch."""

import re
from html.parser import HTMLParser

import pytest

from api.description_page import ADDRESS, limits, shape, to_html
from tests.support.running_api import Town


class _Page(HTMLParser):
    """The tags, the addresses and the names of places of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "srcset")
        ]
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)


@pytest.fixture
def text(town: Town) -> str:
    answer = town.ask("ghost", "GET", ADDRESS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    return answer.text


def test_every_route_and_every_type_is_on_the_page(town: Town, text: str) -> None:
    described = town.app.openapi()
    page = _Page(text)
    wanted = {told["operationId"] for methods in described["paths"].values() for told in methods.values()}
    wanted |= {f"type-{name}" for name in described["components"]["schemas"]}
    assert wanted <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_browser_runs_and_fetches_nothing(text: str) -> None:
    page = _Page(text)
    assert {"script", "img", "link", "iframe", "form", "object"} & set(page.tags) == set()
    assert {one for one in page.addresses if not one.startswith("#")} == {"/api/v1/openapi.json"}
    assert {one.removeprefix("#") for one in page.addresses if one.startswith("#")} <= set(page.ids)


def test_the_limits_of_a_parameter_are_told(text: str) -> None:
    assert re.search(r"GET /api/v1/events\b", text)
    assert "minimum 1, maximum 200, default 50" in text


def test_a_text_of_the_description_is_no_part_of_the_page(town: Town) -> None:
    evil = {**town.app.openapi(), "info": {"title": "<script>1</script>", "version": "1", "summary": '"><b>'}}
    assert {"script", "b"} & set(_Page(to_html(evil).decode()).tags) == set()


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"$ref": "#/components/schemas/EventItem"}, "EventItem"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({"type": "array", "items": {"type": "number"}}, "[number]"),
        ({"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}]}, "[number, string]"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "{key: number}"),
        ({"type": "string", "enum": ["a", "b"]}, '"a" | "b"'),
        ({"const": 7}, "7"),
        ({"type": "string", "format": "date"}, "date"),
        ({}, "any"),
    ],
)
def test_a_type_is_told_in_a_few_words(schema: dict[str, object], told: str) -> None:
    assert shape(schema) == told


def test_a_value_without_limits_has_none() -> None:
    assert limits({"type": "string"}) == ""
    assert limits({"maxLength": 9, "default": "x"}) == 'maxLength 9, default "x"'
