"""A stream has no end of its own, and still does not keep the program from stopping."""

import os
import shutil
import signal
import time
from pathlib import Path

import httpx

from tests.support.running_api import PASSWORD
from tests.support.served_program import PATIENCE_S, post, program


def test_a_stop_ends_open_streams_at_once(accounts: Path, tmp_path: Path) -> None:
    shutil.copytree(accounts, tmp_path / "data")
    with program(tmp_path / "data") as running:
        body = {"name": "sun", "password": PASSWORD}
        token = post(f"{running.address}/api/v1/sign-in", json=body).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{running.address}/api/v1/stream"
        with httpx.stream("GET", address, headers=headers, timeout=PATIENCE_S) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "event: ready"
            begin = time.monotonic()
            os.kill(running.pid, signal.SIGTERM)
            assert [line for line in lines if line.startswith("event:")] == []
        assert time.monotonic() - begin < 10  # seconds; a bound for a busy machine
    assert "Traceback" not in running.log.read_text("utf-8")
