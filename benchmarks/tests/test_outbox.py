"""The benchmark of the outbox, small: everything arrives, and pages answer meanwhile."""

import subprocess
import sys


def test_a_small_outbox_drains_while_pages_are_read() -> None:
    command = [sys.executable, "-m", "benchmarks.outbox", "--deliveries", "400"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert "| while the outbox drains |" in done.stdout
    assert "400 of 400 arrived" in done.stdout
