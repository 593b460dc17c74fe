"""The sign-in page, which leads back to the requested page."""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as pages
from nicegui import ui

from api.schemas import CodeNeeded, Text, Token
from dashboard import session
from dashboard.api_client import ApiClient
from dashboard.html_page import STATIC, LocalizedPage, add_head
from dashboard.page_context import ApiAddresses, ApiError, open_api, sign_in_address
from dashboard.texts import PageTexts
from dashboard.widgets import box, language_switch, notice, tag

ENTER, LEAVE = "/signin/enter", "/signin/provider"
SHORTEST_CODE = 6
PROVIDER_PROBLEMS = {
    "signin.provider.away",
    "signin.provider.blocked",
    "signin.provider.invalid",
    "signin.provider.unbound",
}
"""Texts about what went wrong on the way to a provider and back, which the address names by its last word."""
DEVICE, DEVICE_S = "counterwatch-device", 90 * 86400
"""The cookie of a browser in which somebody signed in before, and how long it is kept: as long as the API knows it."""


def register(addresses: ApiAddresses) -> None:
    """Serve the sign-in page at /signin, and the step from there into a new session."""

    @LocalizedPage("/signin")
    async def sign_in(request: Request) -> Response | None:
        back = session.safe_path(request.query_params.get("next", "/"))
        if session.current() is not None:
            return RedirectResponse(back, HTTPStatus.SEE_OTHER)
        t = PageTexts(session.language())
        ui.page_title(t("page.title", page=t("signin.title")))
        add_head()
        form = _SignInForm(t, addresses, back, request.cookies.get(DEVICE))
        form.build(await _provider(addresses), request.query_params)
        return None

    @pages.get(ENTER, include_in_schema=False)
    async def enter(request: Request, ticket: str = "", next: str = "/") -> Response:  # noqa: A002 - the name in the address
        return await entered(request, ticket, session.safe_path(next))


async def entered(request: Request, ticket: str, back: str) -> Response:
    """The answer that begins the prepared session of this browser and leads to `back`."""
    device = await session.enter(ticket)
    answer = RedirectResponse(back if device else sign_in_address(back), HTTPStatus.SEE_OTHER)
    if device:
        secure = request.url.scheme == "https"
        answer.set_cookie(DEVICE, device, DEVICE_S, secure=secure, httponly=True, samesite="lax")
    return answer


async def _provider(addresses: ApiAddresses) -> Text | None:
    """The name of the provider for people; None without one."""
    async with open_api(addresses) as api:
        with suppress(ApiError):
            return (await api.provider()).label
    return None


class _SignInForm:
    """The sign-in form, with one line for what is wrong."""

    def __init__(self, t: PageTexts, addresses: ApiAddresses, back: str, device: str | None) -> None:
        self._t, self._addresses, self._back, self._device = t, addresses, back, device
        self._challenge = session.asked_code()

    def build(self, provider: Text | None, said: Mapping[str, str]) -> None:
        """Build the form; `said` is the query of the address."""
        t = self._t
        with box("cw gate"), box("panel"):
            with box("brand"):
                tag("img", src=f"{STATIC}/mark.svg", alt="", width="36", height="36")
                with box(""):
                    tag("h1", t("product"), "brand-name")
                    tag("div", t("signin.lead"), "small faint")
            if "again" in said:
                notice(t("signin.again"))
            if (why := f"signin.provider.{said.get('provider', '')}") in PROVIDER_PROBLEMS:
                notice(t(why), "bad")
            self._form()
            if provider is not None and not self._challenge:
                address = f"{LEAVE}?next={quote(self._back)}"
                tag("a", t("signin.provider", name=provider.of(t.language)), "btn", href=address)
            with box("foot"):
                tag("span", "")
                language_switch(t, None, "btn plain")

    def _form(self) -> None:
        t = self._t
        with tag("form", novalidate=True) as form:
            self._name = ui.input(t("signin.name")).props(
                "outlined dense autofocus autocomplete=username name=name"
            )
            self._password = ui.input(t("signin.password"), password=True).props(
                "outlined dense autocomplete=current-password name=password"
            )
            self._code = ui.input(t("signin.code")).props(
                "outlined dense autocomplete=one-time-code name=code"
            )
            self._error = tag("div", "", "error-line", role="alert")
            tag("button", t("signin.go"), "btn go", type="submit")
        form.on("submit.prevent", self._try)
        self._show_fields()

    async def _try(self) -> None:
        """Send what was typed; a challenge makes the form ask for a code in the place of the password."""
        self._say("")
        try:
            async with open_api(self._addresses) as api:
                answer = await (self._send_code(api) if self._challenge else self._send_password(api))
        except ApiError as problem:
            self._say(_why(problem, self._t, code=bool(self._challenge)))
            return
        if isinstance(answer, Token):
            me = answer.me
            ticket = session.prepare(session.Session(answer.token, me.name, me.role), answer.device)
            ui.navigate.to(f"{ENTER}?ticket={ticket}&next={quote(self._back)}")
        elif answer is not None:
            self._challenge = answer.challenge
            self._show_fields()
            self._code.run_method("focus")

    def _show_fields(self) -> None:
        """Show the field for a code where there is a challenge, else those for name and password."""
        self._code.set_visibility(bool(self._challenge))
        for field in (self._name, self._password):
            field.set_visibility(not self._challenge)

    async def _send_password(self, api: ApiClient) -> Token | CodeNeeded | None:
        name, password = (self._name.value or "").strip(), self._password.value or ""
        if name and password:
            return await api.sign_in(name, password, self._device)
        self._say(self._t("signin.missing"))
        return None

    async def _send_code(self, api: ApiClient) -> Token | CodeNeeded | None:
        code = (self._code.value or "").strip()
        if len(code) >= SHORTEST_CODE:
            return await api.sign_in_with_code(self._challenge, code)
        self._say(self._t("signin.code.missing"))
        return None

    def _say(self, text: str) -> None:
        self._error.text = text


def _why(problem: ApiError, t: PageTexts, *, code: bool) -> str:
    wrong = "signin.code.wrong" if code else "signin.wrong"
    known = {401: wrong, 422: wrong, 429: "signin.blocked"}
    return t(known.get(problem.status, "problem.down"))
