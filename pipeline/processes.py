"""Processes: what a piece of work cost, and child processes that end with their parent."""

import os
import resource
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import psutil

CHECK_S = 1.0
"""A child process looks this often whether its parent changed; the end of the parent wakes it at once."""


@dataclass(frozen=True, slots=True)
class ProcessCost:
    """`video_s` seconds of video cost `cpu_s` processor seconds, `wall_s` wall seconds, `peak_mb` of memory.

    Processor seconds are user and system time of all threads and of the child processes that ended. Memory is
    the peak resident size of the whole process in MB (10^6 bytes), not the work's own share of it.
    """

    video_s: float = 0.0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0

    def __add__(self, other: "ProcessCost") -> "ProcessCost":
        """One after the other: seconds add up, the higher peak stays."""
        return ProcessCost(
            self.video_s + other.video_s,
            self.cpu_s + other.cpu_s,
            self.wall_s + other.wall_s,
            max(self.peak_mb, other.peak_mb),
        )

    @property
    def cpu_per_video_s(self) -> float:
        """Processor seconds per second of video; NaN without video."""
        return self.cpu_s / self.video_s if self.video_s > 0 else float("nan")


class CostMeter:
    """Starts when it is made; `cost(video_s)` says what was spent since.

    Where the kernel lets a process forget its old peak (Linux), the peak is of the time since the start;
    elsewhere it is of the whole life of the process.
    """

    def __init__(self) -> None:
        self._peak_is_ours = _forget_peak()
        self._wall, self._cpu = time.perf_counter(), _cpu_seconds()

    def cost(self, video_s: float) -> ProcessCost:
        """What was spent since the start, for `video_s` seconds of video."""
        peak = _peak_since() if self._peak_is_ours else _peak_of_life()
        return ProcessCost(video_s, _cpu_seconds() - self._cpu, time.perf_counter() - self._wall, peak)


def _cpu_seconds() -> float:
    spent = psutil.Process().cpu_times()
    return float(spent.user + spent.system + spent.children_user + spent.children_system)


def _forget_peak() -> bool:
    """Writing 5 to clear_refs sets the peak resident size back to the present one (proc(5)).

    psutil gives no peak on Linux, so the kernel is asked here.
    """
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def _peak_since() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    line = next((row for row in status.splitlines() if row.startswith("VmHWM:")), None)
    return int(line.split()[1]) * 1024 / 1e6 if line else _peak_of_life()


def _peak_of_life() -> float:
    """getrusage counts in units of 1024 bytes on Linux (getrusage(2))."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def allow_open_files(wanted: int) -> int:
    """Raise this process's limit of open files to `wanted` where that is allowed; returns the limit in force."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < highest:
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest, hard))
        soft = highest
    return wanted if soft == resource.RLIM_INFINITY else soft


def usable_cores() -> float:
    """The cores that this process may use: those of its affinity, fewer where its control group has a quota."""
    cores = float(len(os.sched_getaffinity(0)))
    return min([cores, *quotas(Path("/sys/fs/cgroup"), _control_group())])


def _control_group() -> str:
    """The path of this process's control group (cgroups(7), version 2); "/" where there is none."""
    try:
        lines = Path("/proc/self/cgroup").read_text("ascii", errors="replace").splitlines()
    except OSError:
        return "/"
    return next((line[3:] for line in lines if line.startswith("0::")), "/")


def quotas(mounted: Path, group: str) -> list[float]:
    """The quotas of a control group and of those around it, in cores (`cpu.max`: microseconds, and of which period)."""
    folder, found = mounted / group.strip("/"), list[float]()
    for one in [folder, *folder.parents]:
        if one == mounted.parent:
            break
        with suppress(OSError, ValueError):
            quota, period = (one / "cpu.max").read_text("ascii").split()
            found.append(float(quota) / float(period))  # "max" is no number, and no limit
    return found


def exit_with_parent(parent: int) -> None:
    """Called first in a child process: end it when the process `parent` ends, also when that one is killed."""

    def watch() -> None:
        with suppress(psutil.NoSuchProcess):
            # A killed parent may stay as a zombie, which counts as alive: its child has another parent by then.
            while os.getppid() == parent:
                with suppress(psutil.TimeoutExpired):
                    psutil.Process(parent).wait(CHECK_S)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
