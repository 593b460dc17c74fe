"""Whatever a client sends has an end: no number, text or list of any route is without one."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.app import create_app
from api.settings import Settings
from models.store import Store

ENDS = {
    "integer": {"maximum", "exclusiveMaximum", "enum", "const"},
    "string": {"maxLength", "enum", "const", "format"},
    "array": {"maxItems"},
}
"""For each type of JSON, what bounds it: one of these is enough."""

Schema = dict[str, Any]


def _parts(schema: Schema, named: Schema) -> Iterator[Schema]:
    """The schema and everything that it is made of; `named` are the schemas that it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        others = {other: part for other, part in named.items() if other != name}
        yield from _parts(named[name], others) if name in named else ()
        return
    yield schema
    made_of = [*schema.get("properties", {}).values(), *schema.get("prefixItems", ())]
    made_of += [part for key in ("anyOf", "allOf", "oneOf") for part in schema.get(key, ())]
    made_of += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    for part in made_of:
        yield from _parts(part, named)


def _endless(schema: Schema, named: Schema) -> list[Schema]:
    return [
        part
        for part in _parts(schema, named)
        if not ENDS.get(part.get("type", ""), part.keys()) & part.keys()
    ]


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    data = tmp_path_factory.mktemp("described")
    with Store.at(data):
        return create_app(Settings(data)).openapi()


def test_everything_that_a_client_sends_has_an_end(description: Schema) -> None:
    named = description["components"]["schemas"]
    sent = {
        f"{method.upper()} {path} {parameter['name']}": parameter["schema"]
        for path, methods in description["paths"].items()
        for method, route in methods.items()
        for parameter in route.get("parameters", ())
    } | {
        f"{method.upper()} {path} body": content["schema"]
        for path, methods in description["paths"].items()
        for method, route in methods.items()
        for content in route.get("requestBody", {}).get("content", {}).values()
    }
    assert len(sent) > 100
    assert {where: endless for where, one in sent.items() if (endless := _endless(one, named))} == {}


@pytest.mark.parametrize(
    ("endless", "found"),
    [
        ({"type": "integer", "minimum": 1}, True),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, True),
        ({"type": "array", "maxItems": 9, "items": {"type": "string", "pattern": "x"}}, True),
        ({"$ref": "#/components/schemas/Name"}, True),
        ({"type": "string", "maxLength": 9}, False),
    ],
)
def test_what_has_no_end_is_found(endless: Schema, found: bool) -> None:
    named = {"Name": {"type": "object", "properties": {"name": {"type": "string"}}}}
    assert bool(_endless(endless, named)) == found
