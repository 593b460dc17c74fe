"""The frame around every page, and what happens when nobody is signed in or the API refuses."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui
from nicegui.language import Language as QuasarLanguage

from api.schemas import MeChange, SiteOut
from dashboard import session
from dashboard.client import ApiError, SignedOutError
from dashboard.parts import box, empty, icon, link_button, tag
from dashboard.reading import Reading
from dashboard.texts import Texts
from dashboard.view import Doors, View, open_api, sign_in_address

STATIC = "/dashboard-static"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation and the permission that it asks for."""

    key: str
    path: str
    symbol: str
    permission: str


PLACES = (
    Place("review", "/", "fact_check", "read"),
    Place("scores", "/scores", "insights", "read"),
    Place("periods", "/periods", "leaderboard", "read"),
    Place("appeals", "/appeals", "balance", "read"),
    Place("notices", "/notices", "notifications", "read"),
    Place("norms", "/norms", "gavel", "read"),
    Place("site", "/site", "videocam", "read"),
    Place("whatif", "/what-if", "compare_arrows", "read"),
    Place("sample", "/sample", "casino", "decide"),
    Place("audit", "/audit", "receipt_long", "audit"),
    Place("users", "/users", "group", "users"),
)


Builder = Callable[[View], Awaitable[None]]


class LocalPage(ui.page):
    """A page whose `lang` attribute follows the reader."""

    def resolve_language(self) -> QuasarLanguage | None:
        """The reader's language as Quasar names it."""
        return "zh-CN" if session.language() == "zh" else "en-US"


def page(path: str, title: str, door: Doors) -> Callable[[Builder], Builder]:
    """Put a builder at an address: signed-in people only, framed, with failures said in one line."""

    def decorate(build: Builder) -> Builder:
        async def shown(request: Request) -> Response | None:
            if session.current() is None:
                return RedirectResponse(sign_in_address(_address(request)), HTTPStatus.SEE_OTHER)
            try:
                await _build(build, title, door, request)
            except SignedOutError:
                session.forget()
                return RedirectResponse(sign_in_address(_address(request), again=True), HTTPStatus.SEE_OTHER)
            return None

        shown.__name__ = build.__name__
        LocalPage(path, response_timeout=30.0)(shown)
        return build

    return decorate


async def _build(build: Builder, title: str, door: Doors, request: Request) -> None:
    t = Texts(session.language())
    ui.page_title(t("page.title", page=t(title)))
    head()
    async with open_api(door) as api:
        try:
            me = await api.me()
            sites = tuple(await api.sites())
            t = Texts(t.language, await api.labels())
            unread = await api.unread()
        except ApiError as problem:
            with frame(t, None, (), request.url.path):
                show_problem(problem, t)
            return
        view = View(
            api, door, me, sites, dict(request.query_params), dict(request.path_params), Reading(t), unread
        )
        with frame(t, view, sites, request.url.path):
            _alerts(view, request.url.path)
            await guarded(view, build)


def _alerts(view: View, path: str) -> None:
    """On every page until somebody has read it: a camera that nobody repairs sees nothing."""
    if view.unread.alerts and path != "/notices":
        with tag("a", "", "notice bad alerts", href="/notices"):
            icon("warning")
            key = "notices.alerts.one" if view.unread.alerts == 1 else "notices.alerts"
            tag("span", view.t(key, n=view.unread.alerts))


async def guarded(view: View, build: Builder) -> None:
    """Build a part of a page, or say in its place why it cannot be shown."""
    try:
        await build(view)
    except ApiError as problem:
        show_problem(problem, view.t)


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def head() -> None:
    """Style sheet and script of the dashboard."""
    ui.add_head_html(f'<link rel="stylesheet" href="{STATIC}/counterwatch.css">')
    ui.add_head_html(f'<script defer src="{STATIC}/counterwatch.js"></script>')
    ui.colors(primary="#0b5f73", positive="#1d6640", negative="#a01f2c")
    ui.add_head_html('<meta name="robots" content="noindex"><meta name="referrer" content="same-origin">')


