"""Every route that shows people or changes something has its line in the audit log, and a new one needs a row here."""

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.running_api import Town
from tests.support.stored_hall import NINE, absence

DAY = "2026-11-23"
AUDITED: dict[tuple[str, str], Action] = {
    ("POST", "/api/v1/sign-in"): Action.SIGN_IN,
    ("DELETE", "/api/v1/sign-in"): Action.SIGN_OUT,
    ("PATCH", "/api/v1/me"): Action.PASSWORD_CHANGED,
    ("POST", "/api/v1/sign-in/code"): Action.SIGN_IN,
    ("PUT", "/api/v1/me/second-factor"): Action.FACTOR_SET,
    ("DELETE", "/api/v1/me/second-factor"): Action.FACTOR_REMOVED,
    ("DELETE", "/api/v1/users/{user_id}/second-factor"): Action.FACTOR_REMOVED,
    ("PUT", "/api/v1/cameras/{camera_id}/zones"): Action.ZONES_CHANGED,
    ("GET", "/api/v1/cameras/{camera_id}/background"): Action.BACKGROUND_VIEWED,
    ("PUT", "/api/v1/counters/{counter_id}/seat"): Action.SEAT_CORRECTED,
    ("GET", "/api/v1/samples/{day}"): Action.SAMPLED,
    ("POST", "/api/v1/quality-audits"): Action.QUALITY_DRAWN,
    ("GET", "/api/v1/quality-audits"): Action.QUALITY_VIEWED,
    ("GET", "/api/v1/inspections"): Action.INSPECTIONS_VIEWED,
    ("POST", "/api/v1/inspections"): Action.INSPECTED,
    ("GET", "/api/v1/quality-audits/{audit_id}"): Action.QUALITY_VIEWED,
    ("PUT", "/api/v1/quality-audits/{audit_id}/items/{position}"): Action.QUALITY_JUDGED,
    ("GET", "/api/v1/quality-audits/{audit_id}/items/{position}/{kind}"): Action.CLIP_VIEWED,
    ("PUT", "/api/v1/quality-audits/{audit_id}/items/{position}/settled"): Action.QUALITY_SETTLED,
    ("POST", "/api/v1/quality-audits/{audit_id}/close"): Action.QUALITY_CLOSED,
    ("GET", "/api/v1/quality-audits/{audit_id}/results"): Action.QUALITY_VIEWED,
    ("GET", "/api/v1/quality-audits/{audit_id}/document"): Action.EXPORTED,
    ("GET", "/api/v1/appeals"): Action.APPEALS_VIEWED,
    ("POST", "/api/v1/events/{event_id}/appeals"): Action.APPEALED,
    ("POST", "/api/v1/appeals/{appeal_id}"): Action.APPEAL_DECIDED,
    ("GET", "/api/v1/periods/{period}/{day}"): Action.SCORES_VIEWED,
    ("GET", "/api/v1/periods/{period}/{day}/people"): Action.PEOPLE_VIEWED,
    ("POST", "/api/v1/what-if"): Action.SUPPOSED,
    ("GET", "/api/v1/days/{day}/{counter_id}/timeline"): Action.TIMELINE_VIEWED,
    ("GET", "/api/v1/stream"): Action.EVENTS_LISTED,
    ("POST", "/api/v1/backups"): Action.RAN,
    ("GET", "/api/v1/events/{event_id}/annotations"): Action.EXPORTED,
    ("GET", "/api/v1/events"): Action.EVENTS_LISTED,
    ("GET", "/api/v1/events/export"): Action.EXPORTED,
    ("GET", "/api/v1/events/{event_id}"): Action.EVENT_VIEWED,
    ("GET", "/api/v1/events/{event_id}/{kind}"): Action.CLIP_VIEWED,
    ("GET", "/api/v1/events/{event_id}/evidence"): Action.EXPORTED,
    ("GET", "/api/v1/days/{day}/{counter_id}/evidence"): Action.EXPORTED,
    ("GET", "/api/v1/reports/{period}/{day}/evidence"): Action.EXPORTED,
    ("POST", "/api/v1/events/{event_id}/reviews"): Action.REVIEWED,
    ("POST", "/api/v1/reviews"): Action.REVIEWED,
    ("GET", "/api/v1/days"): Action.SCORES_VIEWED,
    ("GET", "/api/v1/shifts"): Action.SCORES_VIEWED,
    ("GET", "/api/v1/days/{day}/{counter_id}"): Action.SCORES_VIEWED,
    ("GET", "/api/v1/reports/{period}/{day}"): Action.EXPORTED,
    ("GET", "/api/v1/holds"): Action.HOLDS_VIEWED,
    ("POST", "/api/v1/persons/export"): Action.PERSON_EXPORTED,
    ("POST", "/api/v1/persons/erase"): Action.PERSON_ERASED,
    ("POST", "/api/v1/holds"): Action.HOLD_PLACED,
    ("POST", "/api/v1/holds/{hold_id}/lift"): Action.HOLD_LIFTED,
    ("GET", "/api/v1/channels"): Action.CHANNELS_VIEWED,
    ("POST", "/api/v1/channels"): Action.CHANNEL_ADDED,
    ("PATCH", "/api/v1/channels/{channel_id}"): Action.CHANNEL_CHANGED,
    ("DELETE", "/api/v1/channels/{channel_id}"): Action.CHANNEL_REMOVED,
    ("PUT", "/api/v1/channels/{channel_id}/rules"): Action.CHANNEL_CHANGED,
    ("POST", "/api/v1/channels/{channel_id}/secret"): Action.CHANNEL_CHANGED,
    ("POST", "/api/v1/channels/{channel_id}/test"): Action.CHANNEL_TESTED,
    ("GET", "/api/v1/outbox"): Action.OUTBOX_VIEWED,
    ("POST", "/api/v1/outbox/{delivery_id}/resend"): Action.NOTICE_RESENT,
    ("GET", "/api/v1/users"): Action.ACCOUNTS_VIEWED,
    ("POST", "/api/v1/users"): Action.USER_ADDED,
    ("PATCH", "/api/v1/users/{user_id}"): Action.USER_CHANGED,
    ("POST", "/api/v1/sign-in/provider/code"): Action.SIGN_IN,
    ("PUT", "/api/v1/users/{user_id}/identity"): Action.IDENTITY_BOUND,
    ("DELETE", "/api/v1/users/{user_id}/identity"): Action.IDENTITY_REMOVED,
    ("GET", "/api/v1/tokens"): Action.TOKENS_VIEWED,
    ("POST", "/api/v1/tokens"): Action.TOKEN_MADE,
    ("DELETE", "/api/v1/tokens/{token_id}"): Action.TOKEN_REVOKED,
    ("GET", "/api/v1/audit"): Action.AUDIT_VIEWED,
    ("POST", "/api/v1/learned-lines"): Action.LINE_ACCEPTED,
    ("DELETE", "/api/v1/learned-lines/{line_id}"): Action.LINE_TAKEN_BACK,
}
WITHOUT = {
    ("GET", "/api/v1/health"): "says nothing of the hall",
    ("GET", "/api/v1/sign-in/provider"): "the name of a provider",
    ("POST", "/api/v1/sign-in/provider"): "an address; what comes back from there has its line",
    ("GET", "/api/v1/me"): "one's own account",
    ("GET", "/api/v1/backups"): "names and sizes of folders",
    ("POST", "/api/v1/me/second-factor"): "proposes a key to its own account; PUT puts it in force",
    ("GET", "/api/v1/sites"): "places, no people",
    ("GET", "/api/v1/coverage"): "observed time, no people",
    ("GET", "/api/v1/cameras/{camera_id}/zones"): "places, no people",
    ("GET", "/api/v1/counters/{counter_id}/seat"): "heights of a chair",
    ("GET", "/api/v1/norms"): "the catalogue",
    ("GET", "/api/v1/labels"): "names of keys",
    ("GET", "/api/v1/profiles"): "the norms",
    ("GET", "/api/v1/clauses/{clause}/history"): "counts of a clause",
    ("GET", "/api/v1/notices"): "messages that name no person",
    ("GET", "/api/v1/notices/unread"): "a number",
    ("POST", "/api/v1/notices/read"): "a mark of one's own account",
    ("GET", "/api/v1/learned-lines"): "counts of verdicts",
}
SHOWN = {  # a reader for each of the audited GET routes, and the values of its address
    "/api/v1/appeals": "sun",
    f"/api/v1/periods/day/{DAY}?site=north": "sun",
    f"/api/v1/periods/day/{DAY}/people?site=north": "sun",
    f"/api/v1/samples/{DAY}?site=north": "wu",
    f"/api/v1/days/{DAY}/1/timeline": "sun",
    "/api/v1/events?site=north&flagged=true": "sun",
    "/api/v1/events/1": "sun",
    "/api/v1/events/1/clip": "sun",
    "/api/v1/days": "sun",
    f"/api/v1/days/{DAY}/1": "sun",
    f"/api/v1/reports/day/{DAY}?site=north&format=csv": "sun",
    "/api/v1/holds": "wu",
    "/api/v1/users": "an",
    "/api/v1/tokens": "an",
    "/api/v1/channels": "an",
    "/api/v1/outbox": "an",
    "/api/v1/audit": "wu",
}


