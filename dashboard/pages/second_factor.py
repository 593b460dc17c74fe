"""The second factor on the page of one's own account: set up with a QR code or removed."""

import segno
from nicegui import ui

from dashboard.page_context import PageContext
from dashboard.widgets import box, button, tag


def second_factor(page: PageContext) -> None:
    """Build the panel."""
    with box("panel narrow"):
        with box("bar"):
            tag("h2", page.t("factor.title"))
        with box("body"):
            _SecondFactorPanel(page)


class _SecondFactorPanel:
    """What the account has, and the steps from one state to the other."""

    def __init__(self, page: PageContext) -> None:
        self._page, self._body = page, box("stack tight")
        t = page.t
        with self._body:
            if page.me.must_set_up:
                tag("p", t("factor.needed"), "notice")
            tag("p", t("factor.is.set" if page.me.second_factor else "factor.explain"), "soft")
            self._password = ui.input(t("factor.password"), password=True).props(
                "outlined dense autocomplete=current-password"
            )
            label = t("factor.remove" if page.me.second_factor else "factor.begin")
            button(label, "go").on("click", self._remove if page.me.second_factor else self._begin)

    async def _remove(self) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(api.remove_factor(self._password.value or "")):
                ui.navigate.reload()

    async def _begin(self) -> None:
        t, setup = self._page.t, None
        async with self._page.call() as api:
            setup = await self._page.answer(api.begin_factor(self._password.value or ""))
        if setup is None:
            return
        self._body.clear()
        picture = segno.make(setup.address, error="m").svg_data_uri(scale=4, dark="#000", light="#fff")
        with self._body:
            tag("p", t("factor.scan"), "soft")
            tag("img", "", "qr", src=picture, alt=t("factor.qr"), width="220", height="220")
            tag("p", t("factor.secret"), "soft")
            tag("code", setup.secret, "secret")
            self._code = ui.input(t("factor.code")).props(
                "outlined dense autocomplete=one-time-code inputmode=numeric"
            )
            button(t("factor.confirm"), "go").on("click", self._confirm)

    async def _confirm(self) -> None:
        t, recovery = self._page.t, None
        async with self._page.call() as api:
            recovery = await self._page.answer(api.confirm_factor(self._code.value or ""))
        if recovery is None:
            return
        self._body.clear()
        with self._body:
            tag("p", t("factor.done"), "notice")
            with tag("ul", "", "recovery"):
                for code in recovery.codes:
                    with tag("li"):
                        tag("code", code)
            tag("a", t("factor.kept"), "btn go", href="/account")
