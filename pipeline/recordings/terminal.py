"""Terminal output during an analysis: a progress bar for each recording, without the messages of native libraries."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from pipeline.recordings.analysis import Progress as Done
from pipeline.recordings.analysis import Task
from pipeline.recordings.model_set import ModelSet, load_models
from vision.core import VisionError
from vision.pose.choice import ModelRequest

PLAIN_WIDTH = 160  # columns for tables that go to a file or a pipe
_SPEED = TextColumn("{task.fields[speed]:>6}")


def console() -> Console:
    """Standard output, wide enough for tables where it is no terminal."""
    plain = Console()
    return plain if plain.is_terminal else Console(width=PLAIN_WIDTH)


@contextmanager
def progress_bars() -> Iterator[Callable[[Task], Done]]:
    """A progress bar on standard error for every recording that begins; none without a terminal.

    Gives a function that begins the bar of a recording and returns the function to call with the seconds done.
    """
    screen = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        _SPEED,
        TimeRemainingColumn(),
    )
    with (
        interrupts() as heard,
        Progress(*columns, console=screen, disable=not screen.is_terminal) as progress,
    ):

        def begin(task: Task) -> Done:
            bar = progress.add_task(task.file.name, total=_seconds(task), speed="")

            def done(now: float) -> None:
                heard()
                took = next(t for t in progress.tasks if t.id == bar).elapsed or 0.0
                progress.update(bar, completed=now, speed=f"{now / took:.1f}x" if took > 1 else "")

            return done

        yield begin


@contextmanager
def interrupts() -> Iterator[Callable[[], None]]:
    """Gives a function to call now and then; it raises KeyboardInterrupt when Ctrl-C was pressed and is not obeyed yet.

    It is usually raised at once; but Python only reports, and drops, what is raised while a native library calls back
    or a finaliser runs, and the models do both at every look. Outside the main thread there is nothing to hear.
    """
    pressed = threading.Event()

    def press(_number: int, _frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def heard() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, before)


def _seconds(task: Task) -> float | None:
    """The recording's own length in seconds; None if it does not say or cannot be read."""
    try:
        with task.opened(task.start) as source:
            return source.info.duration_s if source.info.duration_s > 0 else None
    except VisionError:
        return None


@contextmanager
def load_models_quietly(wish: ModelRequest | None = None) -> Iterator[ModelSet]:
    """The models of `load_models`, without the messages that native libraries write while they are open.

    For one thread: standard error belongs to the whole process.
    """
    with without_native_output(), load_models(wish) as models:
        yield models


@contextmanager
def without_native_output() -> Iterator[None]:
    """Keeps what native libraries write to standard error away; Python's own messages still come.

    MediaPipe logs warnings about its own models and offers no switch. COUNTERWATCH_NATIVE_LOG=1 lets them pass.
    """
    if os.environ.get("COUNTERWATCH_NATIVE_LOG"):
        yield
        return
    sys.stderr.flush()
    kept, python_stderr = os.dup(2), sys.stderr
    with open(os.devnull, "wb") as nowhere, os.fdopen(os.dup(kept), "w", buffering=1) as passage:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)
        sys.stderr = passage
        try:
            yield
        finally:
            sys.stderr = python_stderr
            os.dup2(kept, 2)
            os.close(kept)
