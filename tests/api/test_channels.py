"""An administrator sets up channels over the API, tests one, and sends again what was given up."""

from dataclasses import replace

import pytest
from standardwebhooks.webhooks import Webhook

from models import Words
from models.store import Notice
from pipeline.notices.sender import Sender
from tests.support.loopback_http import LoopbackHttp, Reply
from tests.support.noticed_hall import HERE
from tests.support.running_api import Town, refused


@pytest.fixture
def open_town(town: Town) -> Town:
    """A town whose operator allows channels to this machine."""
    town.happens()
    town.use(replace(town._context.settings, notices=HERE))
    return town


def made(town: Town, address: str, **more: object) -> dict[str, object]:
    body = {"kind": "webhook", "name": "duty", "address": address, "halls": ["north"]} | more
    answer = town.ask("an", "POST", "/api/v1/channels", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_a_channel_is_added_tested_and_gives_its_secret_once(open_town: Town) -> None:
    with LoopbackHttp() as server:
        channel = made(open_town, server.address("/T0K3N"))
        tried = open_town.ask("an", "POST", "/api/v1/channels/1/test").json()
        (got,) = server.received
    assert (tried["delivered"], tried["key"]) == (True, got.key)
    assert Webhook(str(channel["signing_secret"]))
    (listed,) = open_town.get("an", "/api/v1/channels").json()["items"]
    assert (listed["hint"], listed["halls"]) == (f"http://127.0.0.1:{server.port}", ["north"])
    assert listed["rules"] == [
        {"alerts_only": False, "site": "", "kinds": [], "hours": None, "quiet": None, "digest_at": None}
    ]
    said = open_town.get("an", "/api/v1/channels").text + open_town.get("wu", "/api/v1/audit").text
    assert "T0K3N" not in said
    assert str(channel["signing_secret"]) not in said


def test_a_test_says_why_it_did_not_arrive(open_town: Town) -> None:
    with LoopbackHttp(otherwise=Reply(410, "gone")) as server:
        made(open_town, server.address())
        tried = open_town.ask("an", "POST", "/api/v1/channels/1/test").json()
    assert (tried["delivered"], tried["detail"]) == (False, "HTTP 410 gone")


def test_rules_secrets_and_changes(open_town: Town) -> None:
    made(open_town, "https://bank.example/hook")
    rule = {"alerts_only": True, "quiet": {"start": "22:00", "end": "07:00"}, "digest_at": "08:00"}
    ruled = open_town.ask("an", "PUT", "/api/v1/channels/1/rules", json={"rules": [rule]}).json()
    assert ruled["rules"][0]["quiet"] == {"start": "22:00", "end": "07:00"}
    first = open_town.ask("an", "POST", "/api/v1/channels/1/secret").json()["signing_secret"]
    second = open_town.ask("an", "POST", "/api/v1/channels/1/secret").json()["signing_secret"]
    assert first != second
    change = {"address": "https://other.example/x", "active": False, "give_up_hours": 1, "halls": ["*"]}
    changed = open_town.ask("an", "PATCH", "/api/v1/channels/1", json=change).json()
    assert (changed["hint"], changed["active"], changed["give_up_hours"]) == (
        "https://other.example",
        False,
        1,
    )
    assert open_town.ask("an", "DELETE", "/api/v1/channels/1").status_code == 204
    assert open_town.get("an", "/api/v1/channels").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"address": "bank.example"}, 422, "not an address"),
        ({"halls": ["west"]}, 422, "no hall 'west'"),
        ({"halls": []}, 422, "halls"),
        ({"name": " "}, 422, "name"),
        ({"kind": "pigeon"}, 422, "kind"),
        ({"secret": "mine"}, 422, "give none"),
        ({"give_up_hours": 0}, 422, "give_up_hours"),
        ({"name": "taken"}, 409, "already"),
    ],
)
def test_a_channel_that_cannot_be(
    open_town: Town, change: dict[str, object], status: int, words: str
) -> None:
    made(open_town, "https://bank.example/hook", name="taken")
    body = {
        "kind": "webhook",
        "name": "duty",
        "address": "https://bank.example/hook",
        "halls": ["north"],
    } | change
    assert refused(open_town.ask("an", "POST", "/api/v1/channels", json=body), status, words)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"site": "south"}, "does not belong"),
        ({"digest_at": "24:00"}, "digest_at"),
        ({"quiet": {"start": "07:00", "end": "07:00"}}, "same time"),
    ],
)
def test_a_rule_that_cannot_be(open_town: Town, rule: dict[str, object], words: str) -> None:
    made(open_town, "https://bank.example/hook")
    assert refused(open_town.ask("an", "PUT", "/api/v1/channels/1/rules", json={"rules": [rule]}), 422, words)


def test_what_was_given_up_is_listed_by_pages_and_sent_again(open_town: Town) -> None:
    with LoopbackHttp(otherwise=Reply(404, "no hook")) as server:
        made(open_town, server.address(), give_up_hours=1)
        for n in range(3):
            words = Words(zh=f"第 {n} 条", en=f"notice {n}")
            open_town.store.notices.put(Notice("nightly", f"n{n}", words, "north"), open_town.time)
        Sender(open_town._context.sender).round()
        open_town.time += 3601
        open_town.signed_out("an")  # nobody was at the page for an hour
        Sender(open_town._context.sender).round()
        first = open_town.get("an", "/api/v1/outbox", state="dead", limit=2).json()
        second = open_town.get("an", "/api/v1/outbox", state="dead", limit=2, cursor=first["next"]).json()
        dead = [*first["items"], *second["items"]]
        assert [one["text"]["en"] for one in dead] == ["notice 2", "notice 1", "notice 0"]
        assert (dead[0]["last_error"], second["next"]) == ("HTTP 404 no hook", None)
        number = dead[0]["id"]
        again = open_town.ask("an", "POST", f"/api/v1/outbox/{number}/resend")
        assert [one["state"] for one in again.json()] == ["waiting"]
        assert refused(open_town.ask("an", "POST", f"/api/v1/outbox/{number}/resend"), 409, "only a dead one")
        server._otherwise = Reply()
        Sender(open_town._context.sender).round()
        assert server.received[-1].key == dead[0]["key"]
    assert open_town.get("an", "/api/v1/channels").json()["items"][0]["counts"] == {
        "waiting": 0,
        "sent": 1,
        "dead": 2,
    }


def test_a_webhook_alone_has_a_signing_secret(open_town: Town) -> None:
    made(open_town, "https://hooks.example/x", kind="slack")
    assert refused(open_town.ask("an", "POST", "/api/v1/channels/1/secret"), 422, "no signing secret")
