"""The OpenAPI description with every refusal, and the answer to addresses that it does not have."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Route, compile_path
from starlette.types import Receive, Scope, Send

from api.examples import add_examples
from api.idempotency import HEADER, LONGEST_KEY, PATTERN, WRITES
from api.schemas import PROBLEM_MEDIA_TYPE, Problem, refuses
from api.versions import ROOT

_REFERENCE = "#/components/schemas/{model}"


class DescribedApi(FastAPI):
    """An application whose description names every refusal of a route, each as `Problem`."""

    def openapi(self) -> dict[str, Any]:
        """The description. A route names its own refusals by `refuses`; those of its sort are added here."""
        if self.openapi_schema is None:
            document = super().openapi()
            for operations in document["paths"].values():
                for method, operation in operations.items():
                    _add_signed_address(operation)
                    if method.upper() in WRITES and operation.get("security"):
                        _add_key(operation)
                    _add_refusals(operation)
                    if method == "get":
                        _add_not_changed(operation)
            _add_problem(document["components"]["schemas"])
            add_examples(document["paths"])
        assert self.openapi_schema is not None
        return self.openapi_schema

    def refuse_the_rest(self) -> None:
        """Answer 404 or 405 below /api where no route does. Call it after the last route of the API."""
        # A route without methods takes all of them. Otherwise the pages would answer, which are mounted below.
        refusing = _NoRoute(self)
        self.router.routes += [Route(path, refusing) for path in (ROOT, ROOT + "/{rest:path}")]


async def refuse_repeats(request: Request) -> None:
    """A dependency of every route: 422 for a parameter given twice that is no list, since one value would be lost."""
    names = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, times in names.items() if times > 1]
    errors = [
        {"type": "repeated", "loc": ("query", name), "msg": "given more than once"}
        for name in repeated
        if name not in _lists(request.app)
    ]
    if errors:
        raise RequestValidationError(errors)


def _lists(app: FastAPI) -> set[str]:
    """Names of the parameters that are lists."""
    operations = [one for known in app.openapi()["paths"].values() for one in known.values()]
    given = [one for operation in operations for one in operation.get("parameters", ())]
    shapes = ((one["name"], [one["schema"], *one["schema"].get("anyOf", ())]) for one in given)
    return {name for name, schemas in shapes if any(one.get("type") == "array" for one in schemas)}


def _add_problem(schemas: dict[str, Any]) -> None:
    for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own
        schemas.pop(unused, None)
    schema = Problem.model_json_schema(ref_template=_REFERENCE, mode="serialization")
    schemas.update(schema.pop("$defs"), **{Problem.__name__: schema})


def _add_signed_address(operation: dict[str, Any]) -> None:
    """A file with a signature in its address needs no token."""
    if any(one["name"] == "signature" for one in operation.get("parameters", ())):
        operation["security"].append({})


def _add_key(operation: dict[str, Any]) -> None:
    """A write of somebody who is signed in takes an idempotency key, and is refused while another one runs."""
    key = {
        "name": HEADER,
        "in": "header",
        "required": False,
        "description": "a request that is repeated with its key within a day is answered as before, and done once",
        "schema": {"type": "string", "pattern": PATTERN, "maxLength": LONGEST_KEY},
    }
    operation["parameters"] = [*operation.get("parameters", ()), key]
    operation["responses"].setdefault("409", refuses(409)[409])


def _add_refusals(operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    content = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model=Problem.__name__)}}}
    for status, refusal in refuses(*_of_its_sort(operation)).items():
        if str(status) == "422" or str(status) not in responses:  # FastAPI's own 422 has another shape
            responses[str(status)] = refusal
    for status, response in responses.items():
        if status >= "400":
            response["content"] = content
    operation["responses"] = dict(sorted(responses.items()))


def _add_not_changed(operation: dict[str, Any]) -> None:
    """A JSON answer has a tag, by which a client asks whether it has changed."""
    responses: dict[str, Any] = operation["responses"]
    if "application/json" in responses["200"].get("content", {}):
        tag = {"description": "send it as `If-None-Match`", "schema": {"type": "string"}}
        responses["200"]["headers"] = {"ETag": tag}
        responses["304"] = {"description": "as the tag in `If-None-Match` names it", "headers": {"ETag": tag}}
        operation["responses"] = dict(sorted(responses.items()))


def _of_its_sort(operation: dict[str, Any]) -> Iterator[int]:
    """The refusals that follow from what a route takes: a token, a body; any parameter may be given twice."""
    if operation.get("security"):
        yield from (401, 403, 429)
    if "requestBody" in operation:
        yield from (400, 408, 413, 415)
    yield from (414, 422, 431, 503)


class _NoRoute:
    """Refuses what no route of `api` takes: 405 where the address has other methods, else 404."""

    def __init__(self, api: FastAPI) -> None:
        self._api = api
        self._known: list[tuple[re.Pattern[str], set[str]]] | None = None

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        allowed = self._allowed(scope["path"].removeprefix(scope.get("root_path", "")))
        if not allowed:
            raise HTTPException(404, "there is no such address")
        names = ", ".join(sorted(allowed))
        raise HTTPException(405, f"{scope['method']} is not possible here: only {names}", {"Allow": names})

    def _allowed(self, path: str) -> set[str]:
        paths = self._api.openapi()["paths"]
        if path in paths:  # by its own name, and not as a value of a parameter: /events/export is no event
            return {name.upper() for name in paths[path]}
        if self._known is None:
            self._known = [
                (_pattern(one, found), {name.upper() for name in found}) for one, found in paths.items()
            ]
        return set().union(*(methods for pattern, methods in self._known if pattern.match(path)))


def _pattern(path: str, operations: dict[str, Any]) -> re.Pattern[str]:
    """A pattern of the addresses of a path; a parameter of a few words takes only these."""
    given = [one for operation in operations.values() for one in operation.get("parameters", ())]
    words = {one["name"]: one["schema"]["enum"] for one in given if "enum" in one["schema"]}
    pattern = compile_path(path)[0].pattern
    for name, several in words.items():
        pattern = pattern.replace(f"(?P<{name}>[^/]+)", f"({'|'.join(map(re.escape, several))})")
    return re.compile(pattern)
