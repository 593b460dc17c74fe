"""Error handlers: every refusal is `application/problem+json` with one line in `detail`."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.schemas import PROBLEM_MEDIA_TYPE, FieldProblem, Problem
from models import ModelError, StoreError

_PLACES = {"query", "body", "path", "header", "cookie"}
_NOISE = "Value error, "
_LONGEST = 1000  # letters of one line; a client can send a name of any length, which comes back in the line
_MOST = 20  # refused values that an answer names


def problem(
    status: int, detail: str, errors: Sequence[FieldProblem] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """An answer that refuses with one line; `headers` are added to it."""
    phrase = HTTPStatus(status).phrase
    said = Problem(title=phrase, status=status, detail=_line(detail) or phrase, errors=list(errors) or None)
    content = said.model_dump_json(exclude_none=True)
    return Response(content, status, headers, PROBLEM_MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Turn every error of a request into one line: of validation, of the model, of the database, and of ours."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ModelError, _refused)
    app.add_exception_handler(StoreError, _away)
    app.add_exception_handler(Exception, _failed)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    first = found[0]
    if first["type"] == "json_invalid":
        return problem(422, "the body is not JSON", [FieldProblem(detail="not JSON", pointer="#")])
    if first["loc"] == ("body",) and first["type"] != "missing" and not _is_json(request):
        return problem(415, "the body must be JSON: send it as Content-Type: application/json")
    where = ".".join(str(part) for part in first["loc"] if part not in _PLACES) or "body"
    errors = [_field(one["loc"], str(one["msg"])) for one in found[:_MOST]]
    return problem(422, f"{where}: {errors[0].detail}", errors)


def _is_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def _field(loc: Sequence[int | str], message: str) -> FieldProblem:
    detail, parts = _line(message.removeprefix(_NOISE)), [_line(str(part)) for part in loc[1:]]
    if loc[0] == "body":
        escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
        return FieldProblem(detail=detail, pointer="#" + "".join(f"/{part}" for part in escaped))
    return FieldProblem(detail=detail, parameter=".".join(parts))


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    return problem(error.status_code, str(error.detail), headers=error.headers)


def _refused(_request: Request, error: Exception) -> Response:
    return problem(409, str(error))


def _away(_request: Request, _error: Exception) -> Response:
    return problem(503, "the database does not answer: try again in a moment")


def _failed(_request: Request, error: Exception) -> Response:
    # The server raises the error again afterwards, so that its log has the traceback.
    logging.getLogger(__name__).error("a request failed: %s", type(error).__name__)
    return problem(500, "the server made an error, which its log describes")


def _line(text: str) -> str:
    """The text in one line that every client can read: no control letters, no halves of surrogate pairs."""
    words = " ".join(text[:_LONGEST].encode("utf-8", "replace").decode("utf-8").split())
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)