def frame(t: Texts, view: View | None, sites: tuple[SiteOut, ...], path: str) -> ui.element:
    """Rail and main area; entering the returned element adds to the main area."""
    with box("cw shell"):
        tag("a", t("skip"), "skip", href="#main")
        with tag("header", "", "rail"):
            _brand(t, sites)
            if view is not None:
                _navigation(view, path)
            _who(t, view)
        return box("content", id="main", tabindex="-1")


def _brand(t: Texts, sites: tuple[SiteOut, ...]) -> None:
    with box("brand"):
        tag("img", src=f"{STATIC}/mark.svg", alt="", width="28", height="28")
        with box(""):
            tag("div", t("product"), "brand-name")
            if len(sites) == 1:
                tag("div", sites[0].name or sites[0].key, "brand-site")


def _navigation(view: View, path: str) -> None:
    with tag("nav", aria_label=view.t("nav.label")):
        for place in PLACES:
            if view.may(place.permission):
                here = path == place.path or (place.path != "/" and path.startswith(place.path))
                current = "page" if here or (place.path == "/" and path.startswith("/events")) else None
                with tag("a", "", "nav", href=place.path, aria_current=current):
                    icon(place.symbol)
                    tag("span", view.t(f"nav.{place.key}"))
                    if place.key == "notices" and view.unread.count:
                        _badge(view)
    ui.run_javascript("cwHere()")


def _badge(view: View) -> None:
    label = view.t("notices.unread", n=view.unread.count)
    shown = str(view.unread.count) if view.unread.count < 100 else "99+"
    tag("span", shown, "badge alert" if view.unread.alerts else "badge", aria_label=label, title=label)


def _who(t: Texts, view: View | None) -> None:
    with box("who"):
        if view is not None:
            with tag("a", "", "id", href="/account"):
                tag("b", view.me.name)
                tag("span", t.named("role", view.me.role))
        with box("row2"):
            language_switch(t, view)
            tag("button", t("signout"), type="button").on("click", _sign_out)


def language_switch(t: Texts, view: View | None, classes: str = "") -> None:
    """The button that shows the page in the other language, and keeps the choice with the account."""
    other: session.Language = "en" if t.language == "zh" else "zh"

    async def switch() -> None:
        session.choose_language(other)
        if view is not None:
            async with open_api(view.door) as api:
                try:
                    await api.change_me(MeChange(language=other))
                except ApiError as problem:
                    log.info("language not kept with the account: %s", problem.detail)
        ui.navigate.reload()

    lang = "zh-CN" if other == "zh" else "en"
    control = tag(
        "button", t("language.other"), classes, type="button", title=t("language.switch"), lang=lang
    )
    control.on("click", switch)


def _sign_out() -> None:
    session.forget()
    ui.navigate.to("/signin")


def show_problem(problem: ApiError, t: Texts) -> None:
    """Say what went wrong in one line, with a way to try again."""
    known = {0: "problem.down", 403: "problem.forbidden", 404: "problem.missing"}
    key = known.get(problem.status, "problem.down" if problem.status >= 500 else "problem.refused")
    if problem.status == 0:
        log.warning("the API did not answer: %s", problem.detail)
    with box("panel"), empty("cloud_off" if key == "problem.down" else "block", t("problem.title")):
        tag("p", t(key, detail=problem.detail) if key == "problem.refused" else t(key))
        if problem.status in (403, 404):
            link_button(t("problem.home"), "/", symbol="arrow_back")
        else:
            here = ui.context.client.sub_pages_router.current_path
            link_button(t("problem.retry"), here, symbol="refresh")


def heading(title: str, crumb: str = "") -> ui.element:
    """A page's first line; entering the returned element adds beside the title."""
    element = box("head")
    with element, box("grow"):
        if crumb:
            tag("div", crumb, "crumb")
        tag("h1", title)
    return element
