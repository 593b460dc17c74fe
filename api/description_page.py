"""A page that documents the API, made from its own description: no script, nothing fetched, every text escaped."""

import base64
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

ADDRESS = "/docs/api"

router = APIRouter(include_in_schema=False)

Description = dict[str, Any]
"""A part of an OpenAPI description."""


@dataclass(frozen=True, slots=True)
class DescribedRoute:
    """A method of an address, with its part of the description."""

    method: str
    path: str
    told: Description

    @property
    def anchor(self) -> str:
        """The name of its place in the page."""
        return str(self.told["operationId"])

    @property
    def body(self) -> str | None:
        """The type of the body that it takes."""
        content = self.told.get("requestBody", {}).get("content", {})
        return next((shape(one["schema"]) for one in content.values()), None)

    @property
    def examples(self) -> list[tuple[str, str]]:
        """The example of the body and of the answer, each with its name."""
        asked = self.told.get("requestBody", {}).get("content", {})
        answered = [
            one for answer in self.told["responses"].values() for one in answer.get("content", {}).values()
        ]
        found = [("Body", one) for one in asked.values()] + [("Answer", one) for one in answered]
        return [
            (name, json.dumps(one["example"], indent=1, ensure_ascii=False))
            for name, one in found
            if "example" in one
        ]

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """Status, type and meaning of each answer."""
        return [
            (status, ", ".join(_types(answer)), answer["description"])
            for status, answer in self.told["responses"].items()
        ]


@router.get(ADDRESS)
def page(request: Request) -> Response:
    """The page; it needs no token, as the description does."""
    if not hasattr(request.app.state, "description_page"):
        request.app.state.description_page = to_html(request.app.openapi())
    headers = {"Content-Security-Policy": _policy(), "Cache-Control": "no-cache"}
    return Response(
        request.app.state.description_page, media_type="text/html; charset=utf-8", headers=headers
    )


def to_html(description: Description) -> bytes:
    """The page of a description in UTF-8, complete in itself."""
    routes: dict[str, list[DescribedRoute]] = defaultdict(list)
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            routes[told["tags"][0]].append(DescribedRoute(method.upper(), path, told))
    written = (
        _templates()
        .get_template("description.html")
        .render(
            css=_style_sheet(),
            info=description["info"],
            tags=[tag for tag in description["tags"] if tag["name"] in routes],
            routes=routes,
            schemas=description["components"]["schemas"],
            shape=shape,
            limits=limits,
        )
    )
    return written.encode("utf-8", "replace")


def shape(schema: Description) -> str:
    """The type of a value in a few words: `EventItem`, `string | null`, `[number]`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(shape(one) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return " | ".join(
            json.dumps(one, ensure_ascii=False) for one in schema.get("enum", [schema.get("const")])
        )
    if schema.get("type") == "array":
        parts = schema.get("prefixItems") or [schema.get("items", {})]
        return f"[{', '.join(shape(one) for one in parts)}]"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"{{key: {shape(schema['additionalProperties'])}}}"
    return str(schema.get("format") or schema.get("type") or "any")


def limits(schema: Description) -> str:
    """The limits of a value as the description has them, such as `minimum 1, maximum 200, default 50`."""
    names = (
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
    )
    told = [f"{name} {schema[name]}" for name in (*names, "maxItems") if name in schema]
    if schema.get("default") is not None:
        told.append(f"default {json.dumps(schema['default'], ensure_ascii=False)}")
    return ", ".join(told)


def _types(answer: Description) -> list[str]:
    content = answer.get("content", {})
    return [shape(one["schema"]) if one.get("schema") else kind for kind, one in content.items()]


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style_sheet().encode()).digest()).decode()
    nothing = "; ".join(
        f"{name} 'none'" for name in ("default-src", "base-uri", "form-action", "frame-ancestors")
    )
    return f"{nothing}; style-src 'sha256-{digest}'"


def _style_sheet() -> str:
    return _templates().get_template("description.css").render()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
