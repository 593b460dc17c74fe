"""Signed webhooks to a real server on this machine: what arrives, what is tried again, and what is given up."""

import datetime as dt
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from models import ChannelSettings, NoticeRule
from pipeline.notices.administration import GivenAddress, change_channel, rotate_secret, try_channel
from pipeline.notices.limits import LIMITS
from pipeline.notices.sealing import Sealing
from pipeline.notices.sender import NoticeSettings
from tests.support.loopback_http import LoopbackHttp, Received, Reply
from tests.support.noticed_hall import HERE, QUICK, SEALING, NoticedHall
from tests.support.stored_hall import NINE

HOUR = 3600.0


@pytest.fixture
def town(tmp_path: Path) -> Iterator[NoticedHall]:
    hall = NoticedHall.at(tmp_path / "data")
    yield hall
    hall.close()


def checked(got: Received, secret: str) -> dict[str, object]:
    """The content of a request whose signature the reference library has checked; it wants a recent time."""
    headers = got.headers
    at = int(headers["webhook-timestamp"])
    webhook = Webhook(secret)
    webhook._Webhook__verify_timestamp = lambda _header: dt.datetime.fromtimestamp(at, dt.UTC)  # type: ignore[attr-defined]
    webhook.verify(got.body, headers)
    content = json.loads(got.body)
    assert isinstance(content, dict)
    return content


