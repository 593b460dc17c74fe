"""The packets of a live camera that wait to be decoded; the oldest are left out when nobody takes them for long."""

from queue import Empty, Full, Queue
from typing import Generic, Protocol, TypeVar


class QueuedPacket(Protocol):
    """A packet in the queue. `after_skip` is set on the first one behind packets that were left out."""

    after_skip: bool

    @property
    def is_keyframe(self) -> bool:
        """Whether decoding can begin with it."""


P = TypeVar("P", bound=QueuedPacket)


class PacketQueue(Generic[P]):
    """At most `most` packets. One thread puts, another one takes."""

    def __init__(self, most: int) -> None:
        self._queue: Queue[P] = Queue(most)
        self._until_key = False

    def put(self, packet: P) -> None:
        """Append a packet. A full queue is emptied first: the newest pictures are worth most."""
        if self._until_key:
            if not packet.is_keyframe:
                return
            packet.after_skip, self._until_key = True, False
        try:
            self._queue.put_nowait(packet)
        except Full:
            self.skip()

    def get(self, wait_s: float) -> P | None:
        """The oldest packet; None when none came within `wait_s` seconds."""
        try:
            return self._queue.get(timeout=wait_s) if wait_s > 0 else self._queue.get_nowait()
        except Empty:
            return None

    def oldest(self) -> P | None:
        """The packet that waits for the longest time, which stays; None when none waits."""
        with self._queue.mutex:
            return self._queue.queue[0] if self._queue.queue else None

    def skip(self) -> None:
        """Leave out all packets, and those up to the next key frame."""
        self._until_key = True
        while self.get(0) is not None:
            pass
