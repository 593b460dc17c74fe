"""Connections that are opened and left: they stop nobody, and are closed."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.connections import BoundedConnection, ConnectionLimits
from tests.support.served_program import ServedProgram, get

HALF = b"GET /signin HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_BODY = b"POST /api/v1/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{"
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_two_hundred_half_open_requests_stop_nobody(served: ServedProgram) -> None:
    lines = [served.connect() for _ in range(200)]
    try:
        for number, line in enumerate(lines):
            line.sendall(HALF if number % 2 else HALF_BODY)
        assert get(f"{served.address}/api/v1/health").status_code == 200
        assert get(f"{served.address}/signin").status_code == 200
    finally:
        for line in lines:
            line.close()


def test_a_head_without_an_end_is_not_kept(served: ServedProgram) -> None:
    with served.connect() as line, pytest.raises(ConnectionError):
        for _ in range(2000):  # 64 MB
            line.sendall(b"GET / HTTP/1.1\r\nX-Long: " + b"y" * 32_000)


class Serving:
    """A server of these connections in this process; every request is answered with 200."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **limits: float) -> None:
        monkeypatch.setattr("api.connections.LIMITS", ConnectionLimits(**limits))  # type: ignore[arg-type]

    async def start(self) -> int:
        """The port."""
        from uvicorn import Config  # noqa: PLC0415
        from uvicorn.server import ServerState  # noqa: PLC0415

        async def app(_scope: Any, _receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"ok"})

        config, self.state = Config(app, log_level="error", timeout_keep_alive=60), ServerState()
        config.load()
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            lambda: BoundedConnection(config=config, server_state=self.state, app_state={}), "127.0.0.1", 0
        )
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Close everything."""
        self.server.close()
        for one in list(self.state.connections):
            one.abort()  # type: ignore[union-attr]
        await asyncio.sleep(0)


def told(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run it in a thread: a browser of another test leaves a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(story())).result()


async def closed(reader: asyncio.StreamReader) -> bool:
    """Whether the server closes this connection without an answer; waits until it does or answers."""
    try:
        return await asyncio.wait_for(reader.read(1), 30) == b""
    except ConnectionError:
        return True


def test_a_head_that_does_not_come_to_its_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        serving = Serving(monkeypatch, head_s=0.05)
        port = await serving.start()
        silent, half, second = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        half[1].write(HALF)
        second[1].write(REQUEST)
        assert (await second[0].readuntil(b"ok"))[-2:] == b"ok"
        second[1].write(HALF)  # the second request of a connection has a limit as well
        assert await asyncio.gather(*(closed(one[0]) for one in (silent, half, second))) == [True] * 3
        for _, writer in (silent, half, second):
            writer.close()
        await serving.stop()

    told(story)


def test_beyond_the_bound_the_oldest_idle_connection_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        serving = Serving(monkeypatch, most=3)
        port = await serving.start()
        idle = []
        for _ in range(3):
            idle.append(await asyncio.open_connection("127.0.0.1", port))
            idle[-1][1].write(REQUEST)
            await idle[-1][0].readuntil(b"ok")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        assert b"200 OK" in await reader.readuntil(b"ok")
        assert await closed(idle[0][0])
        assert len(serving.state.connections) == 3
        for _, one in (*idle, (reader, writer)):
            one.close()
        await serving.stop()

    told(story)
