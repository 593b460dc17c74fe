"""The page of the audit log, for auditors and administrators."""

from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    date_field,
    empty_state,
    filter_form,
    heading,
    link_button,
    select,
    table,
    tag,
)
from models import Action


async def show(page: PageContext) -> None:
    """Build the page."""
    t, (since, until) = page.t, page.day_span()
    action, user, cursor = (page.query.get(key) or None for key in ("action", "user", "cursor"))
    found = await page.api.audit(
        {"since": since, "until": until, "action": action, "user": user, "cursor": cursor, "limit": 100}
    )
    heading(t("audit.title"))
    with box("stack"):
        tag("p", t("audit.explain"), "soft")
        with box("panel"), box("body"), filter_form("/audit"):
            date_field("day", t("filter.day"), page.query.get("day", ""))
            actions = [(str(a), t(f"action.{a}")) for a in Action]
            select("action", t("audit.action"), [("", t("filter.all")), *actions], action or "")
            with tag("label", "", "field"):
                tag("span", t("audit.user"))
                tag("input", "", "native", name="user", value=user or "", type="search")
        with box("panel"):
            if not found.items:
                empty_state("receipt_long", t("audit.none"))
                return
            columns = ("at", "user", "action", "subject", "detail", "client")
            rows = [
                (
                    page.format.moment(e.at, page.timezone()),
                    e.user,
                    t(f"action.{e.action}"),
                    e.subject,
                    e.detail,
                    e.client,
                )
                for e in found.items
            ]
            with box("body wide"):
                table([t(f"audit.{name}") for name in columns], rows)
            if found.next:
                with box("pager"):
                    tag("span", "")
                    address = page.link(
                        "/audit", day=page.query.get("day"), action=action, user=user, cursor=found.next
                    )
                    link_button(t("review.older"), address)
