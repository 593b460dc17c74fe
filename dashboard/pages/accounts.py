"""The page of accounts and service tokens, for administrators."""

import time
from collections.abc import Callable
from typing import cast

from nicegui import ui

from api.schemas import AccountMade, AccountOut, UserAdd, UserChange
from dashboard.components.grant_choice import GrantChoice, account_sees
from dashboard.components.service_tokens import service_tokens
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, heading, tag
from models import Role, text


async def show(page: PageContext) -> None:
    """Build the page."""
    found, tokens = await page.api.users(), await page.api.tokens()
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
        service_tokens(page, tokens, time.time())


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
            tag("td", account_sees(self._page, user) + (f" · {user.person}" if user.person else ""))
            tag("td", text("language.name", user.language))
            with tag("td"):
                chip(t("users.active" if user.active else "users.inactive"), "good" if user.active else "")
            with tag("td", "", "num"):
                if user.id == self._page.me.id:
                    tag("span", t("users.you"), "small faint")
                else:
                    if user.role != Role.ADMIN:
                        button(t("users.sees.change"), "plain").on("click", lambda: self._grant(user))
                    if user.role == Role.CLERK:
                        button(t("users.person.change"), "plain").on("click", lambda: self._name_person(user))
                    button(t("users.reset"), "plain").on("click", lambda: self._ask(user))
                    button(t("users.bind"), "plain").on("click", lambda: self._bind(user))
                    button(t("users.factor.reset"), "plain").on("click", lambda: self._reset_factor(user))
                    label = t("users.deactivate" if user.active else "users.activate")
                    button(label, "plain").on("click", lambda: self._switch(user))

    def _grant(self, user: AccountOut) -> None:
        """Open the form for the halls below the table."""
        self._form.clear()
        with self._form:
            _GrantForm(self._page, user, self._form.clear)

    def _name_person(self, user: AccountOut) -> None:
        """Open the form for the person of the roster below the table."""
        self._form.clear()
        with self._form:
            _PersonForm(self._page, user, self._form.clear)

    def _ask(self, user: AccountOut) -> None:
        """Open the form for a new password below the table."""
        self._form.clear()
        with self._form:
            _PasswordResetForm(self._page, user, self._form.clear)

    def _bind(self, user: AccountOut) -> None:
        """Open the form for the identity at the provider below the table."""
        self._form.clear()
        with self._form:
            _IdentityForm(self._page, user, self._form.clear)

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


class _PersonForm:
    """The form for the person of the roster who a clerk is; it holds from the next request on."""

    def __init__(self, page: PageContext, user: AccountOut, close: Callable[[], object]) -> None:
        self._page, self._user, t = page, user, page.t
        with tag("form", "", "filters person", novalidate=True, autocomplete="off") as form:
            tag("b", user.name)
            self._person = _person_input(page, user.person or "")
            tag("button", t("users.person.save"), "btn go", type="submit")
            button(t("verdict.cancel"), "plain").on("click", close)
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._send)
        form.on("keydown.esc", close)

    async def _send(self) -> None:
        person = (self._person.value or "").strip()
        if not person:
            self._error.text = self._page.t("users.person.missing")
            return
        async with self._page.call() as api:
            if await self._page.accepted(api.change_user(self._user.id, UserChange(person=person))):
                ui.navigate.reload()


def _person_input(page: PageContext, value: str = "") -> ui.input:
    field = ui.input(page.t("users.person"), value=value)
    return field.props("outlined dense autocomplete=off maxlength=255")


class _IdentityForm:
    """The form for who at the provider may sign in as an account; an empty field takes it back."""

    def __init__(self, page: PageContext, user: AccountOut, close: Callable[[], object]) -> None:
        self._page, self._user, t = page, user, page.t
        with tag("form", "", "filters identity", novalidate=True, autocomplete="off") as form:
            self._subject = ui.input(t("users.bind.subject", name=user.name), value=user.subject or "").props(
                "outlined dense autocomplete=off maxlength=255 autofocus"
            )
            tag("button", t("users.bind.save"), "btn go", type="submit")
            button(t("verdict.cancel"), "plain").on("click", close)
        form.on("submit.prevent", self._send)
        form.on("keydown.esc", close)

    async def _send(self) -> None:
        subject, user = (self._subject.value or "").strip(), self._user
        async with self._page.call() as api:
            sent = api.bind(user.id, subject) if subject else api.unbind(user.id)
            if await self._page.accepted(sent):
                ui.navigate.reload()


class _PasswordResetForm:
    """The form for a new first password, which is shown once; it ends the sessions of the account."""

    def __init__(self, page: PageContext, user: AccountOut, close: Callable[[], object]) -> None:
        self._page, self._user, t = page, user, page.t
        with box("filters reset") as self._place:
            tag("p", t("users.reset.for", name=user.name), "soft")
            button(t("users.reset.save"), "go").on("click", self._send)
            button(t("verdict.cancel"), "plain").on("click", close)

    async def _send(self) -> None:
        async with self._page.call() as api:
            made = await self._page.answer(api.change_user(self._user.id, UserChange(first_password=True)))
        if made is not None:
            self._place.clear()
            with self._place:
                _show_first_password(self._page, made)


def _show_first_password(page: PageContext, made: AccountMade) -> None:
    tag("p", page.t("users.first", name=made.name), "notice")
    tag("code", made.first_password or "", "secret")
    tag("a", page.t("users.first.kept"), "btn go", href="/users")


class _NewAccountForm:
    """The form for a new account."""

    def __init__(self, page: PageContext) -> None:
        self._page, t = page, page.t
        self._place = box("spaced")
        with self._place, tag("form", "", "filters account", novalidate=True, autocomplete="off") as form:
            self._name = ui.input(t("users.name")).props("outlined dense autocomplete=off maxlength=64")
            self._role = ui.select(
                {str(r): t.named("role", r) for r in Role}, value="supervisor", label=t("users.role")
            )
            self._role.props("outlined dense options-dense")
            self._person = _person_input(page)
            self._person.bind_visibility_from(self._role, "value", value=str(Role.CLERK))
            self._choice = GrantChoice(page)
            tag("button", t("users.add"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._add)

    async def _add(self) -> None:
        name, t = (self._name.value or "").strip(), self._page.t
        if not name:
            self._error.text = t("users.missing")
            return
        role, person = Role(cast(str, self._role.value)), (self._person.value or "").strip()
        if role is Role.CLERK and not person:
            self._error.text = t("users.person.missing")
            return
        new = UserAdd(
            name=name,
            role=role,
            person=person if role is Role.CLERK else None,
            language=self._page.t.language,
            grants=self._choice.grants,
        )
        async with self._page.call() as api:
            made = await self._page.answer(api.add_user(new))
        if made is not None:
            self._place.clear()
            with self._place:
                _show_first_password(self._page, made)
