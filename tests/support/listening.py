"""A real server on loopback over a town, and clients that listen to its stream of changes."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import uvicorn

from api.change_feed import ChangeFeed, FeedLimits
from tests.support.running_api import Town

QUICK = FeedLimits(poll_s=0.05, check_s=0.2, each=5, together=20)
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its type, its id, and its data."""

    type: str
    id: int
    data: dict[str, Any]


class Listener:
    """One open stream."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.iter_lines()

    def line(self) -> str:
        """The next line that is not empty."""
        return next(line for line in self._lines if line)

    def next(self) -> Message:
        """The next message; StopIteration at the end of the stream."""
        fields: dict[str, str] = {}
        while not {"event", "data", "id"} <= fields.keys():
            name, _, value = self.line().partition(": ")
            fields[name] = value
        return Message(fields["event"], int(fields["id"]), json.loads(fields["data"]))

    def rest(self) -> list[Message]:
        """All messages until the stream ends."""
        found = []
        try:
            while True:
                found.append(self.next())
        except (StopIteration, httpx.RemoteProtocolError):
            return found


class ServedTown:
    """A town behind a real socket."""

    def __init__(self, town: Town, port: int) -> None:
        self.town, self._address = town, f"http://127.0.0.1:{port}/api/v1/stream"

    @contextmanager
    def listens(self, name: str, after: int | None = None, seconds: int | None = None) -> Iterator[Listener]:
        """A stream of this account that knows the change `after`; it is closed at the end of the block."""
        headers = {"Authorization": f"Bearer {self.town.token(name)}"}
        headers |= {} if after is None else {"Last-Event-ID": str(after)}
        query = {} if seconds is None else {"seconds": str(seconds)}
        with (
            httpx.Client(timeout=PATIENCE_S, verify=False) as client,
            client.stream("GET", self._address, headers=headers, params=query) as answer,
        ):
            if answer.status_code != 200:
                answer.read()
            yield Listener(answer)


@contextmanager
def served(town: Town, limits: FeedLimits = QUICK) -> Iterator[ServedTown]:
    """Serve a town until the block is left, with these limits of its streams."""
    feed = ChangeFeed(town.store, limits)
    town.app.state.context = replace(town.app.state.context, feed=feed)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(town.app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield ServedTown(town, listening.getsockname()[1])
        finally:
            feed.close()
            server.should_exit = True
            thread.join(PATIENCE_S)
