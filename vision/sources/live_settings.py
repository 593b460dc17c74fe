"""Settings of live cameras: how long to wait for them, and how much of their pictures is kept."""

from dataclasses import dataclass
from pathlib import Path

from av.error import HTTPForbiddenError, HTTPUnauthorizedError

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """Settings of live cameras. The spool of recent pictures is in `folder`."""

    connect_s: float = limit(10.0, "s", Basis.CHOICE, "connecting over the internet takes as long")
    stall_s: float = limit(
        8.0, "s", Basis.CHOICE, "a camera without a packet is lost; slow cameras send one a second"
    )
    retry_s: float = limit(1.0, "s", Basis.CHOICE, "the first wait before a new connection")
    longest_retry_s: float = limit(
        2.0, "s", Basis.CHOICE, "the longest wait before one: a camera that is back is seen within five"
    )
    refused_s: float = limit(
        15.0, "s", Basis.CHOICE, "the same where the password is refused: cameras lock accounts"
    )
    keep_s: float = limit(900.0, "s", Basis.CHOICE, "recent pictures for clips of events that settle late")
    spool_bytes: int = limit(256 << 20, "bytes", Basis.CHOICE, "of recent pictures, whatever their rate")
    backlog: int = limit(
        600, "packets", Basis.CHOICE, "20 s of a usual camera; then decoding restarts at a key frame"
    )
    gather_s: float = limit(1.0, "s", Basis.CHOICE, "its packets give the offset of the camera's clock")
    gaps_kept: int = limit(100, "gaps", Basis.CHOICE, "reported as they occur; older ones are in coverage")
    close_s: float = limit(0.2, "s", Basis.CHOICE, "many cameras are closed one after the other")
    wait_s: float = limit(0.2, "s", Basis.CHOICE, "a reader waits for a picture: the time between two looks")
    folder: Path | None = None

    @property
    def hangs_s(self) -> float:
        """Seconds without any sign of the receiving thread, longer than every wait that it knows."""
        return 2 * (self.connect_s + self.stall_s + max(self.longest_retry_s, self.refused_s))

    def next_wait_s(self, wait_s: float, error: Exception | None) -> float:
        """The wait before the connection after next, when the last wait was `wait_s` and the last try ended so."""
        refused = isinstance(error, (HTTPUnauthorizedError, HTTPForbiddenError))
        return min(2 * wait_s, self.refused_s if refused else self.longest_retry_s)
