"""Refusals: the media type `application/problem+json` of RFC 9457."""

from http import HTTPStatus

from api.schemas.base import Out

PROBLEM_MEDIA_TYPE = "application/problem+json"

_WHEN = {
    400: "the request cannot be read",
    401: "sign in first",
    403: "the account lacks the permission, or may not do this",
    404: "there is no such thing, or none that the account may see",
    408: "the body did not arrive in time",
    409: "the change conflicts with what is stored, or with another person's change",
    413: "the body is too long",
    414: "the address is too long",
    415: "the body is no JSON",
    416: "the file has no such part",
    422: "a value is invalid",
    429: "too many attempts: `Retry-After` says when to try again",
    431: "the headers are too long, or too many",
    503: "the database, or the process that computes, does not answer: try again in a moment",
}


class FieldProblem(Out):
    """One value that was refused.

    `pointer` is its place in the body, a JSON pointer as the fragment of an address (RFC 6901); `parameter` its name in
    the path or the query. One of the two is given.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(Out):
    """Every 4xx and 5xx answer. `detail` is one line for a person; `errors` are the refused values of a 422.

    `type` is always `about:blank`: the status says what kind of problem it is, and `title` is its name.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


def refuses(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The refusals of a route for its description; those that every route of its sort has are added by themselves."""
    return {status: {"description": _WHEN.get(status, HTTPStatus(status).phrase)} for status in statuses}
