"""A search over the API's description as one role: good and bad requests, every answer checked."""

import re
from collections.abc import Iterator
from itertools import count

import schemathesis
from schemathesis import Case, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.schemas import BaseSchema

from api.idempotency import HEADER, PATTERN
from models import Role
from models.store import AccountChange
from tests.support.running_api import ROLES, Town

GHOST = "ghost"
SEARCHERS = {**ROLES, "li": Role.CLERK}
"""The accounts as which the API is searched; li is the person of the roster with the same name."""

# All checks are on for all routes, but that one of these is off: a value of the right shape is not always taken there,
# and no shape can say why.
_REFUSE_BY_MEANING = {
    "GET /api/v1/events": "a cursor is a word that a page gave, a clause one of the catalogue",
    "GET /api/v1/days": "at most a year, and a cursor is a word that a page gave",
    **{
        f"GET /api/v1/{path}": "a cursor is a word that a page gave"
        for path in (
            "appeals",
            "audit",
            "channels",
            "coverage",
            "holds",
            "inspections",
            "learned-lines",
            "norms",
            "notices",
            "outbox",
            "periods/{period}/{day}/people",
            "profiles",
            "quality-audits",
            "sites",
            "tokens",
            "users",
        )
    },
    "GET /api/v1/clauses/{clause}/history": "at most three months",
    "GET /api/v1/shifts": "at most a month, and a cursor is a word that a page gave",
    "POST /api/v1/events/{event_id}/appeals": "a clerk appeals for nobody else",
    "POST /api/v1/events/{event_id}/reviews": "a dismissal has a reason",
    "GET /api/v1/events/export": "a clause is one of the catalogue",
    "POST /api/v1/reviews": "an event is named once",
    "POST /api/v1/inspections": "clauses that no camera judges, each once, and a day that has come",
    "PUT /api/v1/quality-audits/{audit_id}/items/{position}": "quiet time cannot be wrong, nor an event nothing",
    "PUT /api/v1/quality-audits/{audit_id}/items/{position}/settled": "quiet time cannot be wrong",
    "POST /api/v1/quality-audits": "a hall that exists, and a stretch of time that is not too long",
    "POST /api/v1/channels": "an address fits the kind of the channel, and a hall exists",
    "PATCH /api/v1/channels/{channel_id}": "as for a new channel",
    "PUT /api/v1/channels/{channel_id}/rules": "a hall exists, and hours have a length",
    "POST /api/v1/tokens": "a camera is granted with its hall",
    "PATCH /api/v1/me": "a password is not a common one",
    "POST /api/v1/users": "grants are said, a camera with its hall, but for administrators; clerks have a person",
    "PATCH /api/v1/users/{user_id}": "a camera is granted with its hall",
    "POST /api/v1/holds": "exactly one thing is named",
    "PUT /api/v1/cameras/{camera_id}/zones": "an outline does not cross itself and has an area",
    "POST /api/v1/what-if": "norms are names that exist, or a document without an error",
}


def _config(examples: int, *, seed: int) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "warnings": False,
            "request-timeout": 600.0,  # how long an answer takes says how busy the machine is
            "operations": [
                {"include-name": name, "checks": {"positive_data_acceptance": {"enabled": False}}}
                for name in _REFUSE_BY_MEANING
            ]
            # An answer without an end.
            + [{"include-name": "GET /api/v1/stream", "enabled": False}],
            "generation": {"max-examples": examples, "deterministic": seed == 1, "no-shrink": True},
            # Its transitions come from links between the answers, which the description does not have.
            "phases": {"stateful": {"enabled": False}},
        }
    )


def _sign_in(schema: BaseSchema, town: Town, name: str) -> None:
    """Send the token of a person with each request; one of before may have ended the session or changed the account.

    Each request gets a key of its own: a key of before would be refused, or answered without a look at the rest.
    """
    changes, numbers = ["the town is new"], count()

    @schema.hook
    def after_call(_context: object, case: Case, response: Response) -> None:
        if case.method != "GET" and response.status_code < 300:
            changes.append(case.operation.label)

    @schema.auth(refresh_interval=None)
    class SignedIn:
        def get(self, _case: Case, _context: object) -> str:
            if changes and town.get(name, "/api/v1/me").status_code != 200:
                town._tokens.pop(name)
                user = town.store.accounts.named(name)
                assert user is not None
                town.store.accounts.change(user.id, AccountChange(SEARCHERS[name], "en", active=True))
            changes.clear()
            return town.token(name)

        def set(self, case: Case, data: str, _context: object) -> None:
            case.headers["Authorization"] = f"Bearer {data}"
            key = case.headers.get(HEADER)
            if isinstance(key, str) and re.fullmatch(PATTERN, key):
                case.headers[HEADER] = f"search-{next(numbers)}"


def findings(town: Town, name: str, examples: int, *, seed: int = 1) -> list[str]:
    """One line for each answer that breaks the description, or that no server should give; errors of the search too.

    The same requests every time with `seed` 1.
    """
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", town.app, config=_config(examples, seed=seed)
    )
    if name != GHOST:
        _sign_in(schema, town, name)
    return sorted(set(_failures(schema)))


def _failures(schema: BaseSchema) -> Iterator[str]:
    for event in from_schema(schema).execute():
        if isinstance(event, events.FatalError | events.NonFatalError):
            yield f"the search itself failed: {event!r}"
        if isinstance(event, events.ScenarioFinished):
            for case, checks in event.recorder.checks.items():
                for check in checks:
                    if check.failure_info is not None:
                        asked = event.recorder.cases[case].value
                        failed = check.failure_info.failure
                        yield f"{check.name}: {failed.title}: {failed.message}: {asked.as_curl_command()}"
