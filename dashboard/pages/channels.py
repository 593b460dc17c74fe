"""The page of channels, for administrators: where notices go, by which rules, and what was not taken."""

from typing import cast

from nicegui import ui
from pydantic import ValidationError

from api.schemas import ChannelChange, ChannelIn, ChannelOut, RuleOut
from dashboard.components.notice_rule_form import NoticeRuleForm
from dashboard.components.outbox_table import OutboxTable
from dashboard.page_context import PageContext
from dashboard.widgets import box, button, chip, empty_state, heading, tag

ALL_HALLS = "*"
"""The key that stands for all halls in the API."""
KINDS = ("webhook", "email", "dingtalk", "wecom", "feishu", "slack", "mqtt")


async def show(page: PageContext) -> None:
    """Build the page."""
    found = await page.api.channels()
    dead = await page.api.outbox({"state": "dead"})
    heading(page.t("channels.title"))
    with box("stack"):
        tag("p", page.t("channels.explain"), "soft")
        with box("panel"):
            if found:
                _ChannelTable(page, found)
            else:
                empty_state("send", page.t("channels.none"))
        with box("panel"):
            with box("bar"):
                tag("h2", page.t("channels.add"))
            with box("body"):
                _NewChannelForm(page)
        with box("panel"):
            with box("bar"):
                tag("h2", page.t("channels.dead"))
            OutboxTable(page, dead, {one.id: one.name for one in found})


class _ChannelTable:
    """The table of channels; its buttons test, change and remove one."""

    def __init__(self, page: PageContext, found: list[ChannelOut]) -> None:
        self._page, t = page, page.t
        with box("scroll body wide"), tag("table", ""):
            with tag("thead"), tag("tr"):
                for key in ("name", "address", "halls", "rules", "counts", "state"):
                    tag("th", t(f"channels.{key}"), scope="col")
                tag("th", "")
            with tag("tbody"):
                for channel in found:
                    self._row(channel)
        self._form = box("spaced")

    def _row(self, channel: ChannelOut) -> None:
        t = self._page.t
        with tag("tr"):
            with tag("td"):
                tag("b", channel.name)
                tag("div", t(f"channels.kind.{channel.kind}"), "small faint")
            tag("td", channel.hint)
            tag("td", _halls(self._page, channel))
            with tag("td"):
                for rule in channel.rules:
                    tag("div", rule_told(self._page, rule))
            tag("td", t("channels.counted", **{state.value: n for state, n in channel.counts.items()}))
            with tag("td"):
                self._state(channel)
            with tag("td", "", "num"):
                self._buttons(channel)

    def _state(self, channel: ChannelOut) -> None:
        t = self._page.t
        if not channel.active:
            chip(t("channels.resting"))
        elif channel.failures:
            chip(t("channels.failing"), "bad")
        else:
            chip(t("channels.active"), "good")

    def _buttons(self, channel: ChannelOut) -> None:
        t = self._page.t
        button(t("channels.test"), "plain").on("click", lambda: self._test(channel))
        button(t("channels.rules.set"), "plain").on("click", lambda: self._rules(channel))
        label = t("channels.rest" if channel.active else "channels.wake")
        button(label, "plain").on("click", lambda: self._switch(channel))
        if channel.kind == "webhook":
            button(t("channels.rotate"), "plain").on("click", lambda: self._rotate(channel))
        button(t("channels.remove"), "plain").on("click", lambda: self._ask(channel))

    async def _test(self, channel: ChannelOut) -> None:
        async with self._page.call() as api:
            trial = await self._page.answer(api.test_channel(channel.id))
        if trial is not None:
            good = self._page.t("channels.test.good", name=channel.name)
            told = good if trial.delivered else trial.detail
            self._page.notify(told, bad=not trial.delivered)

    def _rules(self, channel: ChannelOut) -> None:
        """Open the form for a rule below the table."""
        self._form.clear()
        with self._form:
            NoticeRuleForm(self._page, channel, self._form.clear)

    async def _switch(self, channel: ChannelOut) -> None:
        async with self._page.call() as api:
            change = ChannelChange(active=not channel.active)
            if await self._page.accepted(api.change_channel(channel.id, change)):
                ui.navigate.reload()

    async def _rotate(self, channel: ChannelOut) -> None:
        async with self._page.call() as api:
            made = await self._page.answer(api.rotate_channel(channel.id))
        if made is not None and made.signing_secret:
            self._form.clear()
            with self._form:
                show_secret(self._page, made.signing_secret)

    def _ask(self, channel: ChannelOut) -> None:
        """Ask below the table whether the channel is to be removed."""
        self._form.clear()
        t = self._page.t
        with self._form, box("filters"):
            tag("span", t("channels.remove.sure", name=channel.name))
            button(t("channels.remove.go"), "go").on("click", lambda: self._remove(channel))
            button(t("verdict.cancel"), "plain").on("click", self._form.clear)

    async def _remove(self, channel: ChannelOut) -> None:
        async with self._page.call() as api:
            if await self._page.accepted(api.remove_channel(channel.id)):
                ui.navigate.reload()


