"""How fast an outbox drains, and how quick pages stay meanwhile: `make bench-outbox`.

An outbox of 100,000 notices for one webhook on this machine is emptied by `counterwatch notify --once`, a process of
its own as under `counterwatch serve`. Until it ends, the pages of an administrator are asked for over and over. Prints
p50, p95 and the longest answer before and during the draining, the rate, and whether everything arrived under one key
each. With `--seconds`, the sender is stopped after so many, and the rest is left.
"""

import argparse
import asyncio
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Process, Value
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert

from api.app import create_app
from api.secret import load_secret
from api.settings import Settings
from models import ChannelSettings, Role
from models.nightly_tables import NoticeRow
from models.outbox_tables import DeliveryRow
from models.store import Store
from pipeline.notices.administration import GivenAddress, add_channel
from pipeline.notices.sealing import Sealing

PAGES = (
    "/api/v1/outbox",
    "/api/v1/outbox?state=waiting",
    "/api/v1/channels",
    "/api/v1/notices",
    "/api/v1/events",
)
AT = 1_795_395_600.0


def receiver(port: Any, keys: Any) -> None:
    """A webhook that takes everything, and counts requests and different keys."""
    seen: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.add(self.headers["webhook-id"])
            keys.value = len(seen)
            self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port.value = server.server_address[1]
    server.serve_forever()


@contextmanager
def receiving() -> Iterator[tuple[str, Any]]:
    """The address of the webhook, and the number of keys that it has seen."""
    port, keys = Value("i", 0), Value("i", 0)
    process = Process(target=receiver, args=(port, keys), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port.value}/hook", keys
    process.kill()


def fill(data: Path, address: str, deliveries: int) -> None:
    """A store whose outbox holds so many notices for one channel, and an administrator."""
    with Store.at(data) as store:
        store.accounts.add("an", "correct horse", Role.ADMIN, "en", AT)
        settings = ChannelSettings("bench", frozenset({"*"}), "en")
        add_channel(store, Sealing(load_secret(data)), "webhook", settings, GivenAddress(address), "an", AT)
        with store._engine.begin() as connection:
            for first in range(0, deliveries, 10_000):
                numbers = range(first + 1, min(first + 10_000, deliveries) + 1)
                notices = [
                    {
                        "id": n,
                        "at": AT,
                        "kind": "nightly",
                        "site": "",
                        "day": None,
                        "once": f"n{n}",
                        "zh": "完成",
                        "en": "done",
                    }
                    for n in numbers
                ]
                connection.execute(insert(NoticeRow), notices)
                rows = [
                    {
                        "key": f"msg_{n:032}", "channel_id": 1, "notice_id": n, "state": "waiting", "kind": "nightly",
                        "site": "", "day": None, "at": AT, "zh": "完成", "en": "done", "digest": False, "batch": None,
                        "due": AT - 1e6, "tries": 0, "last_error": "", "lease": "", "lease_until": 0.0,
                    }
                    for n in numbers
                ]  # fmt: skip
                connection.execute(insert(DeliveryRow), rows)


class Reader:
    """An administrator who asks for one page after the other."""

    def __init__(self, data: Path) -> None:
        self._app = create_app(Settings(data))
        parts = self._app.state.context
        user = parts.store.accounts.named("an")
        session = parts.store.sign_ins.start(user.id, "127.0.0.1", time.time(), time.time() + 36000)
        self._token = parts.signer.token(user, session, time.time(), time.time() + 36000)

    async def read(self, goes_on: Any) -> list[float]:
        """Milliseconds of each answer, until `goes_on` is over; ten requests a second."""
        transport = httpx.ASGITransport(self._app)
        headers = {"Authorization": f"Bearer {self._token}"}
        took: list[float] = []
        async with httpx.AsyncClient(
            transport=transport, base_url="http://counterwatch", headers=headers
        ) as asking:
            while goes_on():
                for path in PAGES:
                    start = time.perf_counter()
                    answer = await asking.get(path)
                    took.append(1000 * (time.perf_counter() - start))
                    assert answer.status_code == 200, answer.text
                    await asyncio.sleep(0.1)
        return took


def told(name: str, took: list[float]) -> str:
    """One row of the table."""
    p95 = statistics.quantiles(took, n=20)[-1]
    return f"| {name} | {len(took)} | {statistics.median(took):.1f} | {p95:.1f} | {max(took):.1f} |"


def main() -> int:
    """Fill, drain, and print; exit code 1 where something did not arrive."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--deliveries", type=int, default=100_000)
    options.add_argument("--seconds", type=float, default=86400.0)
    given = options.parse_args()
    wanted = given.deliveries
    with tempfile.TemporaryDirectory() as folder, receiving() as (address, keys):
        data = Path(folder) / "data"
        fill(data, address, wanted)
        reader = Reader(data)
        rounds = iter(range(10))
        before = asyncio.run(reader.read(lambda: next(rounds, None) is not None))
        environment = os.environ | {
            "COUNTERWATCH_NOTIFY_NETWORKS": "127.0.0.1",
            "COUNTERWATCH_DATA": str(data),
        }
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "counterwatch", "notify", "--once"], env=environment
        ) as sender:
            during = asyncio.run(
                reader.read(lambda: sender.poll() is None and time.monotonic() - began < given.seconds)
            )
            sender.terminate()
        seconds = time.monotonic() - began
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print("| pages | answers | p50 ms | p95 ms | longest ms |\n|---|---:|---:|---:|---:|")
        print(told("before", before))
        print(told("while the outbox drains", during))
        print(f"{keys.value} of {wanted} arrived in {seconds:.0f} s, {keys.value / seconds:.0f} a second")
        return 0 if keys.value == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
