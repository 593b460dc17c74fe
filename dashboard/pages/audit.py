"""The audit log, for auditors and admins."""

from dashboard.layout import heading, page
from dashboard.pages.review import day_of
from dashboard.parts import box, date_field, empty, filter_form, link_button, select, table, tag
from dashboard.reading import bounds
from dashboard.view import Doors, View
from models.records import Action


def register(door: Doors) -> None:
    """Put the page at /audit."""

    @page("/audit", "audit.title", door)
    async def audit(view: View) -> None:
        t, day = view.t, day_of(view)
        since, until = bounds(day, view.timezone()) if day else (None, None)
        action, user, cursor = (view.query.get(key) or None for key in ("action", "user", "cursor"))
        found = await view.api.audit(
            {"since": since, "until": until, "action": action, "user": user, "cursor": cursor, "limit": 100}
        )
        heading(t("audit.title"))
        with box("stack"):
            tag("p", t("audit.explain"), "soft")
            with box("panel"), box("body"), filter_form("/audit"):
                date_field("day", t("filter.day"), view.query.get("day", ""))
                actions = [(str(a), t(f"action.{a}")) for a in Action]
                select("action", t("audit.action"), [("", t("filter.all")), *actions], action or "")
                with tag("label", "", "field"):
                    tag("span", t("audit.user"))
                    tag("input", "", "native", name="user", value=user or "", type="search")
            with box("panel"):
                if not found.items:
                    empty("receipt_long", t("audit.none"))
                    return
                columns = ("at", "user", "action", "subject", "detail", "client")
                rows = [
                    (
                        view.read.moment(e.at, view.timezone()),
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
                        address = view.link(
                            "/audit", day=view.query.get("day"), action=action, user=user, cursor=found.next
                        )
                        link_button(t("review.older"), address)
