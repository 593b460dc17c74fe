"""One's own account: change the password."""

from nicegui import ui

from api.schemas import MeChange
from dashboard import session
from dashboard.layout import heading, page
from dashboard.pages.users import SHORTEST
from dashboard.parts import box, tag
from dashboard.view import Doors, View, done, say


def register(door: Doors) -> None:
    """Put the page at /account."""

    @page("/account", "account.title", door)
    async def account(view: View) -> None:
        heading(view.me.name, view.t("account.title"))
        with box("panel narrow"):
            with box("bar"):
                tag("h2", view.t("account.password"))
            with box("body"):
                _Password(view)


class _Password:
    """The present password and the new one."""

    def __init__(self, view: View) -> None:
        self._view, t = view, view.t
        with tag("form", "", "stack tight", novalidate=True) as form:
            self._present = ui.input(t("account.present"), password=True).props(
                "outlined dense autocomplete=current-password"
            )
            self._new = ui.input(t("account.new"), password=True).props(
                "outlined dense autocomplete=new-password"
            )
            self._error = tag("div", "", "error-line", role="alert")
            tag("button", t("account.password"), "btn go", type="submit")
        form.on("submit.prevent", self._change)

    async def _change(self) -> None:
        present, new, t = self._present.value or "", self._new.value or "", self._view.t
        if len(new) < SHORTEST:
            self._error.text = t("users.short")
            return
        async with self._view.call() as api:
            if await done(self._view, api.change_me(MeChange(password=new, present_password=present))):
                say(t("account.changed"))
                session.forget()
                ui.navigate.to("/signin")
