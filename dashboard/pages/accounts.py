"""The page of accounts, for administrators: add, deactivate, reset passwords, choose the halls that they see."""

from collections.abc import Callable
from typing import cast

from nicegui import ui

from api.schemas import AccountOut, UserAdd, UserChange, password_fault
from dashboard.components.grant_choice import GrantChoice, grants_told
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, heading, tag
from models import Role
from models.texts.catalogue import text


async def show(page: PageContext) -> None:
    """Build the page."""
    found = await page.api.users()
    heading(page.t("users.title"))
    with box("stack"):
        tag("p", page.t("users.explain"), "soft")
        with box("panel"), box("body accounts"):
            _AccountTable(page, found)
        with box("panel"):
            with box("bar"):
                tag("h2", page.t("users.add"))
            with box("body"):
                _NewAccountForm(page)


class _AccountTable:
    """The table of accounts; its buttons change an account and reload the page."""

    def __init__(self, page: PageContext, found: list[AccountOut]) -> None:
        self._page, t = page, page.t
        with box("scroll"), tag("table", "", "accounts"):
            with tag("thead"), tag("tr"):
                for key in ("name", "role", "sees", "language", "state"):
                    tag("th", t(f"users.{key}"), scope="col")
                tag("th", "")
            with tag("tbody"):
                for user in found:
                    self._row(user)
        self._form = box("spaced")

    def _row(self, user: AccountOut) -> None:
        t = self._page.t
        with tag("tr"):
            with tag("td"):
                tag("b", user.name)
            tag("td", t.named("role", user.role))
            tag("td", grants_told(self._page, user))
            tag("td", text("language.name", user.language))
            with tag("td"):
                chip(t("users.active" if user.active else "users.inactive"), "good" if user.active else "")
            with tag("td", "", "num"):
                if user.id == self._page.me.id:
                    tag("span", t("users.you"), "small faint")
                else:
                    if user.role != Role.ADMIN:
                        button(t("users.sees.change"), "plain").on("click", lambda: self._grant(user))
                    button(t("users.reset"), "plain").on("click", lambda: self._ask(user))
                    button(t("users.factor.reset"), "plain").on("click", lambda: self._reset_factor(user))
                    label = t("users.deactivate" if user.active else "users.activate")
                    button(label, "plain").on("click", lambda: self._switch(user))

    def _grant(self, user: AccountOut) -> None:
        """Open the form for the halls below the table."""
        self._form.clear()
        with self._form:
            _GrantForm(self._page, user, self._form.clear)

    def _ask(self, user: AccountOut) -> None:
        """Open the form for a new password below the table."""
        self._form.clear()
        with self._form:
            _PasswordResetForm(self._page, user, self._form.clear)

    async def _reset_factor(self, user: AccountOut) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(api.reset_factor(user.id)):
                self._page.notify(self._page.t("users.factor.reset.done", name=user.name))

    async def _switch(self, user: AccountOut) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(api.change_user(user.id, UserChange(active=not user.active))):
                ui.navigate.reload()


class _GrantForm:
    """The form for the halls and cameras that an account may see; the choice holds at once."""

    def __init__(self, page: PageContext, user: AccountOut, close: Callable[[], object]) -> None:
        self._page, self._user, t = page, user, page.t
        with tag("form", "", "filters grant", novalidate=True) as form:
            tag("b", user.name)
            self._choice = GrantChoice(page, user.grants)
            tag("button", t("users.sees.save"), "btn go", type="submit")
            button(t("verdict.cancel"), "plain").on("click", close)
        # Escape closes the list of halls; it must not take the form with it.
        form.on("submit.prevent", self._send)

    async def _send(self) -> None:
        async with self._page.call() as api:
            change = UserChange(grants=self._choice.grants)
            if await self._page.accepted(api.change_user(self._user.id, change)):
                ui.navigate.reload()


class _PasswordResetForm:
    """The form for a new password; it ends the sessions of the account."""

    def __init__(self, page: PageContext, user: AccountOut, close: Callable[[], object]) -> None:
        self._page, self._user, self._close, t = page, user, close, page.t
        with tag("form", "", "filters reset", novalidate=True, autocomplete="off") as form:
            self._password = ui.input(t("users.reset.for", name=user.name), password=True).props(
                "outlined dense autocomplete=new-password autofocus"
            )
            tag("button", t("users.reset.save"), "btn go", type="submit")
            button(t("verdict.cancel"), "plain").on("click", close)
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._send)
        form.on("keydown.esc", close)

    async def _send(self) -> None:
        password, t = self._password.value or "", self._page.t
        if fault := password_fault(password, self._user.name):
            self._error.text = fault.told(t.language)
            return
        async with self._page.call() as api:
            if await self._page.accepted(api.change_user(self._user.id, UserChange(password=password))):
                self._page.notify(t("users.reset.done", name=self._user.name))
                self._close()


class _NewAccountForm:
    """The form for a new account."""

    def __init__(self, page: PageContext) -> None:
        self._page, t = page, page.t
        with tag("form", "", "filters", novalidate=True, autocomplete="off") as form:
            self._name = ui.input(t("users.name")).props("outlined dense autocomplete=off maxlength=64")
            self._password = ui.input(t("users.password"), password=True).props(
                "outlined dense autocomplete=new-password"
            )
            self._role = ui.select(
                {str(r): t.named("role", r) for r in Role}, value="supervisor", label=t("users.role")
            )
            self._role.props("outlined dense options-dense")
            self._choice = GrantChoice(page)
            tag("button", t("users.add"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._add)

    async def _add(self) -> None:
        name, password, t = (self._name.value or "").strip(), self._password.value or "", self._page.t
        fault = password_fault(password, name)
        if not name or fault:
            self._error.text = fault.told(t.language) if name and fault else t("signin.missing")
            return
        new = UserAdd(
            name=name,
            password=password,
            role=Role(cast(str, self._role.value)),
            language=self._page.t.language,
            grants=self._choice.grants,
        )
        async with self._page.call() as api:
            if await self._page.accepted(api.add_user(new)):
                ui.navigate.reload()
