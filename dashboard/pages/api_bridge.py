"""The bridge from a page's script to a few addresses of the API, in the name of the signed-in person.

The token stays in the session on the server: no script sees it.
"""

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from nicegui import app as pages

from api.schemas import BACKGROUND
from dashboard import session
from dashboard.page_context import ApiAddresses, ApiConnection, ApiError, SignedOutError, after_session

BRIDGE = "/bridge"
"""The address below which scripts reach the API."""
MARK = "Counterwatch-Page"
"""The header of every request of a script. A page of another site cannot set it without a permission to ask."""
REPEATABLE = "Idempotency-Key"
"""The header with which the API does a request once, however often it comes."""

ALLOWED = (
    ("GET", re.compile(r"/events")),
    ("GET", re.compile(r"/events/[0-9]+")),
    ("GET", re.compile(r"/cameras/[0-9]+/zones")),
    ("POST", re.compile(r"/reviews")),
)
"""Method and whole path of what a script may ask; everything else is 404, whatever the person may do elsewhere."""


def register(addresses: ApiAddresses) -> None:
    """Serve /bridge/PATH, which is /api/v1/PATH for the person at this browser."""

    @pages.api_route(BRIDGE + "{path:path}", methods=["GET", "POST"], include_in_schema=False)
    async def bridge(request: Request, path: str) -> Response:
        refusal = refused(request, path)
        if refusal is not None:
            return refusal
        signed_in, reader = session.current(), request.client.host if request.client else None
        token = signed_in.token if signed_in else None
        async with ApiConnection(addresses(reader), token, session.language()) as api:
            try:
                answer = await api.ask(
                    request.method,
                    f"/api/v1{path}",
                    params=request.query_params.multi_items(),
                    content=await request.body(),
                    headers=_passed_on(request),
                )
            except SignedOutError:
                sign_in = after_session(_back(request))
                return _problem(HTTPStatus.UNAUTHORIZED, "the session has ended", sign_in=sign_in)
            except ApiError as problem:
                return _problem(problem.status or HTTPStatus.BAD_GATEWAY, problem.detail)
        kept = {"Content-Type": answer.headers["Content-Type"], "Cache-Control": "no-store"}
        return Response(answer.content, answer.status_code, kept)


def refused(request: Request, path: str) -> Response | None:
    """The answer to a request that is passed on to nobody: 403 from another site, 404 for another address."""
    headers = request.headers
    origin = headers.get("origin")
    foreign = (
        MARK not in headers
        or headers.get("sec-fetch-site", "same-origin") != "same-origin"
        or (origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower())
    )
    if foreign:
        return _problem(HTTPStatus.FORBIDDEN, "this request does not come from a script of this dashboard")
    if not any(request.method == method and known.fullmatch(path) for method, known in ALLOWED):
        return _problem(HTTPStatus.NOT_FOUND, "no script of a page asks for this")
    return None


def _passed_on(request: Request) -> dict[str, str]:
    """The headers for the API: the type of the body, the key of a request that may be sent twice, and that a page asks
    by itself, which keeps no session alive.
    """
    given = {"Content-Type": "application/json"}
    if key := request.headers.get(REPEATABLE):
        given[REPEATABLE] = key
    return given | ({BACKGROUND: "1"} if request.headers[MARK] == "background" else {})


def _back(request: Request) -> str:
    """The page whose script asks; "/" where the browser does not tell it."""
    parts = urlsplit(request.headers.get("referer", ""))
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _problem(status: int, detail: str, **more: str) -> Response:
    content = {"status": int(status), "detail": detail, **more}
    return JSONResponse(content, int(status), media_type="application/problem+json")
