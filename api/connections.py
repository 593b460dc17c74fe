"""Connections of the server: half-open ones are closed, and their number is bounded."""

import asyncio
import resource
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """`head_s`: a request's line and headers must be complete within this time. `head` is their size in bytes.

    `most` connections are open at once; each page holds one. `idle_s` is how long an unused one stays open.
    """

    head_s: float = 10.0
    head: int = 65_536
    most: int = 800
    idle_s: int = 15


LIMITS = ConnectionLimits()


def most_connections() -> int:
    """The connections that may be open: half of the files that this process may open are left for its database."""
    return min(LIMITS.most, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)


class BoundedConnection(HttpToolsProtocol):
    """A connection that is closed when a request's head is late or long.

    A new connection beyond the bound closes the oldest one that waits for a head: somebody who only opens connections
    closes their own. Where all are in use, the new one is closed.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._head = 0

    @property
    def waits(self) -> bool:
        """Whether no complete head has come yet, or none since the last answer."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn does
        """Take the connection, if there is room."""
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > most_connections():
            # In the order of their beginning: server_state.connections is a set.
            waiting = (one for one in self.connections if isinstance(one, BoundedConnection) and one.waits)
            min(waiting, key=lambda one: one.since, default=self).abort()

    def data_received(self, data: bytes) -> None:
        """Read on; a head that is too long ends the connection."""
        super().data_received(data)
        # One part can hold a head and the beginning of a long body, so it is counted when the head is still open.
        if self._deadline is not None:
            self._head += len(data)
            if self._head > LIMITS.head:
                self.abort()

    def on_message_begin(self) -> None:
        """A request begins: its head has to arrive in time."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """The head is here. The body has limits of its own, which the application keeps."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def abort(self) -> None:
        """Close at once, without an answer."""
        self._stop_waiting()
        self.transport.abort()

    def _await_head(self) -> None:
        self._stop_waiting()
        self.since = self.loop.time()
        self._deadline = self.loop.call_later(LIMITS.head_s, self.abort)

    def _stop_waiting(self) -> None:
        self._head = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
