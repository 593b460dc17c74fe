"""No log has a signature of a media address, a token, a password or a camera's credentials."""

import json
import logging
import shutil
from pathlib import Path

import pytest

from api.json_logs import JsonLines
from api.log_scrubbing import install_scrubbing, scrubbed
from tests.support.served_program import ServedProgram, get, post, program

SIGNATURE = "0123456789abcdef" * 4


def test_the_servers_log_has_no_signature_no_token_and_no_password(served: ServedProgram) -> None:
    media = f"?user=1&expires=99&signature={SIGNATURE}"
    for path in ("/api/v1/events/1/clip", "/events/1/clip", "/nowhere"):
        get(f"{served.address}{path}{media}", headers={"Authorization": f"Bearer {SIGNATURE}"})
    post(f"{served.address}/api/v1/sign-in", json={"name": "sun", "password": "correct horse"})
    log = served.log.read_text("utf-8")
    assert "signature=***" in log  # the pages' framework logs addresses that it does not have
    assert SIGNATURE not in log
    assert "correct horse" not in log


@pytest.mark.parametrize(
    "line",
    [
        "GET /api/v1/events/1/clip?user=1&signature=hidden1 200",
        "{'password': 'hidden1', 'name': 'sun'}",
        'present_password="hidden1"',
        "Authorization: Bearer hidden1",
        "headers: bearer hidden1.x",
        "cookie: counterwatch=hidden1",
        "/oidc?code=hidden1&state=hidden1",
        "/signin?ticket=hidden1",
        "rtsp://sun:hidden1@10.0.0.7/live",
        "eyJhbGciOiJIUzI1NiJ9.hidden1.hidden1",
    ],
)
def test_secrets_are_taken_out_of_lines(line: str) -> None:
    assert "hidden1" not in scrubbed(line)
    assert "***" in scrubbed(line)


def test_other_lines_stay_as_they_are() -> None:
    for line in (
        "exit code: 3, state: open",
        "a token was refused",
        "password too short",
        "rtsp://10.0.0.7/...",
    ):
        assert scrubbed(line) == line


def test_tracebacks_and_arguments_of_every_logger_are_scrubbed(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    install_scrubbing()
    try:
        raise ValueError("signature=hidden1")
    except ValueError:
        logging.getLogger("anything").exception("asked for %s", "/clip?signature=hidden1")
    finally:
        logging.setLogRecordFactory(before)
    assert "asked for /clip?signature=***" in caplog.text
    assert "ValueError: signature=***" in caplog.text
    assert "hidden1" not in caplog.text


def test_the_log_as_json_has_a_line_for_each_request_and_no_secret(accounts: Path, tmp_path: Path) -> None:
    shutil.copytree(accounts, tmp_path / "data")
    with program(tmp_path / "data", "--log-format", "json") as running:
        get(f"{running.address}/api/v1/events/7/clip?user=1&expires=99&signature={SIGNATURE}")
        post(f"{running.address}/api/v1/sign-in", json={"name": "sun", "password": "wrong"})
    told = running.log.read_text("utf-8").splitlines()
    lines = [json.loads(line) for line in told if line.startswith("{")]
    requests = [one for one in lines if one["logger"] == "counterwatch.requests"]
    assert {(one["method"], one["route"], one["status"]) for one in requests} >= {
        ("GET", "/api/v1/events/{event_id}/{kind}", 403),
        ("POST", "/api/v1/sign-in", 401),
    }
    assert all(0 <= one["seconds"] < 60 and one["level"] == "info" for one in requests)
    assert SIGNATURE not in str(told)


def test_a_traceback_is_one_scrubbed_line_of_json(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    install_scrubbing()
    try:
        raise ValueError("signature=hidden1")
    except ValueError:
        logging.getLogger("anything").exception("asked for %s", "/clip?signature=hidden1")
    finally:
        logging.setLogRecordFactory(before)
    line = JsonLines().format(caplog.records[-1])
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("error", "asked for /clip?signature=***")
    assert "ValueError: signature=***" in told["exception"]
    assert "\n" not in line
    assert "hidden1" not in line
