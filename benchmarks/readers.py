"""Many people at work on one server: `make bench-readers`.

`counterwatch serve` runs as its own program on the store of `make bench-api` (a million events). Each reader sends a
request, reads the answer for `--pause` seconds on average, and sends another one; each writer does the same with
verdicts. A verdict is one transaction with an audit line, and the day is scored again. Every request has a client's
connection of its own, kept open as a browser does. Every question is asked once before, as of a server that runs for
some time. Clients and server share the machine's cores. Prints p50, p95 and the longest answer of readers and writers,
and exits with 1 if a request failed or p95 is beyond the target.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import httpx

from api.secret import load_secret
from api.tokens import Signer
from benchmarks.accuracy.machine import machine
from benchmarks.api import p95, questions
from benchmarks.made_year import fill
from models import ALL_HALLS, Role
from models.store import Store

READERS, WRITERS, SECONDS, PAUSE_S, TARGET_MS = 200, 4, 60.0, 5.0, 250.0
_SESSION_S, _START_S = 36_000.0, 120.0


@dataclass
class Answers:
    """Milliseconds of each answer, and what failed, of one sort of people."""

    took_ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def line(self, name: str, seconds: float) -> str:
        """The figures in one line."""
        rate = len(self.took_ms) / seconds
        return (
            f"{name:8} {len(self.took_ms):6} answers, {rate:6.1f} a second   p50 {statistics.median(self.took_ms):7.1f}"
            f"   p95 {p95(self.took_ms):7.1f}   longest {max(self.took_ms):7.1f} ms   failed {len(self.failed)}"
        )


@dataclass(frozen=True, slots=True)
class Load:
    """Where people ask, for how long, and how long each pauses between an answer and the next request."""

    address: str
    seconds: float
    pause_s: float


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=Path("build/bench-api"), show_default=True)
@click.option("--events", default=1_000_000, show_default=True)
@click.option("--readers", default=READERS, show_default=True)
@click.option("--writers", default=WRITERS, show_default=True)
@click.option("--seconds", default=SECONDS, show_default=True)
@click.option(
    "--pause", default=PAUSE_S, show_default=True, help="Seconds between an answer and the next request."
)
@click.option("--port", default=8765, show_default=True)
def main(  # noqa: PLR0913, PLR0917 - one argument for each option
    data: Path, events: int, readers: int, writers: int, seconds: float, pause: float, port: int
) -> None:
    """Serve the store and let people work on it."""
    if not (data / "counterwatch.db").exists():
        fill(data, events)
    tokens = _accounts(data, readers + writers)
    server = _served(data, port)
    try:
        load = Load(f"http://127.0.0.1:{port}", seconds, pause)
        _wait(load.address, server)
        asked, decided = asyncio.run(_work(load, tokens[:readers], tokens[readers:]))
    finally:
        server.terminate()
        server.wait(60)
    click.echo(
        f"{machine()}; {readers} readers, {writers} writers, a request every {pause:g} s each, {seconds:g} s"
    )
    click.echo(asked.line("readers", seconds))
    click.echo(decided.line("writers", seconds))
    for failure in [*asked.failed, *decided.failed][:5]:
        click.echo(failure)
    slow = [answers for answers in (asked, decided) if answers.took_ms and p95(answers.took_ms) > TARGET_MS]
    met = not slow and not asked.failed and not decided.failed
    click.echo(f"target {TARGET_MS:.0f} ms at p95 and no failure: {'met' if met else 'missed'}")
    sys.exit(0 if met else 1)


def _accounts(data: Path, count: int) -> list[str]:
    """Tokens of so many supervisors, each with a session of its own."""
    signer, now = Signer(load_secret(data)), time.time()
    with Store.at(data) as store:
        user = store.accounts.named("bench") or store.accounts.add(
            "bench", "correct horse", Role.SUPERVISOR, "en", now
        )
        store.grants.give(user.id, ALL_HALLS, "benchmark", now)
        ends = now + _SESSION_S
        sessions = [store.sign_ins.start(user.id, "127.0.0.1", now, ends) for _ in range(count)]
    return [signer.token(user, session, now, ends) for session in sessions]


def _served(data: Path, port: int) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "counterwatch", "serve", "--data", str(data), "--port", str(port)]
    return subprocess.Popen([*words, "--nightly", "off"], env=os.environ | {"PYTHONPATH": str(Path.cwd())})


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{address}/api/v1/health").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    sys.exit("the server did not start")


async def _work(load: Load, readers: Sequence[str], writers: Sequence[str]) -> tuple[Answers, Answers]:
    asked, decided = Answers(), Answers()
    async with _client(load, readers[0]) as client:
        for _, path in questions(random.Random(0)):
            await client.get(path)
    people = [_read(load, token, n, asked) for n, token in enumerate(readers)]
    people += [_decide(load, token, counter, decided) for counter, token in enumerate(writers, start=1)]
    await asyncio.gather(*people)
    return asked, decided


async def _read(load: Load, token: str, number: int, answers: Answers) -> None:
    """One reader, until the time is over."""
    chance = random.Random(number)
    async with _client(load, token) as client:
        await asyncio.sleep(chance.random() * load.pause_s)
        until = time.monotonic() + load.seconds
        while time.monotonic() < until:
            _, path = chance.choice(list(questions(chance)))
            await _timed(client, client.build_request("GET", path), answers)
            await asyncio.sleep(chance.uniform(0.5, 1.5) * load.pause_s)


async def _decide(load: Load, token: str, counter: int, answers: Answers) -> None:
    """One writer, the only one at its counter: decides about one event after the other, until the time is over."""
    chance = random.Random(-counter)
    async with _client(load, token) as client:
        query = {"counter_id": counter, "flagged": True, "limit": 200}
        found = (await client.get("/api/v1/events", params=query)).raise_for_status().json()["items"]
        until = time.monotonic() + load.seconds
        while time.monotonic() < until:
            event = chance.choice(found)
            decision = "confirmed" if event["verdict"] == "open" else "reopened"
            body = {"decision": decision, "expected": event["verdict"], "reason": "measured"}
            path = f"/api/v1/events/{event['id']}/reviews"
            await _timed(client, client.build_request("POST", path, json=body), answers)
            event["verdict"] = "confirmed" if decision == "confirmed" else "open"
            await asyncio.sleep(chance.uniform(0.5, 1.5) * load.pause_s)


async def _timed(client: httpx.AsyncClient, request: httpx.Request, answers: Answers) -> None:
    """Send a request and write down what it took, or how it failed."""
    begin = time.perf_counter()
    try:
        answer = await client.send(request)
    except httpx.HTTPError as error:
        answers.failed.append(f"{request.method} {request.url.path}: {error!r}")
        return
    answers.took_ms.append((time.perf_counter() - begin) * 1000)
    if not answer.is_success:
        answers.failed.append(
            f"{request.method} {request.url.path}: {answer.status_code} {answer.text[:200]}"
        )


def _client(load: Load, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"}
    # There is no TLS here. Certificates for 200 clients took six seconds to load, and then all asked at once.
    return httpx.AsyncClient(base_url=load.address, headers=headers, timeout=30.0, verify=False)


if __name__ == "__main__":
    main()
