"""A machine with too little processor time: crowded counters are looked at less often, quiet ones as ever."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from models import phrase
from pipeline.live.budget import Budget, fair_shares
from pipeline.live.look_pace import LIMITS
from pipeline.live.paced_group import PacedGroup
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from pipeline.live.slow_notice import SlowNotice
from pipeline.live.supervisor import SupervisedWorker, SupervisionLimits
from pipeline.live.worker_line import WorkerLine
from pipeline.processes import quotas
from pipeline.recordings import LOOKS
from tests.support import live_workers
from tests.support.nightly_hall import SITE


@dataclass
class Machine:
    """One core with a clock; what looks costs time on both."""

    now: float = 0.0
    cpu_s: float = 0.0

    def works(self, seconds: float) -> None:
        self.now += seconds
        self.cpu_s += seconds


@dataclass
class Desk:
    """A camera and its session: a picture costs `cost_s` processor seconds to look at."""

    machine: Machine
    id: str
    cost_s: float
    rate: float = LOOKS.rate
    skipped_s: float = 0.0
    shown: float = 0.0
    looks: list[float] = field(default_factory=list)

    @property
    def camera(self) -> "Desk":
        return self

    @property
    def source(self) -> "Desk":
        return self

    @property
    def late_s(self) -> float:
        return self.machine.now - self.shown

    def look(self) -> bool:
        if self.machine.now < self.shown + 1 / self.rate:
            return False
        self.shown += 1 / self.rate
        self.machine.works(self.cost_s)
        self.looks.append(self.machine.now)
        return True

    def skip(self) -> None:
        self.skipped_s += self.late_s
        self.shown = self.machine.now

    def tick(self) -> None:
        pass

    def pace(self, since: float) -> float:
        """Looks a second from this moment on."""
        return sum(look >= since for look in self.looks) / (self.machine.now - since)


class Line:
    """The line to a supervisor that says nothing."""

    cores: float | None = None
    short = False

    def go_on(self, *, ready: bool) -> None:
        assert ready


@dataclass
class Hall:
    """Some cameras of a site that one process looks at."""

    costs: dict[str, float]
    cores: float = 1.0
    machine: Machine = field(default_factory=Machine)
    lines: list[str] = field(default_factory=list)
    notices: list[tuple[str, float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desks = {name: Desk(self.machine, name, cost_s) for name, cost_s in self.costs.items()}
        desks, self.line = list(self.desks.values()), Line()
        hall = LiveSite(SITE, None, None, Path(), lambda: self.machine.now, self.lines.append)  # type: ignore[arg-type]
        self.group = PacedGroup(
            cast(list[LiveSession], desks),
            cast(WorkerLine, self.line),
            SlowNotice(hall, self.notify),
            self.cores,
            lambda: self.machine.now,
            lambda: self.machine.cpu_s,
        )

    def notify(self, about: str, since: float, key: str, figures: Mapping[str, str]) -> str:
        self.notices.append((about, since, key))
        return phrase(key, **figures).en

    def goes_on(self, seconds: float) -> "Hall":
        until = self.machine.now + seconds
        while self.machine.now < until:
            self.machine.now += self.group.round()
        return self


def test_a_machine_with_enough_time_looks_five_times_a_second_and_says_nothing() -> None:
    hall = Hall({"cam1": 0.02, "cam2": 0.08}).goes_on(120)
    assert hall.desks["cam1"].pace(10) == pytest.approx(5, abs=0.1)
    assert hall.desks["cam2"].pace(10) == pytest.approx(5, abs=0.1)
    assert hall.lines == []
    assert not hall.line.short


def test_a_crowded_counter_is_looked_at_less_often_and_takes_nothing_from_the_quiet_ones() -> None:
    hall = Hall({"crowded": 0.25, "quiet1": 0.02, "quiet2": 0.02, "quiet3": 0.02}).goes_on(180)
    for name in ("quiet1", "quiet2", "quiet3"):
        assert hall.desks[name].pace(30) == pytest.approx(5, abs=0.1)
        assert hall.desks[name].skipped_s == 0
    crowded = hall.desks["crowded"]
    assert 2.3 < crowded.pace(60) < 2.9  # the 0.7 cores that the others leave
    assert crowded.skipped_s == 0
    assert crowded.late_s < 3
    assert hall.line.short


def test_where_even_few_looks_cost_too_much_time_is_left_out_fairly_and_told() -> None:
    hall = Hall({"cam1": 0.4, "cam2": 0.4, "quiet": 0.02}).goes_on(240)
    one, other = hall.desks["cam1"], hall.desks["cam2"]
    assert one.pace(60) == pytest.approx(other.pace(60), abs=0.2)
    assert 60 < one.skipped_s < 180
    assert one.skipped_s == pytest.approx(other.skipped_s, rel=0.25)
    assert one.late_s < LIMITS.dropped_s + 3
    assert hall.desks["quiet"].pace(30) == pytest.approx(5, abs=0.1)


def test_a_budget_of_half_a_core_is_kept() -> None:
    hall = Hall({"cam1": 0.1, "cam2": 0.1, "cam3": 0.1}, cores=0.5).goes_on(120)
    assert hall.machine.cpu_s == pytest.approx(60, abs=2)


def test_one_notice_says_that_looks_are_slowed_and_then_until_when() -> None:
    hall = Hall({"cam1": 0.4}).goes_on(100)
    (line,), (begun,) = hall.lines, hall.notices
    assert begun[2] == "notice.looks_slowed"
    assert "cameras cam1 are looked at less often than usual (down to 2.0 times a second)" in line
    hall.desks["cam1"].cost_s = 0.05
    hall.goes_on(150)
    (_, ended) = hall.notices
    assert "cameras cam1 were looked at less often than usual" in hall.lines[1]
    assert ended[:2] == begun[:2]
    assert hall.desks["cam1"].pace(hall.machine.now - 20) == pytest.approx(5, abs=0.1)
    hall.goes_on(100)
    assert len(hall.lines) == 2


def test_a_stop_while_looks_are_slowed_tells_until_when_they_were() -> None:
    hall = Hall({"cam1": 0.4}).goes_on(100)
    hall.group.end()
    assert [key for _, _, key in hall.notices] == ["notice.looks_slowed", "notice.looks_were_slowed"]
    hall.group.end()
    assert len(hall.notices) == 2


def test_a_crowded_moment_is_no_news() -> None:
    hall = Hall({"cam1": 0.4}).goes_on(15)
    hall.desks["cam1"].cost_s = 0.05
    assert hall.goes_on(200).lines == []


# --- the budget of several workers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "shares"),
    [
        ([9, 9], [1, 1]),
        ([0.5, 9], [0.5, 1.5]),
        ([0.2, 0.3], [0.2, 0.3]),
        ([9, 0], [2, 0]),
    ],
    ids=["both are short", "one is quiet", "there is enough", "one is idle"],
)
def test_a_worker_that_is_short_takes_what_the_other_leaves(wishes: list[float], shares: list[float]) -> None:
    assert fair_shares(2, [1, 1], wishes) == pytest.approx(shares)


def test_a_worker_of_more_cameras_has_a_larger_share() -> None:
    assert fair_shares(3, [2, 1], [9, 9]) == pytest.approx([2, 1])


def test_a_worker_that_is_short_hears_that_it_may_use_what_is_left() -> None:
    limits = SupervisionLimits(round_s=0.02)
    lines = list[str]()
    short = SupervisedWorker("cam1", lambda: live_workers.counts_its_cores, lines.append, limits)
    quiet = SupervisedWorker("cam2", lambda: live_workers.works, lines.append, limits)
    budget, stop = Budget(3.0, {short: 1, quiet: 1}), threading.Event()

    def shared() -> bool:
        for worker in (short, quiet):
            worker.check()
        budget.round()
        return any(line.startswith("may use 2.") for line in lines)

    try:
        live_workers.wait_until(shared, "may use 2")
    finally:
        stop.set()
        for worker in (short, quiet):
            worker.ask_to_stop()
        for worker in (short, quiet):
            worker.wait(float("inf"))
    assert "may use 1.50 cores" in lines


def test_a_container_with_a_quota_has_fewer_cores_than_its_machine(tmp_path: Path) -> None:
    group = tmp_path / "system.slice" / "hall.service"
    group.mkdir(parents=True)
    (group / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "system.slice" / "cpu.max").write_text("max 100000\n")
    assert quotas(tmp_path, "/system.slice/hall.service") == [1.5]
    assert quotas(tmp_path, "/nowhere") == []
