"""Every route of the API: the permission that it needs, and the hall that a request to it names.

This is the one table of routes. A route that is missing from it fails a test, and every row is tried with every role
in the hall and outside of it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from api.permissions import Permission

MONDAY = dt.date(2026, 11, 23)
Body = dict[str, object]
CHANNEL = {"kind": "webhook", "name": "duty", "address": "https://127.0.0.1:9/hook", "halls": ["*"]}
ZONE = {"staff_zone": [[0.2, 0.2], [0.4, 0.2], [0.4, 0.6]]}


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """The hall, the camera and what was seen there that a request names, by key or id.

    `contested` is an event under appeal `appeal`; `learned` a learned line; `audit_id` a quality audit.
    `counters` are all keys of the camera.
    """

    site: str
    camera_id: int
    counter_id: int
    event_id: int
    contested: int
    appeal_id: int
    line_id: int
    hold_id: int
    audit_id: int
    counters: tuple[str, ...]


NOWHERE = NamedPlace("nowhere", 9901, 9902, 9903, 9904, 9905, 9906, 9907, 9908, ("nowhere",))
"""A place that no store knows."""


def nothing(_place: NamedPlace) -> Body:
    """Neither a query nor a body."""
    return {}


def of_site(place: NamedPlace) -> Body:
    """The query of a route about a hall."""
    return {"site": place.site}


@dataclass(frozen=True, slots=True)
class RouteAccess:
    """A route: its permission (None for all who are signed in), query and body, and the status when it is allowed.

    `tokens` says whether a service token with the permission may ask as well.
    """

    permission: Permission | None
    query: Callable[[NamedPlace], Body] = nothing
    body: Callable[[NamedPlace], Body] = nothing
    status: int = 200
    tokens: bool = False


def _zones(place: NamedPlace) -> Body:
    return {"version": None, "counters": dict.fromkeys(place.counters, ZONE)}


def _reviews(place: NamedPlace) -> Body:
    return {"items": [{"event_id": place.event_id, "decision": "confirmed", "expected": "open"}]}


def _line(place: NamedPlace) -> Body:
    return {"site": place.site, "kind": "phone", "line": 0.7}


def _supposed(place: NamedPlace) -> Body:
    return {"site": place.site, "day": str(MONDAY), "counter_id": place.counter_id, "profile": "general"}


READ, OVERSEE, SHIFTS, SCORES, EXPORT, REVIEW, APPEAL, DECIDE, AUDIT, USERS, ZONES, LINES = (
    Permission.READ, Permission.OVERSEE, Permission.SHIFTS, Permission.SCORES, Permission.EXPORT, Permission.REVIEW,
    Permission.APPEAL, Permission.DECIDE,
    Permission.AUDIT, Permission.USERS, Permission.ZONES, Permission.LINES,
)  # fmt: skip
ROUTES = {
    ("GET", "/api/v1/me"): RouteAccess(None),
    ("PATCH", "/api/v1/me"): RouteAccess(None, body=lambda _: {"language": "en"}),
    ("DELETE", "/api/v1/sign-in"): RouteAccess(None, status=204),
    # 422: nothing is sent; test_second_factor.py sends it.
    ("POST", "/api/v1/me/second-factor"): RouteAccess(None, status=422),
    ("PUT", "/api/v1/me/second-factor"): RouteAccess(None, status=422),
    ("DELETE", "/api/v1/me/second-factor"): RouteAccess(None, status=422),
    ("DELETE", "/api/v1/users/{user_id}/second-factor"): RouteAccess(USERS, status=204),
    ("GET", "/api/v1/sites"): RouteAccess(OVERSEE, tokens=True),
    ("GET", "/api/v1/coverage"): RouteAccess(
        OVERSEE, lambda _: {"since": "2026-11-01T00:00:00Z"}, tokens=True
    ),
    ("GET", "/api/v1/cameras/{camera_id}/zones"): RouteAccess(OVERSEE, tokens=True),
    ("PUT", "/api/v1/cameras/{camera_id}/zones"): RouteAccess(ZONES, body=_zones),
    ("GET", "/api/v1/cameras/{camera_id}/background"): RouteAccess(OVERSEE, tokens=True),
    ("GET", "/api/v1/counters/{counter_id}/seat"): RouteAccess(OVERSEE, tokens=True),
    ("PUT", "/api/v1/counters/{counter_id}/seat"): RouteAccess(
        ZONES, body=lambda _: {"seated": 1.05, "standing": 1.45}
    ),
    ("GET", "/api/v1/norms"): RouteAccess(READ, tokens=True),
    ("GET", "/api/v1/labels"): RouteAccess(READ, tokens=True),
    ("GET", "/api/v1/clauses/{clause}/history"): RouteAccess(SCORES, of_site, tokens=True),
    ("GET", "/api/v1/samples/{day}"): RouteAccess(DECIDE, of_site),
    ("GET", "/api/v1/appeals"): RouteAccess(READ, tokens=True),
    ("POST", "/api/v1/events/{event_id}/appeals"): RouteAccess(
        APPEAL, body=lambda _: {"reason": "a break"}, status=201
    ),
    ("POST", "/api/v1/appeals/{appeal_id}"): RouteAccess(
        DECIDE, body=lambda _: {"accepted": False, "answer": "the clip shows it", "expected": "open"}
    ),
    ("GET", "/api/v1/periods/{period}/{day}"): RouteAccess(SCORES, of_site, tokens=True),
    ("GET", "/api/v1/periods/{period}/{day}/people"): RouteAccess(REVIEW, of_site),
    ("POST", "/api/v1/what-if"): RouteAccess(SCORES, body=_supposed, tokens=True),
    ("GET", "/api/v1/notices"): RouteAccess(OVERSEE),
    ("GET", "/api/v1/notices/unread"): RouteAccess(OVERSEE),
    ("POST", "/api/v1/notices/read"): RouteAccess(OVERSEE),
    # Without an end it would never answer; test_stream.py listens.
    ("GET", "/api/v1/stream"): RouteAccess(READ, lambda _: {"seconds": 0}, tokens=True),
    ("GET", "/api/v1/days/{day}/{counter_id}/timeline"): RouteAccess(OVERSEE, tokens=True),
    ("GET", "/api/v1/profiles"): RouteAccess(READ, tokens=True),
    ("GET", "/api/v1/events"): RouteAccess(READ, tokens=True),
    ("GET", "/api/v1/events/export"): RouteAccess(EXPORT, tokens=True),
    ("GET", "/api/v1/events/{event_id}"): RouteAccess(READ, tokens=True),
    ("GET", "/api/v1/events/{event_id}/{kind}"): RouteAccess(READ, tokens=True),
    ("POST", "/api/v1/events/{event_id}/reviews"): RouteAccess(
        REVIEW, body=lambda _: {"decision": "confirmed", "expected": "open"}, status=201
    ),
    ("POST", "/api/v1/reviews"): RouteAccess(REVIEW, body=_reviews),
    ("GET", "/api/v1/days"): RouteAccess(SCORES, tokens=True),
    ("GET", "/api/v1/shifts"): RouteAccess(SHIFTS),
    ("GET", "/api/v1/days/{day}/{counter_id}"): RouteAccess(SCORES, tokens=True),
    ("GET", "/api/v1/reports/{period}/{day}"): RouteAccess(
        EXPORT, lambda at: {"site": at.site, "format": "csv"}, tokens=True
    ),
    ("GET", "/api/v1/events/{event_id}/evidence"): RouteAccess(READ, tokens=True),
    # 409: no signals are kept; test_annotations.py has some.
    ("GET", "/api/v1/events/{event_id}/annotations"): RouteAccess(DECIDE, status=409),
    ("GET", "/api/v1/days/{day}/{counter_id}/evidence"): RouteAccess(EXPORT, tokens=True),
    ("GET", "/api/v1/reports/{period}/{day}/evidence"): RouteAccess(EXPORT, of_site, tokens=True),
    ("GET", "/api/v1/users"): RouteAccess(USERS),
    ("POST", "/api/v1/users"): RouteAccess(
        USERS,
        body=lambda _: {"name": "li", "password": "long enough 1", "role": "auditor", "grants": []},
        status=201,
    ),
    ("PATCH", "/api/v1/users/{user_id}"): RouteAccess(USERS, body=lambda _: {"language": "en"}),
    # 409: no provider is set up; test_provider_sign_in.py sets one up.
    ("PUT", "/api/v1/users/{user_id}/identity"): RouteAccess(
        USERS, body=lambda _: {"subject": "7"}, status=409
    ),
    ("DELETE", "/api/v1/users/{user_id}/identity"): RouteAccess(USERS, status=204),
    ("GET", "/api/v1/tokens"): RouteAccess(USERS),
    ("POST", "/api/v1/tokens"): RouteAccess(
        USERS,
        body=lambda _: {"name": "bureau", "may": ["read"], "grants": [{"site": None}], "days": 30},
        status=201,
    ),
    ("DELETE", "/api/v1/tokens/{token_id}"): RouteAccess(USERS, status=204),
    ("GET", "/api/v1/audit"): RouteAccess(AUDIT, lambda _: {"limit": 200}, tokens=True),
    ("GET", "/api/v1/learned-lines"): RouteAccess(AUDIT, of_site),
    # 409: no line is proposed from so few verdicts.
    ("POST", "/api/v1/learned-lines"): RouteAccess(LINES, body=_line, status=409),
    ("DELETE", "/api/v1/learned-lines/{line_id}"): RouteAccess(LINES),
    ("POST", "/api/v1/persons/export"): RouteAccess(USERS, body=lambda _: {"name": "Wang"}),
    ("POST", "/api/v1/persons/erase"): RouteAccess(
        USERS, body=lambda _: {"name": "Wang", "reason": "asked for"}
    ),
    ("GET", "/api/v1/channels"): RouteAccess(USERS),
    ("POST", "/api/v1/channels"): RouteAccess(USERS, body=lambda _: CHANNEL, status=201),
    ("PATCH", "/api/v1/channels/{channel_id}"): RouteAccess(USERS, body=lambda _: {"language": "en"}),
    ("PUT", "/api/v1/channels/{channel_id}/rules"): RouteAccess(USERS, body=lambda _: {"rules": []}),
    ("POST", "/api/v1/channels/{channel_id}/secret"): RouteAccess(USERS),
    ("POST", "/api/v1/channels/{channel_id}/test"): RouteAccess(USERS),
    ("GET", "/api/v1/outbox"): RouteAccess(USERS),
    ("POST", "/api/v1/outbox/{delivery_id}/resend"): RouteAccess(USERS),
    ("DELETE", "/api/v1/channels/{channel_id}"): RouteAccess(USERS, status=204),
    ("GET", "/api/v1/backups"): RouteAccess(USERS),
    # 409: the server has no folder for them; test_backups.py gives it one.
    ("POST", "/api/v1/backups"): RouteAccess(USERS, status=409),
    ("GET", "/api/v1/holds"): RouteAccess(AUDIT),
    ("POST", "/api/v1/holds"): RouteAccess(
        AUDIT, body=lambda at: {"reason": "a dispute", "event_id": at.event_id}, status=201
    ),
    ("POST", "/api/v1/quality-audits"): RouteAccess(
        DECIDE,
        body=lambda at: {
            "site": at.site,
            "since": str(MONDAY),
            "until": str(MONDAY),
            "events": 3,
            "minutes": 3,
        },
        status=201,
    ),
    ("GET", "/api/v1/quality-audits"): RouteAccess(DECIDE),
    ("GET", "/api/v1/inspections"): RouteAccess(DECIDE),
    ("POST", "/api/v1/inspections"): RouteAccess(
        DECIDE,
        body=lambda at: {
            "counter_id": at.counter_id,
            "day": str(MONDAY),
            "clauses": [{"clause": "G2", "met": "yes"}],
        },
        status=201,
    ),
    ("GET", "/api/v1/quality-audits/{audit_id}"): RouteAccess(DECIDE),
    ("PUT", "/api/v1/quality-audits/{audit_id}/items/{position}"): RouteAccess(
        DECIDE, body=lambda _: {"outcome": "right"}
    ),
    ("GET", "/api/v1/quality-audits/{audit_id}/items/{position}/{kind}"): RouteAccess(DECIDE),
    ("PUT", "/api/v1/quality-audits/{audit_id}/items/{position}/settled"): RouteAccess(
        DECIDE, body=lambda _: {"outcome": "right"}, status=409
    ),
    # 409: not everything is judged, and the audit is open; test_quality_audits.py closes one.
    ("POST", "/api/v1/quality-audits/{audit_id}/close"): RouteAccess(DECIDE, status=409),
    ("GET", "/api/v1/quality-audits/{audit_id}/results"): RouteAccess(DECIDE, status=409),
    ("GET", "/api/v1/quality-audits/{audit_id}/document"): RouteAccess(DECIDE, status=409),
    ("POST", "/api/v1/holds/{hold_id}/lift"): RouteAccess(AUDIT, body=lambda _: {"reason": "it is settled"}),
}
OPEN = {
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/sign-in"),
    ("POST", "/api/v1/sign-in/code"),
    ("GET", "/api/v1/sign-in/provider"),
    ("POST", "/api/v1/sign-in/provider"),
    ("POST", "/api/v1/sign-in/provider/code"),
}


def address(path: str, place: NamedPlace) -> str:
    """The path of a route with the ids of a place; the others are the Monday, account 1 and token 1."""
    """The path of a route with the ids of a place; `day` is the Monday, `user_id`, `channel_id` and
    `delivery_id` are those of the first account, channel and delivery.
    """
    return path.format(
        event_id=place.event_id,
        camera_id=place.camera_id,
        counter_id=place.counter_id,
        appeal_id=place.appeal_id,
        line_id=place.line_id,
        hold_id=place.hold_id,
        audit_id=place.audit_id,
        position=1,
        kind="clip",
        day=MONDAY,
        user_id=1,
        token_id=1,
        channel_id=1,
        delivery_id=1,
        clause="W1",
        period="day",
    )
