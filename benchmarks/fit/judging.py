"""Clips judged with another network than the one that is installed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.accuracy.clips import chosen_clips
from benchmarks.accuracy.looking import task_of
from benchmarks.footage.made import MadeClip
from benchmarks.kept_signals import judged, kept
from pipeline.evaluation.findings import ClipResult, compare
from pipeline.states import learned_postures
from pipeline.states.posture_net import PostureNet


@contextmanager
def judging_with(net: PostureNet) -> Iterator[None]:
    """Within it every judgement uses this network."""
    installed = learned_postures.posture_net
    learned_postures.posture_net = lambda: net
    try:
        yield
    finally:
        learned_postures.posture_net = installed


def results(clips: Sequence[MadeClip], net: PostureNet) -> list[ClipResult]:
    """The clips compared with their labels."""
    with judging_with(net):
        return [compare(one.clip, judged(task_of(one.clip), one.seen)) for one in clips]


def labelled(footage: Path, signals: Path) -> Iterator[MadeClip]:
    """The clips of `footage` whose signals are kept in `signals`; their family is the folder."""
    for clip in chosen_clips(footage):
        seen = kept(signals, clip)
        if seen is not None:
            yield MadeClip(clip.name.split("/")[0], clip, seen)
