"""The way to an OpenID provider and back: two addresses without a page of their own."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as pages

from api.schemas import ProviderAnswer, Token
from dashboard import session
from dashboard.api_client import ApiClient
from dashboard.page_context import ApiAddresses, ApiError, sign_in_address
from dashboard.pages.sign_in import DEVICE, LEAVE, entered

BACK = f"{LEAVE}/back"


def register(addresses: ApiAddresses) -> None:
    """Serve both addresses."""

    @pages.get(LEAVE, include_in_schema=False)
    async def leave(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
        """Send this browser to the provider; what is remembered of it stays in its session here."""
        back = session.safe_path(next)
        async with _api(addresses, request) as api:
            try:
                begun = await api.begin_at_provider()
            except ApiError:
                return _refused("away", back)
        session.leave(begun.flow, back)
        return RedirectResponse(begun.address, HTTPStatus.SEE_OTHER)

    @pages.get(BACK, include_in_schema=False)
    async def come_back(  # parts of the address
        request: Request, code: str = "", state: str = "", iss: str | None = None
    ) -> Response:
        """Sign in with what the provider says, once, in the browser that was sent there."""
        left = session.returned()
        if left is None or not code or not state:
            return _refused("invalid", left.back if left else "/")
        async with _api(addresses, request) as api:
            try:
                answer = await api.sign_in_by_provider(_answer(left.flow, code, state, iss, request))
            except ApiError as problem:
                return _refused(_WHY.get(problem.status, "away"), left.back)
            except ValueError:  # longer than any provider's
                return _refused("invalid", left.back)
        if isinstance(answer, Token):
            me = answer.me
            ticket = session.prepare(session.Session(answer.token, me.name, me.role), answer.device)
            return await entered(request, ticket, left.back)
        session.ask_code(answer.challenge)
        return RedirectResponse(sign_in_address(left.back), HTTPStatus.SEE_OTHER)


_WHY = {401: "invalid", 403: "unbound", 422: "invalid", 429: "blocked"}


def _answer(flow: str, code: str, state: str, issuer: str | None, request: Request) -> ProviderAnswer:
    return ProviderAnswer(
        flow=flow, code=code, state=state, issuer=issuer, device=request.cookies.get(DEVICE)
    )


def _api(addresses: ApiAddresses, request: Request) -> ApiClient:
    reader = request.client.host if request.client else None
    return ApiClient(addresses(reader), None, session.language())


def _refused(why: str, back: str) -> Response:
    address = f"/signin?next={quote(session.safe_path(back))}&provider={why}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
