"""The sign-in page, which leads back to the requested page."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as pages
from nicegui import ui

from dashboard import session
from dashboard.api_connection import ApiAddresses, ApiError
from dashboard.html_page import STATIC, LocalizedPage, add_head
from dashboard.page_context import open_api, sign_in_address
from dashboard.texts import PageTexts
from dashboard.widgets import box, language_switch, notice, tag

ENTER = "/signin/enter"
DEVICE, DEVICE_S = "counterwatch-device", 90 * 86400
"""The cookie of a browser in which somebody signed in before, and how long it is kept: as long as the API knows it."""


def register(addresses: ApiAddresses) -> None:
    """Serve the sign-in page at /signin, and the step from there into a new session."""

    @LocalizedPage("/signin")
    def sign_in(request: Request) -> Response | None:
        back = session.safe_path(request.query_params.get("next", "/"))
        if session.current() is not None:
            return RedirectResponse(back, HTTPStatus.SEE_OTHER)
        t = PageTexts(session.language())
        ui.page_title(t("page.title", page=t("signin.title")))
        add_head()
        _SignInForm(t, addresses, back, request.cookies.get(DEVICE)).build(
            again="again" in request.query_params
        )
        return None

    @pages.get(ENTER, include_in_schema=False)
    async def enter(request: Request, ticket: str = "", next: str = "/") -> Response:  # noqa: A002 - the name in the address
        back = session.safe_path(next)
        device = await session.enter(ticket)
        answer = RedirectResponse(back if device else sign_in_address(back), HTTPStatus.SEE_OTHER)
        if device:
            secure = request.url.scheme == "https"
            answer.set_cookie(DEVICE, device, DEVICE_S, secure=secure, httponly=True, samesite="lax")
        return answer


class _SignInForm:
    """The sign-in form, with one line for what is wrong."""

    def __init__(self, t: PageTexts, addresses: ApiAddresses, back: str, device: str | None) -> None:
        self._t, self._addresses, self._back, self._device = t, addresses, back, device

    def build(self, *, again: bool) -> None:
        t = self._t
        with box("cw gate"), box("panel"):
            with box("brand"):
                tag("img", src=f"{STATIC}/mark.svg", alt="", width="36", height="36")
                with box(""):
                    tag("h1", t("product"), "brand-name")
                    tag("div", t("signin.lead"), "small faint")
            if again:
                notice(t("signin.again"))
            self._form()
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
            self._error = tag("div", "", "error-line", role="alert")
            tag("button", t("signin.go"), "btn go", type="submit")
        form.on("submit.prevent", self._try)

    async def _try(self) -> None:
        t = self._t
        name, password = (self._name.value or "").strip(), self._password.value or ""
        if not name or not password:
            self._say(t("signin.missing"))
            return
        try:
            async with open_api(self._addresses) as api:
                token = await api.sign_in(name, password, self._device)
        except ApiError as problem:
            self._say(_why(problem, t))
            return
        ticket = session.prepare(session.Session(token.token, token.me.name, token.me.role), token.device)
        ui.navigate.to(f"{ENTER}?ticket={ticket}&next={quote(self._back)}")

    def _say(self, text: str) -> None:
        self._error.text = text


def _why(problem: ApiError, t: PageTexts) -> str:
    known = {401: "signin.wrong", 422: "signin.wrong", 429: "signin.blocked"}
    return t(known.get(problem.status, "problem.down"))
