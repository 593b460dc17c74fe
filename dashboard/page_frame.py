"""The frame of every page: navigation, alerts, sign-in check, and one line in place of an error."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from api.schemas import Me, SiteOut, UnreadOut
from dashboard import session
from dashboard.formatting import Formatter
from dashboard.html_page import STATIC, LocalizedPage, add_head
from dashboard.page_context import (
    ApiAddresses,
    ApiError,
    PageContext,
    SignedOutError,
    after_session,
    open_api,
    sign_in_address,
    sign_out,
)
from dashboard.texts import PageTexts
from dashboard.widgets import box, icon, language_switch, show_problem, tag


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A link of the navigation; `permission` is needed to see it."""

    key: str
    path: str
    symbol: str
    permission: str


REVIEW, SHIFTS = "/", "/shifts"
"""The page on which people land, and that of an account which oversees no hall."""
ACCOUNT = "/account"
"""The page that an account can always open, to change a first password or to set up a second factor."""

NAVIGATION = (
    NavigationEntry("shifts", "/shifts", "schedule", "shifts"),
    NavigationEntry("review", "/", "fact_check", "oversee"),
    NavigationEntry("scores", "/scores", "insights", "oversee"),
    NavigationEntry("periods", "/periods", "leaderboard", "oversee"),
    NavigationEntry("appeals", "/appeals", "balance", "read"),
    NavigationEntry("notices", "/notices", "notifications", "oversee"),
    NavigationEntry("norms", "/norms", "gavel", "read"),
    NavigationEntry("site", "/site", "videocam", "oversee"),
    NavigationEntry("whatif", "/what-if", "compare_arrows", "oversee"),
    NavigationEntry("sample", "/sample", "casino", "decide"),
    NavigationEntry("quality", "/quality", "rule", "decide"),
    NavigationEntry("audit", "/audit", "receipt_long", "audit"),
    NavigationEntry("holds", "/holds", "lock", "audit"),
    NavigationEntry("channels", "/channels", "send", "users"),
    NavigationEntry("users", "/users", "group", "users"),
)

PageBuilder = Callable[[PageContext], Awaitable[None]]


def add_page(path: str, title: str, build: PageBuilder, addresses: ApiAddresses) -> None:
    """Serve a page at `path` to signed-in people; everybody else is sent to the sign-in page."""

    async def shown(request: Request) -> Response | None:
        if session.current() is None:
            return RedirectResponse(sign_in_address(_address(request)), HTTPStatus.SEE_OTHER)
        try:
            return await _build(build, title, addresses, request)
        except SignedOutError:
            return RedirectResponse(after_session(_address(request)), HTTPStatus.SEE_OTHER)

    LocalizedPage(path, response_timeout=30.0)(shown)


async def _build(
    build: PageBuilder, title: str, addresses: ApiAddresses, request: Request
) -> Response | None:
    t = PageTexts(session.language())
    ui.page_title(t("page.title", page=t(title)))
    add_head()
    async with open_api(addresses) as api:
        try:
            me = await api.me()
            if other := _instead(me, request.url.path):
                return RedirectResponse(other, HTTPStatus.SEE_OTHER)
            closed = _closed(me)
            oversees = "oversee" in me.permissions and not closed
            sites = tuple(await api.sites()) if oversees else ()
            t = t if closed else PageTexts(t.language, await api.labels())
            unread = await api.unread() if oversees else UnreadOut(count=0, alerts=0)
        except ApiError as problem:
            with _frame(t, addresses, None, request.url.path):
                show_problem(problem, t)
            return None
        query, path = dict(request.query_params), dict(request.path_params)
        page = PageContext(api, addresses, me, sites, query, path, Formatter(t), unread)
        with _frame(t, addresses, page, request.url.path):
            _alerts(page, request.url.path)
            try:
                await build(page)
            except ApiError as problem:
                show_problem(problem, t)
    return None


def _closed(me: Me) -> bool:
    """Whether an account has to change its first password or to set up a second factor before it sees anything."""
    return me.must_set_up or me.must_change_password


def _instead(me: Me, path: str) -> str | None:
    """The page that an account is shown in the place of another one; None where it may stay."""
    if _closed(me):
        return ACCOUNT if path != ACCOUNT else None
    return SHIFTS if path == REVIEW and "oversee" not in me.permissions else None


def _alerts(page: PageContext, path: str) -> None:
    """The number of unread alerts, on every page but the notices: a broken camera records nothing until repaired."""
    if page.unread.alerts and path != "/notices":
        with tag("a", "", "notice bad alerts", href="/notices"):
            icon("warning")
            tag("span", page.t("notices.alerts", n=page.unread.alerts))


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _frame(t: PageTexts, addresses: ApiAddresses, page: PageContext | None, path: str) -> ui.element:
    """Navigation and main area; elements entered into the returned element stand in the main area."""
    with box("cw shell"):
        tag("a", t("skip"), "skip", href="#main")
        with tag("header", "", "rail"):
            _brand(t, page.sites if page else ())
            if page is not None:
                _navigation(page, path)
            _account(t, addresses, page)
        return box("content", id="main", tabindex="-1")


def _brand(t: PageTexts, sites: tuple[SiteOut, ...]) -> None:
    with box("brand"):
        tag("img", src=f"{STATIC}/mark.svg", alt="", width="28", height="28")
        with box(""):
            tag("div", t("product"), "brand-name")
            if len(sites) == 1:
                tag("div", sites[0].name or sites[0].key, "brand-site")


def _navigation(page: PageContext, path: str) -> None:
    with tag("nav", aria_label=page.t("nav.label")):
        for entry in NAVIGATION:
            if page.may(entry.permission):
                current = "page" if _is_current(entry, path) else None
                name = page.t(f"nav.{entry.key}")
                with tag("a", "", "nav", href=entry.path, aria_current=current, title=name):
                    icon(entry.symbol)
                    tag("span", name)
                    if entry.key == "notices" and page.unread.count:
                        _unread_badge(page)
    ui.run_javascript("cwHere()")


def _is_current(entry: NavigationEntry, path: str) -> bool:
    """Whether the page at `path` belongs to the entry; single events belong to the review."""
    if entry.path == "/":
        return path == "/" or path.startswith("/events")
    return path.startswith(entry.path)


def _unread_badge(page: PageContext) -> None:
    label = page.t("notices.unread", n=page.unread.count)
    shown = str(page.unread.count) if page.unread.count < 100 else "99+"
    tag("span", shown, "badge alert" if page.unread.alerts else "badge", aria_label=label, title=label)


def _account(t: PageTexts, addresses: ApiAddresses, page: PageContext | None) -> None:
    """The signed-in person with the language switch and the sign-out button."""
    with box("who"):
        if page is not None:
            with tag("a", "", "id", href=ACCOUNT):
                tag("b", page.me.name)
                tag("span", t.named("role", page.me.role))
        with box("row2"):
            language_switch(t, page)
            tag("button", t("signout"), type="button").on("click", partial(sign_out, addresses))
