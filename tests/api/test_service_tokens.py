"""The bureau's system reads scores with a service token that an administrator made for it."""

import json
import logging
import re
import shutil
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from api.log_scrubbing import scrubbed
from models import Action, TokenRight
from models.service_tokens import new_secret
from models.store import AuditFilter, Patience, Store
from tests.support.running_api import Town, refused
from tests.support.stored_hall import absence

DAY_S = 86400.0
ASKED = {"name": "Bureau", "may": ["scores", "export"], "grants": [{"site": "north"}], "days": 30}


def made(town: Town, **other: object) -> dict[str, object]:
    """An administrator makes the token, and the bureau's system gets its secret."""
    answer = town.ask("an", "POST", "/api/v1/tokens", json=ASKED | other)
    assert answer.status_code == 201, answer.text
    token: dict[str, object] = answer.json()
    town.bears(str(token["name"]), str(token["secret"]))
    return token


def listed(town: Town) -> list[dict[str, object]]:
    found: list[dict[str, object]] = town.items("an", "/api/v1/tokens")
    return found


def test_a_token_is_shown_once_and_stored_as_a_hash(town: Town) -> None:
    town.happens(absence(60), score=True)
    token = made(town)
    secret = str(token.pop("secret"))
    assert re.fullmatch(r"cw_[0-9A-Za-z]{43}", secret)
    assert token == {
        "id": 1,
        "name": "bureau",
        "hint": secret[:8],
        "may": ["export", "scores"],
        "grants": [{"site": "north", "camera": None}],
        "made_by": "an",
        "made_at": town.time,
        "expires_at": town.time + 30 * DAY_S,
        "used_at": None,
        "revoked_at": None,
    }
    assert listed(town) == [token]
    with closing(sqlite3.connect(town.data / "counterwatch.db")) as raw:
        assert secret[8:] not in "\n".join(raw.iterdump())


def test_the_bureau_reads_the_scores_of_its_hall_and_nothing_else(town: Town) -> None:
    town.happens(absence(60), score=True)
    made(town)
    (day, _) = town.items("bureau", "/api/v1/days")
    assert day["site"] == "north"
    assert refused(town.get("bureau", "/api/v1/events"), 403, "the token", "read")
    assert refused(town.get("bureau", "/api/v1/me"), 403, "a service token is no account")
    assert refused(town.ask("bureau", "POST", "/api/v1/tokens", json=ASKED), 403, "the token", "users")
    assert refused(town.get("bureau", "/api/v1/users"), 403, "users")


def test_every_use_of_evidence_is_in_the_log_with_the_name_of_the_token(town: Town) -> None:
    town.happens(town.with_clip(absence(60)), score=True)
    made(town, may=["faces", "scores", "export"])
    for _ in range(2):
        event = town.get("bureau", "/api/v1/events/1").json()
        assert town.get("bureau", event["clip_url"]).status_code == 200
        town.time += 3600
    for path in ("/api/v1/days", "/api/v1/events/1/evidence"):
        assert town.get("bureau", path).status_code == 200
    lines = town.store.audit.page(AuditFilter(user="token:bureau"), 9)
    assert [(line.action, line.subject) for line in reversed(lines)] == [
        (Action.EVENT_VIEWED, "event 1"),
        (Action.CLIP_VIEWED, "event 1"),
        (Action.EVENT_VIEWED, "event 1"),
        (Action.CLIP_VIEWED, "event 1"),
        (Action.SCORES_VIEWED, "all sites"),
        (Action.EXPORTED, "event 1"),
    ]
    assert {line.client for line in lines} == {"10.0.0.7"}


def test_the_address_of_a_clip_opens_with_the_token_only(town: Town) -> None:
    """A signed address would go on after the token was revoked."""
    town.happens(town.with_clip(absence(60)))
    made(town, may=["read"])
    address = town.get("bureau", "/api/v1/events/1").json()["clip_url"]
    assert address == "/api/v1/events/1/clip"
    assert refused(town.open(address), 401)


def test_a_revoked_token_opens_nothing_from_the_next_request_on(town: Town) -> None:
    town.happens(absence(60), score=True)
    token = made(town)
    assert town.get("bureau", "/api/v1/days").status_code == 200
    assert town.ask("an", "DELETE", f"/api/v1/tokens/{token['id']}").status_code == 204
    for _ in range(3):
        assert refused(town.get("bureau", "/api/v1/days"), 401, "revoked", "administrator")
    assert listed(town)[0]["revoked_at"] == town.time
    refusals = town.store.audit.page(AuditFilter(action=Action.TOKEN_REFUSED), 9)
    assert [(line.user, line.detail) for line in refusals] == [("token:bureau", "revoked")]


def test_a_token_ends_with_its_last_day(town: Town) -> None:
    town.happens(absence(60), score=True)
    made(town)
    town.time += 30 * DAY_S - 1
    assert town.get("bureau", "/api/v1/days").status_code == 200
    town.time += 1
    assert refused(town.get("bureau", "/api/v1/days"), 401, "expired")


def test_the_last_use_is_shown_to_the_minute(town: Town) -> None:
    town.happens(absence(60))
    made(town)
    uses = []
    for seconds in (0, 59, 60):
        town.time += seconds
        town.get("bureau", "/api/v1/days")
        uses.append(listed(town)[0]["used_at"])
    first, second, third = (float(str(use)) for use in uses)
    assert (second - first, third - first) == (0, 119)


