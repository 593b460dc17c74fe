"""Accounts, for admins: add, make inactive, give another password."""

from collections.abc import Callable
from typing import cast

from nicegui import ui

from api.schemas import UserAdd, UserChange, UserOut
from dashboard import session
from dashboard.layout import heading, page
from dashboard.parts import box, button, chip, tag
from dashboard.view import Doors, View, done, say
from models.records import Role

SHORTEST = 10
"""The API refuses shorter passwords; said here before it is asked."""


def register(door: Doors) -> None:
    """Put the page at /users."""

    @page("/users", "users.title", door)
    async def users(view: View) -> None:
        found = await view.api.users()
        heading(view.t("users.title"))
        with box("stack"):
            tag("p", view.t("users.explain"), "soft")
            with box("panel"), box("body accounts"):
                _Accounts(view, found)
            with box("panel"):
                with box("bar"):
                    tag("h2", view.t("users.add"))
                with box("body"):
                    _Add(view)


class _Accounts:
    """The table; its buttons change accounts and load the page again."""

    def __init__(self, view: View, found: list[UserOut]) -> None:
        self._view, t = view, view.t
        with box("scroll"), tag("table", "", "accounts"):
            with tag("thead"), tag("tr"):
                for key in ("name", "role", "language", "state"):
                    tag("th", t(f"users.{key}"), scope="col")
                tag("th", "")
            with tag("tbody"):
                for user in found:
                    self._row(user)
        self._form = box("spaced")

    def _row(self, user: UserOut) -> None:
        t = self._view.t
        with tag("tr"):
            with tag("td"):
                tag("b", user.name)
            tag("td", t.named("role", user.role))
            tag("td", "中文" if user.language == "zh" else "English")
            with tag("td"):
                chip(t("users.active" if user.active else "users.inactive"), "good" if user.active else "")
            with tag("td", "", "num"):
                if user.id == self._view.me.id:
                    tag("span", t("users.you"), "small faint")
                else:
                    button(t("users.reset"), "plain").on("click", lambda: self._ask(user))
                    label = t("users.deactivate" if user.active else "users.activate")
                    button(label, "plain").on("click", lambda: self._switch(user))

    def _ask(self, user: UserOut) -> None:
        """Open the form for another password below the table, for the account last asked for."""
        self._form.clear()
        with self._form:
            _Reset(self._view, user, self._form.clear)

    async def _switch(self, user: UserOut) -> None:
        async with self._view.call() as api:
            if await done(self._view, api.change_user(user.id, UserChange(active=not user.active))):
                ui.navigate.reload()


class _Reset:
    """Another password for somebody who forgot theirs; their sessions end."""

    def __init__(self, view: View, user: UserOut, close: Callable[[], object]) -> None:
        self._view, self._user, self._close, t = view, user, close, view.t
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
        password, t = self._password.value or "", self._view.t
        if len(password) < SHORTEST:
            self._error.text = t("users.short")
            return
        async with self._view.call() as api:
            if await done(self._view, api.change_user(self._user.id, UserChange(password=password))):
                say(t("users.reset.done", name=self._user.name))
                self._close()


class _Add:
    """The form for a new account."""

    def __init__(self, view: View) -> None:
        self._view, t = view, view.t
        with tag("form", "", "filters", novalidate=True, autocomplete="off") as form:
            self._name = ui.input(t("users.name")).props("outlined dense autocomplete=off maxlength=64")
            self._password = ui.input(t("users.password"), password=True).props(
                "outlined dense autocomplete=new-password"
            )
            self._role = ui.select(
                {str(r): t.named("role", r) for r in Role}, value="supervisor", label=t("users.role")
            )
            self._role.props("outlined dense options-dense")
            tag("button", t("users.add"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._add)

    async def _add(self) -> None:
        name, password, t = (self._name.value or "").strip(), self._password.value or "", self._view.t
        if not name or len(password) < SHORTEST:
            self._error.text = t("users.short") if name else t("signin.missing")
            return
        new = UserAdd(
            name=name, password=password, role=Role(cast(str, self._role.value)), language=session.language()
        )
        async with self._view.call() as api:
            if await done(self._view, api.add_user(new)):
                ui.navigate.reload()
