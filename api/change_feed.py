"""The changes of the store for all streams of this process: one reader asks for all of them.

A stream holds no database connection and no thread while it waits. The reader runs while there are streams.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool

from models.store import Scope, Store, StoredChange, StoreError


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """The store is asked every `poll_s` seconds, and whether a stream may go on every `check_s`.

    `each` streams of an account or token and `together` of a process are open at once. A stream ends when its client
    is `behind` by more changes; it resumes where it was. `batch` changes are read at once.
    """

    poll_s: float = 0.5
    check_s: float = 5.0
    each: int = 5
    together: int = 200
    behind: int = 1000
    batch: int = 200


@dataclass(frozen=True, slots=True)
class Audience:
    """The reader of a stream: its name, what it may see, and the halls whose notices it may read (None for all)."""

    name: str
    scope: Scope
    sites: frozenset[str] | None

    def hears(self, change: StoredChange) -> bool:
        """Whether a change may be told."""
        if change.notice is None:
            return change.within(self.scope)
        site = change.notice.notice.site
        return self.sites is None or site in self.sites


Renewal = Callable[[], Audience]
"""The audience as it is now; raises HTTPException when its session has ended or its rights are gone."""


class Stream:
    """The waiting changes of one client."""

    def __init__(self, audience: Audience, renewal: Renewal, behind: int) -> None:
        self.audience, self.renewal, self._behind = audience, renewal, behind
        self._waiting: asyncio.Queue[StoredChange | None] = asyncio.Queue()
        self.ended = False

    def offer(self, changes: Sequence[StoredChange]) -> None:
        """Let these changes wait for the client; too many end the stream."""
        if self._waiting.qsize() + len(changes) > self._behind:
            self.end()
        for change in () if self.ended else changes:
            self._waiting.put_nowait(change)

    def end(self) -> None:
        """Tell what waits, and no more."""
        self.ended = True
        self._waiting.put_nowait(None)

    async def next(self) -> StoredChange | None:
        """The next change, also one that the audience may not hear; None at the end."""
        return await self._waiting.get()


class ChangeFeed:
    """The streams of a process and their reader. All methods but the reading itself run in the event loop."""

    def __init__(self, store: Store, limits: FeedLimits | None = None) -> None:
        self._store, self._limits = store, limits or FeedLimits()
        self._streams: list[Stream] = []
        self._reader: asyncio.Task[None] | None = None
        self._last, self._closed = 0, False

    def open(self, audience: Audience, renewal: Renewal) -> Stream:
        """A stream, which hears of the changes from now on; 429 when too many are open, 503 when the server stops."""
        if self._closed:
            raise HTTPException(503, "the server stops: connect again in a moment", {"Retry-After": "5"})
        mine = Counter(one.audience.name for one in self._streams)[audience.name]
        if mine >= self._limits.each:
            said = f"{mine} streams of {audience.name} are open: close one of them"
            raise HTTPException(429, said, {"Retry-After": "5"})
        if len(self._streams) >= self._limits.together:
            raise HTTPException(
                429, "too many streams are open: try again in a moment", {"Retry-After": "60"}
            )
        stream = Stream(audience, renewal, self._limits.behind)
        self._streams.append(stream)
        return stream

    def leave(self, stream: Stream) -> None:
        """The client is gone."""
        self._streams.remove(stream)
        if not self._streams and self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def close(self) -> None:
        """End all streams: the server stops."""
        self._closed = True
        for stream in self._streams:
            stream.end()

    async def begin(self, last: int | None) -> tuple[int, bool]:
        """The change after which a stream that knows `last` begins, and whether nothing between the two is lost."""
        if self._reader is None:
            newest = await run_in_threadpool(self._store.changes.newest)
            if self._reader is None:  # another stream may have come meanwhile, and its reader have read on
                self._last = newest
                self._reader = asyncio.create_task(self._read_on())
        if last is None or last == self._last:
            return self._last, True
        known = await run_in_threadpool(self._store.changes.knows, last)
        return (last, True) if known else (self._last, False)

    async def told(self, stream: Stream, last: int) -> AsyncIterator[StoredChange]:
        """The changes after `last` that the audience may hear: those that are stored, then those that come."""
        while last < self._last and not stream.ended:
            changes = await run_in_threadpool(self._store.changes.after, last, self._limits.batch)
            if not changes:
                break  # retention took them meanwhile
            for change in changes:
                last = change.id
                if stream.audience.hears(change):
                    yield change
        while (waiting := await stream.next()) is not None:
            if waiting.id > last and stream.audience.hears(waiting):
                yield waiting

    async def _read_on(self) -> None:
        """Tell new changes to all streams, and end those that may not go on."""
        clock = asyncio.get_running_loop().time
        check = clock() + self._limits.check_s
        while True:
            await asyncio.sleep(self._limits.poll_s)
            try:
                if clock() >= check:
                    check = clock() + self._limits.check_s
                    await self._renew()
                read = partial(self._store.changes.after, self._last, self._limits.batch)
                changes = await run_in_threadpool(read)
            except StoreError:
                continue  # the database is away: the streams wait for it
            if changes:
                self._last = changes[-1].id
                for stream in self._streams:
                    stream.offer(changes)

    async def _renew(self) -> None:
        streams = list(self._streams)
        for stream, audience in zip(streams, await run_in_threadpool(_renewed, streams), strict=True):
            if audience is None:
                stream.end()
            else:
                stream.audience = audience


def _renewed(streams: Sequence[Stream]) -> list[Audience | None]:
    return [_or_none(stream.renewal) for stream in streams]


def _or_none(renewal: Renewal) -> Audience | None:
    try:
        return renewal()
    except HTTPException:
        return None
