"""Error handlers: every refusal is one line in `detail`."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from api.schemas import Problem
from models import ModelError
from models.store import StoreError

_PLACES = {"query", "body", "path", "header"}
_NOISE = "Value error, "


def problem(status: int, detail: str) -> JSONResponse:
    """An answer that refuses with one line."""
    return JSONResponse(Problem(detail=" ".join(detail.split())).model_dump(), status)


def install(app: FastAPI) -> None:
    """Turn validation errors, model errors and an unreachable database into one line each."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ModelError, _refused)
    app.add_exception_handler(StoreError, _away)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(422, "the body is not JSON")
    where = ".".join(str(part) for part in first["loc"] if part not in _PLACES) or "body"
    return problem(422, f"{where}: {str(first['msg']).removeprefix(_NOISE)}")


def _refused(_request: Request, error: Exception) -> JSONResponse:
    return problem(409, str(error))


def _away(_request: Request, _error: Exception) -> JSONResponse:
    return problem(503, "the database does not answer: try again in a moment")
