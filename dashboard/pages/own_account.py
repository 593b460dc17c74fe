"""The page of the signed-in account: its password, its second factor, and the way to the API."""

from nicegui import ui

from api.schemas import password_fault
from dashboard.page_context import PageContext, sign_out
from dashboard.pages.second_factor import second_factor
from dashboard.widgets import box, heading, tag


async def show(page: PageContext) -> None:
    """Build the page."""
    heading(page.me.name, page.t("account.title"))
    with box("panel narrow"):
        with box("bar"):
            tag("h2", page.t("account.password"))
        with box("body"):
            if page.me.must_change_password:
                tag("p", page.t("account.first"), "notice")
            _PasswordForm(page)
    if not page.me.must_change_password:
        second_factor(page)
        with box("panel narrow"):
            with box("bar"):
                tag("h2", page.t("account.api"))
            with box("body stack"):
                tag("p", page.t("account.api.text"))
                tag("a", page.t("account.api.open"), "btn plain", href="/docs/api", target="_blank")


class _PasswordForm:
    """The form with the present and the new password."""

    def __init__(self, page: PageContext) -> None:
        self._page, t = page, page.t
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
        present, new, t = self._present.value or "", self._new.value or "", self._page.t
        if fault := password_fault(new, self._page.me.name):
            self._error.text = fault.told(t.language)
            return
        async with self._page.call() as api:
            if await self._page.accepted(api.change_password(present, new)):
                self._page.notify(t("account.changed"))
                await sign_out(self._page.api_addresses)
