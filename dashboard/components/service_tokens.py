"""Service tokens of other systems on the page of accounts: the list, and the form for a new one."""

from typing import cast

from nicegui import ui

from api.schemas import TOKEN_LIMITS, TokenAdd, TokenMade, TokenOut, TokenRight
from dashboard.components.grant_choice import GrantChoice, grants_told
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, tag

_USUAL_DAYS = 90


def service_tokens(page: PageContext, found: list[TokenOut], now: float) -> None:
    """Build the panel; `now` is UTC seconds."""
    with box("panel"):
        with box("bar"):
            tag("h2", page.t("tokens.title"))
        with box("body tokens"):
            tag("p", page.t("tokens.explain"), "soft")
            if found:
                _TokenTable(page, found, now)
            _NewTokenForm(page)


class _TokenTable:
    """The table of tokens; a button revokes one and reloads the page."""

    def __init__(self, page: PageContext, found: list[TokenOut], now: float) -> None:
        self._page, self._now, t = page, now, page.t
        with box("scroll"), tag("table", "", "tokens"):
            with tag("thead"), tag("tr"):
                for key in ("name", "may", "sees", "expires", "used", "state"):
                    tag("th", t(f"tokens.{key}"), scope="col")
                tag("th", "")
            with tag("tbody"):
                for token in found:
                    self._row(token)

    def _row(self, token: TokenOut) -> None:
        t = self._page.t
        over = token.revoked_at is not None or self._now >= token.expires_at
        with tag("tr"):
            with tag("td"):
                tag("b", token.name)
                tag("div", f"{token.hint}…", "small faint")
            tag("td", self._page.format.listed(t(f"tokens.may.{right}") for right in token.may))
            tag("td", grants_told(self._page, token.grants))
            tag("td", self._minute(token.expires_at))
            tag("td", t("tokens.unused") if token.used_at is None else self._minute(token.used_at))
            with tag("td"):
                chip(t(_state_key(token, self._now)), "" if over else "good")
            with tag("td", "", "num"):
                if token.revoked_at is None:
                    button(t("tokens.revoke"), "plain").on("click", lambda: self._revoke(token))

    def _minute(self, at: float) -> str:
        return self._page.format.moment(at, self._page.timezone())[:-3]

    async def _revoke(self, token: TokenOut) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(api.revoke_token(token.id)):
                ui.navigate.reload()


class _NewTokenForm:
    """The form for a new token, which shows the secret once in its own place."""

    def __init__(self, page: PageContext) -> None:
        self._page, t = page, page.t
        self._place = box("spaced")
        with self._place, tag("form", "", "filters token", novalidate=True, autocomplete="off") as form:
            self._name = ui.input(t("tokens.name")).props(
                f"outlined dense autocomplete=off maxlength={TOKEN_LIMITS.name_letters}"
            )
            self._may = ui.select(
                {str(right): t(f"tokens.may.{right}") for right in TokenRight},
                value=[str(TokenRight.READ)],
                label=t("tokens.may"),
                multiple=True,
            )
            self._may.props("outlined dense options-dense use-chips").classes("rights")
            self._choice = GrantChoice(page)
            self._days = ui.number(
                t("tokens.days"), value=_USUAL_DAYS, min=1, max=TOKEN_LIMITS.longest_days, precision=0
            ).props("outlined dense")
            tag("button", t("tokens.add"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._add)

    async def _add(self) -> None:
        new = self._typed()
        if new is None:
            self._error.text = self._page.t("tokens.missing", n=TOKEN_LIMITS.longest_days)
            return
        self._error.text = ""
        async with self._page.call() as api:
            made = await self._page.answer(api.add_token(new))
            if made is not None:
                self._show(made)

    def _typed(self) -> TokenAdd | None:
        """What was typed; None when something is missing or impossible."""
        name, may = (self._name.value or "").strip(), cast("list[str]", self._may.value or [])
        days, grants = int(self._days.value or 0), self._choice.grants
        if not name or not may or not grants or not 1 <= days <= TOKEN_LIMITS.longest_days:
            return None
        return TokenAdd(name=name, may=tuple(map(TokenRight, may)), grants=grants, days=days)

    def _show(self, made: TokenMade) -> None:
        self._place.clear()
        with self._place:
            tag("p", self._page.t("tokens.made", name=made.name), "notice")
            tag("code", made.secret, "secret")
            tag("a", self._page.t("tokens.kept"), "btn go", href="/users")


def _state_key(token: TokenOut, now: float) -> str:
    if token.revoked_at is not None:
        return "tokens.revoked"
    return "tokens.expired" if now >= token.expires_at else "tokens.active"