def test_a_notice_arrives_signed_and_once(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        secret = town.channel(server.address()).signing_secret
        town.told("camera cam1 moved", kind="camera_moved", zh="摄像机移位")
        assert town.sends() == 1
        assert town.sends() == 0
        (got,) = server.received
    content = checked(got, secret)
    assert content == {
        "id": got.headers["webhook-id"],
        "type": "notice",
        "timestamp": "2026-11-23T01:00:00+00:00",
        "link": "https://hall.example/notices",
        "notices": [
            {
                "kind": "camera_moved", "hall": "north", "hall_name": "North hall", "alert": True, "day": None,
                "at": "2026-11-23T01:00:00+00:00", "text": {"zh": "摄像机移位 2", "en": "camera cam1 moved"},
            }
        ],
    }  # fmt: skip
    assert got.key == content["id"]
    assert town.states() == ["sent"]


def test_a_changed_body_or_another_secret_is_found_by_the_receiver(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        secret = town.channel(server.address()).signing_secret
        other = town.channel(server.address("/other")).signing_secret
        town.told("done")
        assert town.sends() == 2
        got = next(one for one in server.received if one.path == "/hook")
    with pytest.raises(WebhookVerificationError):
        checked(replace(got, body=got.body.replace(b"done", b"gone")), secret)
    with pytest.raises(WebhookVerificationError):
        checked(got, other)


def test_a_new_secret_signs_beside_the_old_one_for_a_day(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        made = town.channel(server.address())
        changed = rotate_secret(town.store, SEALING, made.channel, town.time)
        town.told("on the day of the change")
        town.sends()
        for secret in (made.signing_secret, changed.signing_secret):
            checked(server.received[0], secret)
        town.time += LIMITS.overlap_s
        town.told("on the day after")
        town.sends()
        checked(server.received[1], changed.signing_secret)
        with pytest.raises(WebhookVerificationError):
            checked(server.received[1], made.signing_secret)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(500, "on fire"), "HTTP 500 on fire"),
        (Reply(404, "no such hook"), "HTTP 404 no such hook"),
        (Reply(302, "", {"Location": "http://127.0.0.1:9/elsewhere"}), "HTTP 302"),
        (Reply(drop=True), "RemoteProtocolError"),
        (Reply(wait_s=1.0), "ReadTimeout"),
        (Reply(200, "x" * 100, {"Content-Length": "200"}), "ReadTimeout"),
    ],
)
def test_what_fails_is_tried_again_under_the_same_key(
    town: NoticedHall, reply: Reply, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.notices.http_line.LIMITS", QUICK)
    with LoopbackHttp([reply]) as server:
        town.channel(server.address())
        town.told("done")
        assert town.sends() == 1
        assert town.states() == ["waiting"]
        assert reason in town.errors()[0]
        town.time += LIMITS.first_wait_s
        assert town.sends() == 1
        first, second = server.received
    assert first.key == second.key
    assert first.body == second.body
    assert town.states() == ["sent"]


def test_nobody_listens_for_two_days_and_everything_arrives(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        address = server.address()
    town.channel(address)
    tries = 0
    for n in range(48):
        town.told(f"hour {n}")
        tries += town.sends()
        town.time += HOUR
    assert 48 <= tries <= 60  # one try an hour finds out that the server is away, however much waits
    assert set(town.states()) == {"waiting"}
    port = int(address.rpartition(":")[2].partition("/")[0])
    with LoopbackHttp(port=port) as back:
        assert town.sends() == 48
        said = [one.json["notices"][0]["text"]["en"] for one in back.received]
        assert sorted(said) == sorted(f"hour {n}" for n in range(48))
    assert set(town.states()) == {"sent"}


@pytest.mark.parametrize(("header", "wait_s"), [("120", 120.0), ("Mon, 23 Nov 2026 01:05:00 GMT", 300.0)])
def test_a_busy_server_names_the_wait(town: NoticedHall, header: str, wait_s: float) -> None:
    date = {"Date": "Mon, 23 Nov 2026 01:00:00 GMT"}
    with LoopbackHttp([Reply(429, "slow down", {"Retry-After": header, **date})]) as server:
        town.channel(server.address())
        town.told("one")
        town.told("two")
        assert town.sends() == 1  # two is not tried: the server said that it is busy
        town.time = NINE + wait_s - 1
        assert town.sends() == 0
        town.time = NINE + wait_s
        assert town.sends() == 2
        assert len(server.received) == 3


def test_waits_grow_to_an_hour_and_after_three_days_it_is_dead_until_somebody_sends_it_again(
    town: NoticedHall,
) -> None:
    with LoopbackHttp(otherwise=Reply(404)) as server:
        town.channel(server.address())
        town.told("done")
        at = []
        while town.states() == ["waiting"]:
            (waiting,) = town.store.outbox.page(9)
            town.time = waiting.due - 1
            assert town.sends() == 0
            town.time = waiting.due
            assert town.sends() == 1
            at.append(town.time)
        waits = [round(b - a) for a, b in pairwise(at)]
        assert waits[:4] == [10, 20, 40, 80]
        assert set(waits[10:]) == {3600}
        assert at[-1] - at[0] == pytest.approx(72 * HOUR, abs=HOUR)
        keys = {one.key for one in server.received}
        assert town.states() == ["dead"]
        town.time += 10 * HOUR
        assert town.sends() == 0
        (dead,) = town.store.outbox.page(9)
        town.store.outbox.again(dead.id, town.time)
        server._otherwise = Reply()
        assert town.sends() == 1
        assert town.states() == ["sent"]
        assert {one.key for one in server.received} == keys
    assert len(keys) == 1


def test_a_refused_notice_does_not_hold_up_the_next_one(town: NoticedHall) -> None:
    with LoopbackHttp([Reply(400, "too odd")]) as server:
        town.channel(server.address())
        town.told("odd")
        town.told("plain")
        assert town.sends() == 2
        assert town.states() == ["waiting", "sent"]
        assert len(server.received) == 2


def test_a_slow_server_holds_up_no_other_channel(town: NoticedHall) -> None:
    with LoopbackHttp(otherwise=Reply(503)) as slow, LoopbackHttp() as quick:
        town.channel(slow.address())
        town.channel(quick.address())
        for n in range(5):
            town.told(f"n{n}")
        assert town.sends() == 6
        assert len(quick.received) == 5


def test_a_digest_groups_by_hall_in_one_message(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        town.channel(server.address(), "webhook", NoticeRule(digest_at=dt.time(18)))
        for n, site in enumerate(("north", "south", "north")):
            town.told(f"n{n}", site=site)
        assert town.sends() == 0
        town.time += 9 * HOUR
        assert town.sends() == 1
        (got,) = server.received
    assert got.json["type"] == "digest"
    assert [(one["hall"], one["text"]["en"]) for one in got.json["notices"]] == [
        ("north", "n0"), ("north", "n2"), ("south", "n1"),
    ]  # fmt: skip


def test_a_trial_goes_at_once_and_says_how_it_went(town: NoticedHall) -> None:
    with LoopbackHttp([Reply(), Reply(403, "who are you")]) as server:
        channel = town.channel(
            server.address(), settings=ChannelSettings("duty", frozenset({"south"}), "en")
        ).channel
        # In a thread, as the server does.
        with ThreadPoolExecutor(1) as thread:
            good, bad = thread.map(try_channel, [town.parts] * 2, [channel] * 2)
        assert (good.delivered, good.detail) == (True, "")
        assert (bad.delivered, bad.detail) == (False, "HTTP 403 who are you")
        assert "Test message of the channel duty" in server.received[0].json["notices"][0]["text"]["en"]
        assert server.received[0].key == good.key != bad.key
    assert town.store.outbox.page(9) == []


def test_an_address_is_a_secret_of_the_server(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        made = town.channel(server.address("/T0K3N"))
        kept = town.store.channels.all()[0]
        assert "T0K3N" not in repr(kept)
        assert kept.hint == f"http://127.0.0.1:{server.port}"
        database = town.store.url.removeprefix("sqlite+pysqlite:///")
        town.told("done")
        town.sends()
        assert b"T0K3N" not in b"".join(
            p.read_bytes() for p in Path(database).parent.glob("counterwatch.db*")
        )
        other = replace(town.parts, sealing=Sealing(b"1" * 32))
        with ThreadPoolExecutor(1) as thread:
            trial = thread.submit(try_channel, other, made.channel).result()
        assert trial.detail == "the channel was sealed with another server's secret: give its address again"


def test_a_moved_receiver_keeps_its_signing_secret(town: NoticedHall) -> None:
    with LoopbackHttp() as old, LoopbackHttp() as new:
        made = town.channel(old.address())
        settings = made.channel.settings
        change_channel(town.store, SEALING, made.channel, settings, GivenAddress(new.address("/moved")))
        town.told("done")
        town.sends()
        assert old.received == []
        checked(new.received[0], made.signing_secret)


def test_without_permission_no_private_address_is_reached(town: NoticedHall) -> None:
    town.settings = NoticeSettings(dashboard=HERE.dashboard)
    with LoopbackHttp() as server:
        town.channel(server.address())
        town.channel(server.address(host="localhost"))
        town.told("done")
        assert town.sends() == 2
        assert server.received == []
    assert all("its network is not allowed" in error for error in town.errors())
