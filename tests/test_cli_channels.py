"""Channels from the shell: added, ruled, tested, and what was given up sent again; the server sends by itself."""

import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import Action, DeliveryState, Words
from models.store import AuditFilter, Notice, Store
from tests.support.command_line import COMMAND, complaint, environment, run
from tests.support.loopback_http import LoopbackHttp
from tests.support.stored_hall import NINE, hall


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Store.at(tmp_path / "data") as store:
        store.sites.put(hall())
    monkeypatch.setattr(
        "tests.support.command_line.environment",
        lambda: environment() | {"COUNTERWATCH_NOTIFY_NETWORKS": "127.0.0.1"},
    )
    return tmp_path


@pytest.fixture
def server() -> Iterator[LoopbackHttp]:
    with LoopbackHttp() as opened:
        yield opened


def tell(folder: Path, once: str) -> None:
    with Store.at(folder / "data") as store:
        assert store.notices.put(Notice("nightly", once, Words(zh="完成", en=f"{once} done"), "north"), NINE)


def test_a_channel_from_its_address_to_the_notice_that_was_sent_again(
    folder: Path, server: LoopbackHttp
) -> None:
    added = run(
        "channels",
        "add",
        "duty",
        "--kind",
        "webhook",
        "--hall",
        "north",
        folder=folder,
        stdin=server.address("/S3CRET"),
    )
    assert added.returncode == 0, added.stderr
    assert re.search(r"^signing secret \(not shown again\): whsec_\S{44}$", added.stdout, re.MULTILINE)
    assert "S3CRET" not in added.stdout
    assert run("channels", "test", "duty", folder=folder).stdout == "delivered\n"
    tell(folder, "n1")
    assert run("notify", "--once", folder=folder).stdout == "1 tries\n"
    assert [one.json["type"] for one in server.received] == ["notice", "notice"]
    with Store.at(folder / "data") as store:
        (sent,) = store.outbox.page(9)
        assert sent.state is DeliveryState.SENT
        with store._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE outbox SET state = 'dead', last_error = 'HTTP 404'")
    assert "HTTP 404" in run("channels", "outbox", "--state", "dead", folder=folder).stdout
    assert run("channels", "resend", "1", folder=folder).stdout == "1 notices wait again\n"
    assert run("notify", "--once", folder=folder).stdout == "1 tries\n"
    assert server.received[-1].key == sent.key
    listed = run("channels", "list", folder=folder).stdout
    assert "0 waiting, 1 sent, 0 dead" in listed
    assert "S3CRET" not in listed
    with Store.at(folder / "data") as store:
        lines = store.audit.page(AuditFilter(), 99)
    assert {Action.CHANNEL_ADDED, Action.CHANNEL_TESTED, Action.NOTICE_RESENT} <= {
        line.action for line in lines
    }
    assert all("S3CRET" not in f"{line.subject}{line.detail}" for line in lines)


def test_rules_are_said_as_they_are_written(folder: Path, server: LoopbackHttp) -> None:
    run("channels", "add", "duty", "--kind", "webhook", "--all-halls", folder=folder, stdin=server.address())
    options = [
        "--alerts",
        "--hall",
        "north",
        "--notice",
        "nightly",
        "--hours",
        "08:00-18:00",
        "--quiet",
        "22:00-07:00",
    ]
    ruled = run("channels", "rule", "duty", *options, "--digest-at", "08:00", folder=folder)
    assert ruled.stdout == (
        "duty: alerts, hall north, nightly, hours 08:00-18:00, quiet 22:00-07:00, digest at 08:00\n"
    )
    more = run("channels", "rule", "duty", "--more", folder=folder)
    assert more.stdout.splitlines()[1] == "duty: every notice at once"
    assert run("channels", "rotate", "duty", folder=folder).returncode == 0
    assert run("channels", "remove", "duty", folder=folder).stdout == "removed duty\n"
    assert run("channels", "list", folder=folder).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["add", "x", "--kind", "webhook", "--hall", "west"], "https://bank.example/", "no hall 'west'"),
        (["add", "x", "--kind", "webhook"], "https://bank.example/", "which halls"),
        (["add", "x", "--kind", "pigeon", "--all-halls"], "https://bank.example/", "no kind of channel"),
        (["add", "x", "--kind", "webhook", "--all-halls"], "bank.example", "not an address"),
        (
            ["add", "x", "--kind", "webhook", "--all-halls"],
            "https://me:pw@bank.example/",
            "without a password",
        ),
        (["add", "x", "--kind", "webhook", "--all-halls"], "https://bank.example/\nmine", "give none"),
        (["rule", "x"], "", "no channel 'x'"),
        (["rule", "x", "--quiet", "22-7"], "", "write two times"),
        (["resend", "7"], "", "no delivery 7"),
    ],
)
def test_what_cannot_be_is_one_line(folder: Path, arguments: list[str], typed: str, words: str) -> None:
    assert words in complaint("channels", *arguments, folder=folder, stdin=typed)


def test_a_setting_that_is_none_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = environment() | {"COUNTERWATCH_NOTIFY_NETWORKS": "10.0.0.1/8"}
    monkeypatch.setattr("tests.support.command_line.environment", lambda: own)
    assert "COUNTERWATCH_NOTIFY_NETWORKS" in complaint("notify", "--once", folder=folder)


def test_the_server_sends_by_itself(folder: Path, server: LoopbackHttp) -> None:
    run("channels", "add", "duty", "--kind", "webhook", "--all-halls", folder=folder, stdin=server.address())
    own = {**environment(), "COUNTERWATCH_NOTIFY_NETWORKS": "127.0.0.1"}
    command = [*COMMAND, "serve", "--port", "0", "--nightly", "off", "--data", str(folder / "data")]
    with subprocess.Popen(
        command, env=own, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as serving:
        try:
            tell(folder, "n1")
            until = time.monotonic() + 120
            while not server.received and time.monotonic() < until:
                time.sleep(0.1)
        finally:
            serving.terminate()
    assert [one.json["notices"][0]["text"]["en"] for one in server.received] == ["n1 done"]
