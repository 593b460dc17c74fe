"""A day's notices reach every kind of server, however often the sender is killed; a repeat has the same key."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from models.outbox import DeliveryState
from tests.support.chat_robots import KEY, dingtalk, feishu, slack, text_of, wecom
from tests.support.loopback_broker import broker, needs_mosquitto
from tests.support.loopback_http import LoopbackHttp, Received, Reply
from tests.support.loopback_mail import LoopbackMail
from tests.support.noticed_hall import NoticedHall

KILLS = 20
NOTICES = 60
"""Of a day: a hall with 30 cameras that each tell of two things."""

Got = Callable[[], list[tuple[str, str]]]
"""All (key, text) that one server has taken so far."""


@needs_mosquitto
def test_no_notice_of_a_day_is_lost_through_twenty_kills(tmp_path: Path) -> None:
    drawn = random.Random(20261201)
    hall = NoticedHall.at(tmp_path / "data")
    hall.time = time.time()
    with ExitStack() as servers:
        taken = dict(_servers(hall, servers, tmp_path, drawn))
        texts = [f"notice {n:02}." for n in range(NOTICES)]
        told = iter(texts)
        for _ in range(KILLS):
            for _ in range(NOTICES // KILLS):
                hall.told(next(told))
            _killed_after(tmp_path / "data", drawn.uniform(0.0, 0.6))
        _finish(hall, tmp_path / "data")
        for kind, got in taken.items():
            arrived = got()
            assert {text for _, text in arrived} == set(texts), kind
            keys = {(key, text) for key, text in arrived}
            assert len(keys) == len({key for key, _ in keys}) == NOTICES, kind  # a repeat has its first key
    hall.close()


def _killed_after(data: Path, seconds: float) -> None:
    """A sender that works for so long and is killed in the middle of whatever it does."""
    command = [sys.executable, "-m", "tests.support.outbox_sender", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sender:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "ready\n"
        time.sleep(seconds)
        sender.send_signal(signal.SIGKILL)


def _finish(hall: NoticedHall, data: Path) -> None:
    """One more sender, which is left alone until everything is sent."""
    command = [sys.executable, "-m", "tests.support.outbox_sender", str(data)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as sender:
        until = time.monotonic() + 300
        while time.monotonic() < until and hall.store.outbox.page(1, DeliveryState.WAITING):
            time.sleep(0.2)
        sender.kill()
    states = Counter(one.state for one in hall.store.outbox.page(9999))
    assert states == {DeliveryState.SENT: NOTICES * 7}


def _servers(
    hall: NoticedHall, servers: ExitStack, folder: Path, drawn: random.Random
) -> Iterator[tuple[str, Got]]:
    """One of each kind, with the channel to it; those over HTTP are slow, busy and break off now and then."""
    robots = {
        "dingtalk": dingtalk,
        "wecom": wecom,
        "feishu": feishu,
        "slack": slack,
        "webhook": lambda _: Reply(),
    }
    paths = {
        "dingtalk": "/robot/send?access_token=token",
        "wecom": "/cgi-bin/webhook/send?key=token",
        "slack": "/services/T0/B0/token",
    }
    for kind, robot in robots.items():
        server = servers.enter_context(LoopbackHttp(otherwise=_moody(robot, random.Random(drawn.random()))))
        secret = KEY if kind in ("dingtalk", "feishu") else ""
        hall.channel(server.address(paths.get(kind, "/hook")), kind, secret=secret)
        yield (
            kind,
            lambda server=server: [  # type: ignore[misc]
                (
                    got.key,
                    _notice(
                        text_of(got) if "notices" not in got.json else got.json["notices"][0]["text"]["en"]
                    ),
                )
                for got in server.taken
            ],
        )
    mail = servers.enter_context(LoopbackMail())
    hall.channel(mail.address(), "email")
    yield "email", lambda: [(one["Message-ID"], _notice(one.get_content())) for one in mail.mails]
    opened = servers.enter_context(broker(folder / "broker"))
    hall.channel(opened.address(), "mqtt")
    yield "mqtt", lambda: [(one["id"], one["notices"][0]["text"]["en"]) for one in opened.messages]


def _moody(robot: Callable[[Received], Reply], drawn: random.Random) -> Callable[[Received], Reply]:
    def answered(got: Received) -> Reply:
        mood = drawn.random()
        if mood < 0.05:
            return Reply(503)
        if mood < 0.1:
            return Reply(drop=True)
        reply = robot(got)
        return Reply(reply.status, reply.body, wait_s=0.02)

    return answered


def _notice(text: str) -> str:
    """The notice within a message."""
    start = text.index("notice ")
    return text[start : text.index(".", start) + 1]
