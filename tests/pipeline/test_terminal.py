"""Ctrl-C ends the program, also in the one moment in which Python would ignore it."""

import signal

import pytest

from pipeline.recordings.terminal import interrupts


class PressedWhileTidying:
    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_stops_the_work_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), interrupts():
        signal.raise_signal(signal.SIGINT)
        pytest.fail("the work went on")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_a_finaliser_swallowed_stops_the_work_at_the_next_look() -> None:
    with interrupts() as heard:
        heard()
        PressedWhileTidying()
        with pytest.raises(KeyboardInterrupt):
            heard()


def test_afterwards_the_shell_has_its_signal_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interrupts():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
