"""The judging of a nightly run: in this process, or in several that work a few days ahead of the storing one."""

import os
import traceback
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.nightly.day_judging import JudgedDay, JudgingJob, judge_day
from pipeline.nightly.plan import DayTask, PendingStep
from pipeline.processes import exit_with_parent

Judged = JudgedDay | str | None
"""A judged day, the line that says why it could not be judged, or None without anything to judge."""


def judged(tasks: Iterator[DayTask], data: Path, jobs: int) -> Iterator[tuple[DayTask, Judged]]:
    """The tasks in their order, judged; other processes, if there are some, judge a few of them ahead."""
    if jobs == 1:
        for task in tasks:
            yield task, attempt(job_of(task, data)) if _needs_judging(task) else None
        return
    with ExitStack() as stack:
        pool = stack.enter_context(
            ProcessPoolExecutor(
                jobs, get_context("spawn"), initializer=exit_with_parent, initargs=(os.getpid(),)
            )
        )
        ahead: deque[tuple[DayTask, Future[JudgedDay | str] | None]] = deque()
        for task in tasks:
            ahead.append((task, pool.submit(attempt, job_of(task, data)) if _needs_judging(task) else None))
            if len(ahead) > 2 * jobs:
                yield _result(*ahead.popleft())
        while ahead:
            yield _result(*ahead.popleft())


def _needs_judging(task: DayTask) -> bool:
    return task.step is PendingStep.JUDGE and not task.missing


def job_of(task: DayTask, data: Path) -> JudgingJob:
    """The judging job of a task."""
    return JudgingJob(data, task.day, task.profile.thresholds, task.context)


def attempt(job_of: JudgingJob) -> JudgedDay | str:
    """A judged day, or the line that says why it could not be judged."""
    try:
        return judge_day(job_of)
    except PipelineError as error:
        return str(error)
    except (
        Exception
    ) as error:  # an unattended run: a defect that one day brings out must not cost all others theirs
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        return f"a defect of the program: {type(error).__name__} at {place}: {' '.join(str(error).split())}"


def _result(task: DayTask, future: "Future[JudgedDay | str] | None") -> tuple[DayTask, Judged]:
    try:
        return task, future.result() if future else None
    except BrokenProcessPool as error:
        raise PipelineError(
            "a process that judges was killed, perhaps for memory: give fewer --jobs"
        ) from error