class _NewChannelForm:
    """The form for a new channel; the signing secret of a webhook is shown in its place, once."""

    def __init__(self, page: PageContext) -> None:
        self._page, t = page, page.t
        halls = {ALL_HALLS: t("users.sees.all")} | {site.key: site.name or site.key for site in page.sites}
        self._place = box()
        with self._place, tag("form", "", "filters", novalidate=True, autocomplete="off") as form:
            self._name = ui.input(t("channels.name")).props("outlined dense maxlength=64")
            kinds = {kind: t(f"channels.kind.{kind}") for kind in KINDS}
            self._kind = ui.select(kinds, value=KINDS[0], label=t("channels.kind")).props("outlined dense")
            self._address = ui.input(t("channels.address")).props("outlined dense maxlength=2000")
            self._secret = ui.input(t("channels.secret"), password=True).props(
                "outlined dense maxlength=255 autocomplete=new-password"
            )
            self._halls = ui.select(halls, value=[ALL_HALLS], label=t("channels.halls"), multiple=True).props(
                "outlined dense options-dense use-chips"
            )
            tag("button", t("channels.add.go"), "btn go", type="submit")
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._add)

    async def _add(self) -> None:
        try:
            wish = ChannelIn.model_validate(
                {
                    "kind": self._kind.value,
                    "name": self._name.value or "",
                    "address": self._address.value or "",
                    "secret": self._secret.value or "",
                    "halls": cast("list[str]", self._halls.value or []),
                    "language": self._page.t.language,
                }
            )
        except ValidationError:
            self._error.text = self._page.t("channels.missing")
            return
        self._error.text = ""
        async with self._page.call() as api:
            made = await self._page.answer(api.add_channel(wish))
        if made is None:
            return
        if not made.signing_secret:
            ui.navigate.reload()
            return
        self._place.clear()
        with self._place:
            show_secret(self._page, made.signing_secret)


def show_secret(page: PageContext, secret: str) -> None:
    """Show a signing secret, and a button that leaves it."""
    with box("stack"):
        tag("p", page.t("channels.secret.once"))
        tag("code", secret, "secret")
        button(page.t("channels.secret.kept"), "go").on("click", ui.navigate.reload)


def rule_told(page: PageContext, rule: RuleOut) -> str:
    """A rule in words of the reader's language."""
    t = page.t
    parts = [t("channels.rule.alerts")] if rule.alerts_only else []
    parts += [rule.site] if rule.site else []
    parts += rule.kinds
    for name in ("hours", "quiet"):
        span = getattr(rule, name)
        parts += [t(f"channels.rule.{name}", start=span.start, end=span.end)] if span else []
    parts += [t("channels.rule.digest", at=rule.digest_at)] if rule.digest_at else []
    return t("format.list").join(parts) or t("channels.rule.all")


def _halls(page: PageContext, channel: ChannelOut) -> str:
    names = {site.key: site.name or site.key for site in page.sites}
    if ALL_HALLS in channel.halls:
        return page.t("users.sees.all")
    return page.t("format.list").join(names.get(key, key) for key in channel.halls)
