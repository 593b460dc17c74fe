"""No log has a signature of a media address, a token, a password or a camera's credentials."""

import logging

import pytest

from api.log_scrubbing import install_scrubbing, scrubbed
from tests.support.served_program import ServedProgram, get, post

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
