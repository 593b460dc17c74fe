"""The form for a rule of a channel."""

from collections.abc import Callable

from nicegui import ui
from pydantic import ValidationError

from api.schemas import ChannelOut, RuleIn, RuleOut, RulesIn
from dashboard.page_context import PageContext
from dashboard.widgets import button, tag


class NoticeRuleForm:
    """Sets the rule of a channel, or adds one to those that it has. Times are written as 22:00."""

    def __init__(self, page: PageContext, channel: ChannelOut, close: Callable[[], object]) -> None:
        self._page, self._channel, t = page, channel, page.t
        with tag("form", "", "filters", novalidate=True, autocomplete="off") as form:
            tag("b", channel.name)
            self._alerts = ui.checkbox(t("channels.rule.alerts"))
            self._quiet = _span(t("channels.rule.quiet.from"), t("channels.rule.quiet.to"))
            self._hours = _span(t("channels.rule.hours.from"), t("channels.rule.hours.to"))
            self._digest = _time(t("channels.rule.digest.at"))
            self._more = ui.checkbox(t("channels.rule.more"))
            tag("button", t("channels.rule.save"), "btn go", type="submit")
            button(t("verdict.cancel"), "plain").on("click", close)
        self._error = tag("div", "", "error-line", role="alert")
        form.on("submit.prevent", self._save)

    async def _save(self) -> None:
        try:
            wish = RulesIn.model_validate({"rules": [*self._kept(), self._given()]})
        except ValidationError:
            self._error.text = self._page.t("channels.rule.wrong")
            return
        async with self._page.call() as api:
            if await self._page.accepted(api.set_rules(self._channel.id, wish)):
                ui.navigate.reload()

    def _kept(self) -> list[dict[str, object]]:
        return [_as_given(rule) for rule in self._channel.rules] if self._more.value else []

    def _given(self) -> dict[str, object]:
        given: dict[str, object] = {"alerts_only": bool(self._alerts.value)}
        for name, pair in (("quiet", self._quiet), ("hours", self._hours)):
            start, end = ((field.value or "").strip() for field in pair)
            if start or end:
                given[name] = {"start": start, "end": end}
        at = (self._digest.value or "").strip()
        return given | ({"digest_at": at} if at else {})


def _as_given(rule: RuleOut) -> dict[str, object]:
    return RuleIn.model_validate(rule.model_dump()).model_dump()


def _span(start: str, end: str) -> tuple[ui.input, ui.input]:
    return _time(start), _time(end)


def _time(label: str) -> ui.input:
    return ui.input(label).props("outlined dense maxlength=5 placeholder=22:00")
