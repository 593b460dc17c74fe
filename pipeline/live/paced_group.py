"""The cameras of a worker process, looked at in fair turns and at the pace that the processor allows."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.live.look_pace import LIMITS, CpuAllowance, FairTurns, LookPace
from pipeline.live.session import LiveSession
from pipeline.live.slow_notice import Notify, SlowNotice
from pipeline.live.worker_line import WorkerLine


@dataclass
class PacedGroup:
    """`round` gives each camera a turn that is due; `cores` is what the process may use until it is told otherwise."""

    sessions: Sequence[LiveSession]
    line: WorkerLine
    notice: SlowNotice
    cores: float
    steady: Callable[[], float] = time.monotonic
    spent: Callable[[], float] = time.process_time
    _turns: FairTurns = field(init=False)
    _paces: list[LookPace] = field(init=False)
    _allowance: CpuAllowance = field(init=False)

    @classmethod
    def of(
        cls, sessions: Sequence[LiveSession], line: WorkerLine, notify: Notify, cores: float
    ) -> "PacedGroup":
        """The group of these sessions of one site; `notify` is `DeliveryThreads.notify`."""
        return cls(sessions, line, SlowNotice(sessions[0].hall, notify), cores)

    def __post_init__(self) -> None:
        self._turns = FairTurns(len(self.sessions))
        self._paces = [LookPace() for _ in self.sessions]
        self._allowance = CpuAllowance(self.cores, self.steady(), self.spent())

    def round(self) -> float:
        """As many turns as there are cameras; returns the seconds to rest, 0 when more may wait to be looked at.

        While the process has to rest, nothing is looked at, and everything else goes on.
        """
        self._allowance.cores = self.line.cores or self.cores
        rest_s = self._allowance.rest_s(self.steady(), self.spent())
        looked = rest_s <= 0 and bool(self.sessions) and all(self._look() for _ in self.sessions)
        for session in self.sessions:
            session.tick()
            self.line.go_on(ready=True)
        self._keep_pace()
        return 0.0 if looked else max(rest_s, LIMITS.idle_s)

    def end(self) -> None:
        """Tell that looking ends, where it was told that looks are slowed."""
        self.notice.end(self._skipped_s)

    @property
    def _skipped_s(self) -> float:
        return sum(session.skipped_s for session in self.sessions)

    def _look(self) -> bool:
        """Look at the least served camera that has a picture: one that needs little never waits for a crowded one."""
        return any(self._turn(camera) for camera in self._turns.due())

    def _turn(self, camera: int) -> bool:
        before = self.spent()
        looked = self.sessions[camera].look()
        self.line.go_on(ready=True)
        self._turns.looked(camera, self.spent() - before, had_picture=looked)
        return looked

    def _keep_pace(self) -> None:
        now = self.steady()
        for session, pace in zip(self.sessions, self._paces, strict=True):
            late_s = session.source.late_s
            pace.follow(now, late_s)
            session.rate = pace.rate
            if pace.too_late(late_s):
                session.source.skip()
        slow = [i for i, pace in enumerate(self._paces) if pace.slowed]
        self.line.short = bool(slow)
        self.notice.note(
            [self.sessions[i].camera.id for i in slow],
            min((self._paces[i].rate for i in slow), default=0.0),
            self._skipped_s,
        )
