"""The scene of one counter: states, limits, opening hours and the other windows of the hall; behaviours read it."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models import Event, Scalar, Thresholds
from models.norms import load_catalogue
from pipeline.intervals import Basis, Spans, State, limit, looks_between
from pipeline.scene.duty import Duty
from pipeline.states import CounterStates, Visit
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class ConfidenceLimits:
    """Limits of how sure an event is."""

    bare: float = limit(
        0.45,
        "probability",
        Basis.CHOICE,
        "at the threshold itself, so that a bare pass is a question: under strain one in nine of the "
        "barest passes was true (docs/accuracy.md)",
    )
    clear: float = limit(
        0.55,
        "probability",
        Basis.CHOICE,
        "added up to twice the threshold: nearly all of the clear passes were true",
    )
    near: float = limit(
        0.7,
        "probability",
        Basis.CHOICE,
        "of a figure just over its threshold: the next person or lens may decide otherwise, and it is "
        "still right more often than not (benchmarks/margins)",
    )
    far: float = limit(0.3, "probability", Basis.CHOICE, "added up to one and a half times the threshold")
    steep: float = limit(
        2.0, "", Basis.CHOICE, "one by the share of the threshold over it at which `far` is reached"
    )
    least_looks: int = limit(
        5,
        "looks",
        Basis.CHOICE,
        "fewer say nothing: detectors miss and mistake single pictures, and a model that never found "
        "the thing here may be unable to (a small COCO model saw next to none of the phones of labelled "
        "clips)",
    )


LIMITS = ConfidenceLimits()


@dataclass(frozen=True, slots=True)
class Window:
    """Another window. `empty` is when its post was seen empty, whether or not it should have been staffed then."""

    counter: str
    empty: Spans
    duty: Duty

    @property
    def closed(self) -> Spans:
        """The time in which it was seen empty while it should have been staffed, without an excuse."""
        return (self.empty & self.duty.opened) - self.duty.excused


@dataclass(frozen=True, slots=True)
class Scene:
    """One counter over the time `start`..`end`, seconds since `zero` (UTC s), as all times of it are.

    `duty` is when its norms hold and what excuses an empty post. `visits` are the customers of that time,
    `windows` the other ones of the hall, none where another counter sees the same queue.
    """

    camera: str
    counter: str
    start: float
    end: float
    signals: Signals
    states: CounterStates
    limits: Thresholds
    duty: Duty
    visits: tuple[Visit, ...]
    customer_seated: State
    windows: tuple[Window, ...] = ()
    zero: float = 0.0

    @property
    def opened(self) -> Spans:
        """When the counter's norms hold: hours less breaks."""
        return self.duty.opened

    def rows(self, start: float, end: float) -> slice:
        """The rows of the signals from `start` to before `end`."""
        return looks_between(self.signals.time, start, end)

    def least_s(self, kind: str) -> float:
        """The duration from which on events of a kind count, seconds: the `threshold` of its entry.

        Raises KeyError for a kind without one.
        """
        threshold = load_catalogue().kinds[kind].threshold
        if threshold is None:
            raise KeyError(f"{kind} has no threshold")
        return self.limits.number(threshold)

    def judged(self, state: State) -> State:
        """The state within the time in which the norms hold, unknown outside."""
        return state.within(self.opened)

    def event(
        self,
        kind: str,
        span: tuple[float, float],
        confidence: float,
        evidence: Mapping[str, Scalar],
        attributes: Mapping[str, Scalar] | None = None,
    ) -> Event:
        """An event of this counter; confidence is cut to 0..1 and rounded to what it is worth.

        Its certainty is that of its kind. Raises KeyError for a kind that the table of kinds lacks.
        """
        sure = round(min(1.0, max(0.0, confidence)), 3)
        certainty = load_catalogue().kinds[kind].certainty
        told = dict(attributes or {}), dict(evidence)
        return Event(self.camera, self.counter, kind, *span, sure, *told, certainty)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A function from a scene to its events, and the kinds of these events; call it as the function itself."""

    kinds: tuple[str, ...]
    find: Callable[[Scene], list[Event]]

    def __call__(self, scene: Scene) -> list[Event]:
        """The events of the scene."""
        return self.find(scene)


def behaviour(*kinds: str) -> Callable[[Callable[[Scene], list[Event]]], Behaviour]:
    """A decorator: `@behaviour("yawning")` before a function of `pipeline.behaviours` makes it a behaviour.

    Each of the kinds has its entry in `models/norms/kinds.yaml`. Nothing else names the function: every judgement
    finds it in its folder.
    """
    return functools.partial(Behaviour, kinds)


def excused(event: Event, reason: str | None) -> Event:
    """An event of an empty post: as it is, or with the `reason` (break, leave, cover) that excuses it."""
    if reason is None:
        return event
    attributes, evidence = {**event.attributes, "excused": True}, {**event.evidence, "excuse": reason}
    return replace(event, attributes=attributes, evidence=evidence)


def confidence(held_s: float, needed_s: float, seen_share: float) -> float:
    """0..1: how far `held_s` is over the threshold `needed_s`, times how much of it was seen.

    `bare` at the threshold itself, and 1 from twice the threshold on.
    """
    margin = min(1.0, max(0.0, held_s / needed_s - 1))
    return seen_share * (LIMITS.bare + LIMITS.clear * margin)


def margin_confidence(measured: float, threshold: float) -> float:
    """`near`..1: how far a positive figure is over its threshold; 1 from one and a half times the threshold on.

    If smaller is clearer, give the threshold first.
    """
    if not threshold > 0:
        return 1.0
    over = LIMITS.steep * (measured / threshold - 1)
    return min(1.0, LIMITS.near + LIMITS.far * min(1.0, max(0.0, over)))


def with_windows(scenes: Sequence[Scene], duties: Mapping[str, Duty]) -> list[Scene]:
    """The scenes of one camera, each with the other windows of its hall.

    Windows before other cameras are those `duties` that say when the post was seen empty. A queue that several
    counters share is one queue, and the first of them sees the windows.
    """
    elsewhere = [Window(key, duty.empty, duty) for key, duty in duties.items() if duty.empty is not None]
    here = [Window(scene.counter, scene.states.present.false, scene.duty) for scene in scenes]
    return [
        scene
        if any(_same_queue(scene, earlier) for earlier in scenes[:row])
        else replace(scene, windows=(*here[:row], *here[row + 1 :], *elsewhere))
        for row, scene in enumerate(scenes)
    ]


def _same_queue(one: Scene, other: Scene) -> bool:
    return np.array_equal(one.signals["waiting"], other.signals["waiting"], equal_nan=True)


def share_seen(scene: Scene, column: str, span: tuple[float, float]) -> float | None:
    """Share of the looks of the span in which the thing of `column` was seen.

    None without a model, with too few looks, or if the model saw none and hardly any at this counter at all.
    """
    scores = scene.signals.columns.get(column)
    if scores is None:
        return None
    looks = scores[scene.rows(*span)]
    looks = looks[~np.isnan(looks)]
    if len(looks) < LIMITS.least_looks or ((scores > 0).sum() < LIMITS.least_looks and not (looks > 0).any()):
        return None
    return float(np.mean(looks > 0))