def test_every_route_names_its_action_or_why_it_has_none(town: Town) -> None:
    described = {
        (method.upper(), path)
        for path, operations in town.app.openapi()["paths"].items()
        for method in operations
    }
    assert described == AUDITED.keys() | WITHOUT.keys()
    assert AUDITED.keys() & WITHOUT.keys() == set()


def _action_of(address: str) -> Action:
    """The action of the route that an address belongs to."""
    parts = address.partition("?")[0].split("/")
    for (method, path), action in AUDITED.items():
        wanted = path.split("/")
        fits = len(parts) == len(wanted) and all(
            w in (p, f"{{{w[1:-1]}}}") for p, w in zip(parts, wanted, strict=True)
        )
        if method == "GET" and fits:
            return action
    raise KeyError(address)


def test_every_view_has_one_line_however_often_the_page_asks(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.happens(town.with_clip(absence(60)), score=True)
    monkeypatch.setattr("pipeline.worker.signal_worker.SignalWorker.states", lambda *_: None)
    for address, name in SHOWN.items():
        action = _action_of(address)
        before = town.store.audit.page(AuditFilter(user=name, action=action), 99)
        answers = [town.get(name, address) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200], (address, answers[0].text)
        lines = town.store.audit.page(AuditFilter(user=name, action=action), 99)
        every = action in (Action.PEOPLE_VIEWED, Action.SAMPLED, Action.EXPORTED)  # each call, as before
        assert len(lines) - len(before) == (2 if every else 1), address
        assert lines[0].client == "10.0.0.7"
    assert town.store.audit.check().fault is None


def test_the_next_hour_and_another_filter_have_lines_of_their_own(town: Town) -> None:
    for minutes in (0, 20, 40, 60):
        town.time = NINE + 60 * minutes
        for query in ({"verdict": "open"}, {"verdict": "open", "limit": 5}, {"verdict": "dismissed"}):
            town.get("sun", "/api/v1/events", **query)
    lines = town.store.audit.page(AuditFilter(action=Action.EVENTS_LISTED), 9)
    assert [line.detail for line in reversed(lines)] == ["verdict=open", "verdict=dismissed"] * 2
    assert [line.at - NINE for line in reversed(lines)] == [0, 0, 3600, 3600]


def test_a_hall_and_norms_that_changed_are_written_down(town: Town) -> None:
    town.happens(absence(60))
    town.happens(absence(60))
    (site,) = town.store.audit.page(AuditFilter(action=Action.SITE_CHANGED), 9)
    (norms,) = town.store.audit.page(AuditFilter(action=Action.NORM_CHANGED), 9)
    assert (site.user, site.subject, site.detail) == ("counterwatch", "site north", "new")
    assert (norms.subject, len(norms.detail)) == ("norms general", 64)
    hall = town.store.sites.all()[0].site
    town.store.sites.put(hall.model_copy(update={"name": "South hall"}), town.time, "cli:an")
    changed = town.store.audit.page(AuditFilter(action=Action.SITE_CHANGED), 9)[0]
    assert (changed.user, changed.detail) == ("cli:an", "name")