def test_unknown_tokens_are_slowed_down_and_a_valid_one_is_not(town: Town) -> None:
    """A stranger behind the same address tries tokens, while the bureau's system asks."""
    town.happens(absence(60))
    made(town)
    tries = []
    for _ in range(40):
        town.bears("stranger", new_secret())
        tries.append(town.get("stranger", "/api/v1/days"))
    statuses = [answer.status_code for answer in tries]
    assert statuses == sorted(statuses)
    assert (statuses.count(401), statuses.count(429)) == (30, 10)
    assert refused(tries[-1], 429, "60 s")
    assert tries[-1].headers["Retry-After"] == "60"
    assert town.get("bureau", "/api/v1/days").status_code == 200
    lines = town.store.audit.page(AuditFilter(action=Action.TOKEN_REFUSED), 50)
    assert [(line.subject, line.client) for line in lines] == [("unknown token", "10.0.0.7")]


def test_a_token_with_another_letter_is_none(town: Town) -> None:
    town.happens(absence(60))
    secret = str(made(town)["secret"])
    for other in (secret.upper(), secret.lower(), secret[:-1], f"{secret}A", f"{secret}\u0660", secret[3:]):
        header = {"Authorization": f"Bearer {other}".encode()}
        assert refused(town.ask("ghost", "GET", "/api/v1/days", headers=header), 401)


def test_a_token_that_cannot_be(town: Town) -> None:
    town.happens(absence(60))
    for field, wrong in {
        "days": (0, 367, None, 1.5, "30", True),
        "may": ([], ["users"], ["decide"], ["review"], ["everything"], None),
        "grants": ([], [{"camera": "cam1"}], None),
        "name": ("", "x" * 51, None),
    }.items():
        for value in wrong:
            answer = town.ask("an", "POST", "/api/v1/tokens", json=ASKED | {field: value})
            assert refused(answer, 422, field), value
    assert listed(town) == []


def test_a_token_lives_a_year_at_most_and_a_day_at_least(town: Town) -> None:
    town.happens(absence(60))
    for name, days in (("short", 1), ("long", 366)):
        assert made(town, name=name, days=days)["expires_at"] == town.time + days * DAY_S


def test_a_name_stands_for_one_token_for_ever(town: Town) -> None:
    town.happens(absence(60))
    town.ask("an", "DELETE", f"/api/v1/tokens/{made(town)['id']}")
    for name, words in {
        "BUREAU": "there is or was a token 'bureau'",
        "bur\u0435au": "LATIN",
        "bureau\u200b": "U+200B",
        "bure\u0251u": "looks the same",
    }.items():
        assert refused(town.ask("an", "POST", "/api/v1/tokens", json=ASKED | {"name": name}), 409, words)
    elsewhere = {"name": "office", "grants": [{"site": "west"}]}
    assert refused(town.ask("an", "POST", "/api/v1/tokens", json=ASKED | elsewhere), 409, "no hall 'west'")
    assert len(listed(town)) == 1


def test_no_account_is_called_like_a_token_or_a_command_in_the_log(town: Town) -> None:
    for name in ("token:bureau", "Token:x", "cli:root", "counterwatch"):
        new = {"name": name, "password": "long enough 1", "role": "auditor", "grants": []}
        assert refused(town.ask("an", "POST", "/api/v1/users", json=new), 409, "audit log")


def test_the_log_tells_what_was_given_and_no_part_of_the_secret(town: Town) -> None:
    town.happens(absence(60))
    token = made(town)
    town.ask("an", "DELETE", f"/api/v1/tokens/{token['id']}")
    lines = town.store.audit.page(AuditFilter(user="an"), 9)
    assert [(line.action, line.subject, line.detail) for line in lines] == [
        (Action.TOKEN_REVOKED, "token bureau", ""),
        (Action.TOKEN_MADE, "token bureau", "export scores [north] 30 days"),
    ]


def test_a_token_is_taken_out_of_log_lines() -> None:
    secret = new_secret()
    for said in (secret, f"bad header {secret}!", f"got b'{secret[:30]}", json.dumps({"key": secret})):
        assert secret[3:19] not in scrubbed(said)
    assert scrubbed("cw_report is a file") == "cw_report is a file"


def test_two_secrets_are_never_alike(town: Town) -> None:
    secrets = sorted(str(made(town, name=f"system {n}", grants=[{"site": None}])["secret"]) for n in range(5))
    assert all(one[3:12] != other[3:12] for one, other in pairwise(secrets))


def test_a_token_without_a_grant_sees_no_hall(town: Town) -> None:
    """As after a hall was taken out of the store."""
    town.happens(absence(60), score=True)
    token = made(town, may=[right.value for right in TokenRight])
    town.store.token_grants.replace(int(str(token["id"])), [], "an", town.time)
    assert town.items("bureau", "/api/v1/days") == []
    assert town.items("bureau", "/api/v1/sites") == []


def test_a_database_that_is_held_does_not_stop_a_system(
    tmp_path: Path, founded_town: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The use is noted later; the answer comes now."""
    data = tmp_path / "data"
    shutil.copytree(founded_town, data)
    with Town(data, patience=Patience(0.0)) as town:
        town.happens(absence(60), score=True)
        secret = str(made(town)["secret"])
        with caplog.at_level(logging.DEBUG), Store.at(data) as other, other.unit_of_work("a backup") as held:
            held.accounts.named("an")
            assert town.get("bureau", "/api/v1/clauses/R1/history", site="north").status_code == 200
        assert listed(town)[0]["used_at"] is None
        assert secret not in caplog.text
