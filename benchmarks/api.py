"""Response times of the API with a million events, called in process without a network: `make bench-api`.

The target is 50 ms at p95. Prints p50 and p95 of every request and of all together, and the median of the
processor time, which other load on the machine does not change. It measures
SQLite, the embedded default; the store is made once and kept in `--data`.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

from api.app import create_app
from api.context import Context
from api.settings import Settings
from benchmarks.made_year import fill
from models import ALL_HALLS, Role

EVENTS, ROUNDS, TARGET_MS = 1_000_000, 40, 50.0
YEAR_S = 365 * 86400
START = 1_763_946_000  # 2025-11-24 09:00 in Shanghai


class Took(NamedTuple):
    """Milliseconds on the clock and of the processor."""

    wall: float
    cpu: float


def questions(chance: random.Random) -> Iterator[tuple[str, str]]:
    """The requests, each time with another day, counter and event."""
    at = START + chance.random() * YEAR_S
    camera, counter, event = chance.randint(1, 20), chance.randint(1, 40), chance.randint(1, 990_000)
    events = "/api/v1/events"
    yield "newest", events
    yield "flagged", f"{events}?flagged=true"
    yield "flagged and open", f"{events}?flagged=true&verdict=open"
    yield "a year back", f"{events}?until={at}"
    yield "one day", f"{events}?since={at}&until={at + 86400}&flagged=true"
    yield "counter", f"{events}?counter_id={counter}&until={at}"
    yield "counter and kind", f"{events}?counter_id={counter}&kind=absence"
    yield "camera", f"{events}?camera_id={camera}&flagged=true"
    yield "hall", f"{events}?site=hall{chance.randint(0, 3)}&flagged=true&until={at}"
    yield "hall and clause", f"{events}?site=hall2&clause=R4&until={at}"
    yield "rare kind", f"{events}?kind=head_on_desk"
    yield "rare kind of a hall", f"{events}?kind=head_on_desk&site=hall1"
    yield "clause", f"{events}?clause=R3&limit=200"
    yield "confirmed", f"{events}?verdict=confirmed&until={at}"
    yield "dismissed rare kind", f"{events}?verdict=dismissed&kind=head_on_desk"
    yield "very sure", f"{events}?min_confidence=0.99"
    yield "no longer found", f"{events}?found=false"
    yield "one event", f"{events}/{event}"
    yield "scores of a month", "/api/v1/days"
    yield "scores of a counter", f"/api/v1/days?counter_id={counter}"
    yield "one score", f"/api/v1/days/2026-03-0{chance.randint(1, 9)}/{counter}"
    yield "halls", "/api/v1/sites"
    yield "me", "/api/v1/me"


async def measure(context: Context, app: object, rounds: int) -> dict[str, list[Took]]:
    """The times of every response, by request."""
    took: dict[str, list[Took]] = {}
    chance = random.Random(11)
    user = context.store.accounts.named("bench") or context.store.accounts.add(
        "bench", "correct horse", Role.SUPERVISOR, "en", 0.0
    )
    context.store.grants.give(user.id, ALL_HALLS, "benchmark", 0.0)
    now = context.now()
    session = context.store.sign_ins.start(user.id, "bench", now, now + 36000)
    token = context.signer.token(user, session, now, now + 36000)
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        client.headers["Authorization"] = f"Bearer {token}"
        for turn in range(rounds + 1):
            for name, path in questions(chance):
                begin, cpu = time.perf_counter(), time.process_time()
                answer = await client.get(path)
                spent = Took((time.perf_counter() - begin) * 1000, (time.process_time() - cpu) * 1000)
                answer.raise_for_status()
                if turn:  # the first turn warms up
                    took.setdefault(name, []).append(spent)
    return took


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> None:
    """Make the store if it is missing, send the requests, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("build/bench-api"))
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    if not (given.data / "counterwatch.db").exists():
        begin = time.perf_counter()
        fill(given.data, given.events)
        sys.stdout.write(f"made the store in {time.perf_counter() - begin:.0f} s\n")
    app = create_app(Settings(given.data))
    context: Context = app.state.context
    took = asyncio.run(measure(context, app, given.rounds))
    everything = [value for values in took.values() for value in values]
    for name, values in [*took.items(), ("all", everything)]:
        wall, cpu = [v.wall for v in values], statistics.median(v.cpu for v in values)
        line = (
            f"{name:22} p50 {statistics.median(wall):7.1f}   p95 {p95(wall):7.1f}   processor {cpu:7.1f} ms\n"
        )
        sys.stdout.write(line)
    reached = p95([v.wall for v in everything])
    sys.stdout.write(f"target {TARGET_MS:.0f} ms at p95: {'met' if reached <= TARGET_MS else 'missed'}\n")
    context.store.close()


if __name__ == "__main__":
    main()
