"""The pages of the dashboard by address."""

from dashboard.api_connection import ApiAddresses
from dashboard.page_frame import PageBuilder, add_page
from dashboard.pages import (
    accounts,
    api_bridge,
    appeals,
    audit_log,
    channels,
    clause_history,
    counter_day,
    event,
    holds,
    norms,
    notices,
    own_account,
    provider_sign_in,
    quality_audits,
    reports,
    review,
    scores,
    seats,
    shifts,
    sign_in,
    sites,
    spot_check,
    summary,
    what_if,
    zones,
)

PAGES: dict[str, tuple[str, PageBuilder]] = {
    "/": ("review.title", review.show),
    "/events/{event_id}": ("event.title", event.show),
    "/scores": ("scores.title", scores.show),
    "/scores/{day}/{counter}": ("scores.title", counter_day.show),
    "/periods": ("periods.title", summary.show),
    "/norms": ("norms.title", norms.show),
    "/clauses/{clause}": ("clause.title", clause_history.show),
    "/site": ("site.title", sites.show),
    "/site/seat/{counter}": ("seat.title", seats.show),
    "/site/zones/{camera}": ("zones.title", zones.show),
    "/shifts": ("shifts.title", shifts.show),
    "/appeals": ("appeals.title", appeals.show),
    "/sample": ("sample.title", spot_check.show),
    "/quality": ("quality.title", quality_audits.show),
    "/quality/{audit}": ("quality.title", quality_audits.show_one),
    "/notices": ("notices.title", notices.show),
    "/what-if": ("whatif.title", what_if.show),
    "/audit": ("audit.title", audit_log.show),
    "/holds": ("holds.title", holds.show),
    "/channels": ("channels.title", channels.show),
    "/users": ("users.title", accounts.show),
    "/account": ("account.title", own_account.show),
}
"""Address, key of the title, and the function that builds the page."""


def add_routes(addresses: ApiAddresses) -> None:
    """Serve every page, the sign-in page, the report files, and what scripts of pages ask of the API."""
    sign_in.register(addresses)
    provider_sign_in.register(addresses)
    reports.register(addresses)
    api_bridge.register(addresses)
    for path, (title, build) in PAGES.items():
        add_page(path, title, build, addresses)
