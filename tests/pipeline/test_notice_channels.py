"""E-mail, chat robots and MQTT, each to a real server on this machine."""

import datetime as dt
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import ChannelSettings, NoticeRule
from pipeline.errors import PipelineError
from pipeline.notices.administration import GivenAddress, add_channel
from pipeline.notices.limits import LIMITS
from pipeline.notices.registry import channel_kind, channel_kinds
from tests.support.certificates import certificate
from tests.support.chat_robots import KEY, dingtalk, feishu, slack, text_of, wecom
from tests.support.loopback_broker import broker, needs_mosquitto
from tests.support.loopback_http import Answering, LoopbackHttp, Reply
from tests.support.loopback_mail import LoopbackMail, MailRules
from tests.support.noticed_hall import SEALING, NoticedHall

HOUR = 3600.0
ROBOTS = [
    ("dingtalk", dingtalk, "/robot/send?access_token=token", KEY),
    ("wecom", wecom, "/cgi-bin/webhook/send?key=token", ""),
    ("feishu", feishu, "/open-apis/bot/v2/hook/token", KEY),
    ("slack", slack, "/services/T0/B0/token", ""),
]
NAMES = [name for name, *_ in ROBOTS]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[NoticedHall]:
    hall = NoticedHall.at(tmp_path / "data")
    yield hall
    hall.close()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A certificate that this machine trusts during the test."""
    made = certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=made[0])
    monkeypatch.setattr("pipeline.notices.channels.email.trusted_authorities", lambda: trusted)
    monkeypatch.setattr("pipeline.notices.channels.mqtt.trusted_authorities", lambda: trusted)
    return made


def test_every_file_of_the_folder_is_a_kind() -> None:
    assert list(channel_kinds()) == ["dingtalk", "email", "feishu", "mqtt", "slack", "webhook", "wecom"]
    with pytest.raises(PipelineError, match="must be one of dingtalk, email"):
        channel_kind("pigeon")


@pytest.mark.parametrize(("kind", "robot", "path", "key"), ROBOTS, ids=NAMES)
def test_a_robot_takes_a_notice_in_the_language_of_its_group(
    town: NoticedHall, kind: str, robot: Answering, path: str, key: str
) -> None:
    with LoopbackHttp(otherwise=robot) as server:
        settings = ChannelSettings("班组", frozenset({"*"}), "zh")
        town.channel(server.address(path), kind, secret=key, settings=settings)
        town.told("camera cam1 moved", kind="camera_moved", zh="摄像机 <cam1> 移位")
        assert town.sends() == 1
        (got,) = server.received
    assert town.states() == ["sent"]
    moved = "摄像机 &lt;cam1&gt; 移位" if kind == "slack" else "摄像机 <cam1> 移位"
    assert text_of(got) == (
        f"柜台守望：需要处理\n【North hall】\n11-23 09:00 {moved} 2\nhttps://hall.example/notices"
    )


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("dingtalk", '{"errcode": 130101, "errmsg": "send too fast"}', "errcode 130101"),
        ("wecom", '{"errcode": 45009, "errmsg": "api freq out of limit"}', "errcode 45009"),
        ("feishu", '{"code": 11232, "msg": "frequency limited"}', "code 11232"),
    ],
)
def test_a_robot_that_answers_200_to_what_it_refuses_has_not_taken_it(
    town: NoticedHall, kind: str, answer: str, words: str
) -> None:
    _, robot, path, key = next(one for one in ROBOTS if one[0] == kind)
    with LoopbackHttp([Reply(200, answer)], robot) as server:
        town.channel(server.address(path), kind, secret=key)
        town.told("one")
        town.told("two")
        assert town.sends() == 1  # the robot is busy, so that two waits as well
        assert words in " ".join(town.errors())
        town.time += LIMITS.first_wait_s
        assert town.sends() == 2
        assert town.states() == ["sent", "sent"]
        assert len({one.key for one in server.received}) == 2


@pytest.mark.parametrize(("kind", "robot", "path", "key"), ROBOTS, ids=NAMES)
@pytest.mark.parametrize("wrong", ["key", "path"])
def test_a_wrong_key_or_address_is_told_and_never_shown(
    town: NoticedHall, kind: str, robot: Answering, path: str, key: str, wrong: str
) -> None:
    if (wrong == "key" and not key) or (wrong == "path" and kind == "feishu"):
        return  # without a key, and a robot whose path is not looked at
    with LoopbackHttp(otherwise=robot) as server:
        address = server.address(path.replace("token", "wr0ng") if wrong == "path" else path)
        town.channel(address, kind, secret="SECwr0ng" if wrong == "key" else key)
        town.told("done")
        assert town.sends() == 1
    assert town.states() == ["waiting"]
    assert town.errors()[0]
    assert "wr0ng" not in town.errors()[0]


@pytest.mark.parametrize(("kind", "robot", "path", "key"), ROBOTS, ids=NAMES)
def test_a_long_text_is_cut_to_what_the_robot_takes(
    town: NoticedHall, kind: str, robot: Answering, path: str, key: str
) -> None:
    with LoopbackHttp(otherwise=robot) as server:
        town.channel(server.address(path), kind, secret=key)
        town.told("窗口" * 20_000)
        assert town.sends() == 1
        text = text_of(server.received[0])
    assert town.states() == ["sent"]
    assert text.endswith("… (the dashboard has the rest)\nhttps://hall.example/notices")
    assert len(text.encode()) <= channel_kind(kind).most_bytes


def test_a_mail_arrives_with_its_key(town: NoticedHall) -> None:
    with LoopbackMail() as server:
        town.channel(server.address(to="manager@bank.example&to=duty@bank.example"), "email")
        town.told("camera cam1 moved", kind="camera_moved")
        assert town.sends() == 1
        (mail,) = server.mails
    (sent,) = town.store.outbox.page(9)
    assert mail["Message-ID"] == f"<{sent.key}@counterwatch.invalid>"
    assert (mail["Subject"], mail["To"]) == (
        "Counterwatch: needs attention",
        "manager@bank.example, duty@bank.example",
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == [
        "[North hall]",
        "11-23 09:00 camera cam1 moved",
        "https://hall.example/notices",
    ]


def test_a_mail_server_that_wants_it_later_gets_the_same_mail_later(town: NoticedHall) -> None:
    with LoopbackMail(replies=("451 greylisted", "554 no")) as server:
        town.channel(server.address(), "email")
        town.told("done")
        assert town.sends() == 1
        assert town.errors() == ["SMTP 451 greylisted"]
        town.time += LIMITS.first_wait_s
        assert town.sends() == 1
        assert town.errors() == ["SMTP 554 no"]
        town.time += HOUR
        assert town.sends() == 1
        assert town.states() == ["sent"]
        assert len(server.mails) == 1


@pytest.mark.parametrize("at_once", [True, False])
def test_a_password_goes_over_tls_only(town: NoticedHall, files: tuple[Path, Path], at_once: bool) -> None:
    with LoopbackMail(MailRules(files, at_once, password=True)) as server:
        town.channel(server.address("smtps" if at_once else "smtp", "hall@"), "email", secret="s3cret")
        town.told("done")
        assert town.sends() == 1
        assert (town.errors(), len(server.mails)) == ([""], 1)
    with LoopbackMail() as plain:
        town.channel(plain.address("smtp", "hall@"), "email", secret="s3cret")
        town.told("again")
        town.sends()
        assert any("no STARTTLS, so the password is not sent" in error for error in town.errors())
        assert plain.mails == []


def test_a_mail_server_of_another_name_is_not_trusted(town: NoticedHall, files: tuple[Path, Path]) -> None:
    with LoopbackMail(MailRules(files, at_once=True)) as server:
        town.channel(server.address("smtps").replace("127.0.0.1", "localhost"), "email")
        town.told("done")
        town.sends()
        assert "Hostname mismatch" in town.errors()[0]
        assert server.mails == []


@needs_mosquitto
def test_a_broker_takes_a_notice_and_a_reader_gets_it(town: NoticedHall, tmp_path: Path) -> None:
    with broker(tmp_path / "broker") as server:
        town.channel(server.address(), "mqtt")
        town.told("camera cam1 moved", kind="camera_moved")
        town.told("done")
        assert town.sends() == 2
        _until(lambda: len(server.messages) == 2)
    assert [one["notices"][0]["text"]["en"] for one in server.messages] == ["camera cam1 moved", "done"]
    keys = [one.key for one in reversed(town.store.outbox.page(9))]
    assert [one["id"] for one in server.messages] == keys


@needs_mosquitto
def test_a_broker_wants_a_password_over_tls(
    town: NoticedHall, files: tuple[Path, Path], tmp_path: Path
) -> None:
    with broker(tmp_path / "broker", files, "s3cret") as server:
        town.channel(server.address("mqtts", "hall@"), "mqtt", secret="s3cret")
        town.channel(server.address("mqtts", "hall@"), "mqtt", secret="wr0ng")
        town.told("done")
        assert town.sends() == 2
        _until(lambda: len(server.messages) == 1)
    assert sorted(town.states()) == ["sent", "waiting"]
    assert any("Not authorized" in error for error in town.errors())


def test_a_broker_that_is_away_is_tried_again(town: NoticedHall) -> None:
    with LoopbackHttp() as server:
        port = server.port
    town.channel(f"mqtt://127.0.0.1:{port}/notices/hall", "mqtt")
    town.told("done")
    assert town.sends() == 1
    assert "ConnectionRefusedError" in town.errors()[0]
    assert town.states() == ["waiting"]


def test_a_digest_of_two_halls_is_one_mail(town: NoticedHall) -> None:
    with LoopbackMail() as server:
        town.channel(server.address(), "email", NoticeRule(digest_at=dt.time(18)))
        town.told("first")
        town.told("of the whole site", site="")
        town.told("second")
        town.time += 9 * HOUR
        assert town.sends() == 1
        (mail,) = server.mails
    assert mail["Subject"] == "Counterwatch: 3 notices"
    assert mail.get_content().splitlines() == [
        "11-23 09:00 of the whole site",
        "[North hall]",
        "11-23 09:00 first",
        "11-23 09:00 second",
        "https://hall.example/notices",
    ]


@pytest.mark.parametrize(
    ("kind", "address", "secret", "words"),
    [
        ("email", "smtp://mail.example/?to=a@b", "", "not the address of an e-mail channel"),
        ("email", "smtps://u:pw@mail.example/?from=a@b&to=c@d", "", "not the address of an e-mail channel"),
        ("email", "smtps://mail.example/?from=a@b&to=c%0ABcc:x@y", "", "is no e-mail address"),
        ("email", "imap://mail.example/?from=a@b&to=c@d", "", "not the address of an e-mail channel"),
        ("mqtt", "mqtts://broker.example/", "", "not the address of an MQTT channel"),
        ("mqtt", "mqtts://broker.example/notices/%23", "", "not the address of an MQTT channel"),
        ("mqtt", "mqtt://u:pw@broker.example/notices", "", "not the address of an MQTT channel"),
        ("wecom", "ftp://qyapi.example/", "", "not an address"),
        ("slack", "https://hooks.example/x", "mine", "takes no secret"),
        ("dingtalk", "https://[bad/", "", "not an address"),
    ],
)
def test_an_address_of_another_kind_is_refused(
    town: NoticedHall, kind: str, address: str, secret: str, words: str
) -> None:
    settings = ChannelSettings("x", frozenset({"*"}))
    with pytest.raises(ValueError, match=words):
        add_channel(town.store, SEALING, kind, settings, GivenAddress(address, secret), "an", town.time)


def _until(reached: object) -> None:
    until = time.monotonic() + 30
    while not reached() and time.monotonic() < until:  # type: ignore[operator]
        time.sleep(0.02)
