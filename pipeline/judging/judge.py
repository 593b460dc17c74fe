"""The judgement of one camera's signals: every behaviour at every counter, and how much was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from models import Coverage, Event, Seat, Thresholds
from models.norms import Scoring, load_catalogue
from pipeline.judging.elapsed import Elapsed
from pipeline.judging.registry import behaviours
from pipeline.scene import TICK, Basis, CounterContext, Duty, Scene, Spans, State, limit, with_windows
from pipeline.states import (
    certainty,
    customer_seated,
    find_visits,
    read_states,
    smiling,
    visits_by_person,
    without_distant_people,
)
from vision.camera.health import CameraState
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class CoverageLimits:
    """Limits of what is told of unseen time."""

    least_s: float = limit(0.05, "s", Basis.CHOICE, "less is rounding and no loss")
    hole_s: float = limit(
        2.0, "s", Basis.CHOICE, "cameras send at least one picture a second: longer was not seen"
    )


LIMITS = CoverageLimits()


NO_PICTURE = "no picture"
# A good picture in which people are found too seldom to say that nobody is there (`PresenceLimits.reliable`).
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class StateSpan:
    """A state that held at a counter from `start` to `end` (UTC s)."""

    counter: str
    state: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result of judging: events in order of time, states, a coverage per counter and opened stretch.

    `seats` are by counter the calibrations used, `learned` those that these signals alone give.
    """

    events: tuple[Event, ...]
    states: tuple[StateSpan, ...]
    coverage: tuple[Coverage, ...]
    seats: Mapping[str, Seat]
    learned: Mapping[str, Seat]

    def decided(self, scoring: Scoring) -> "Judgement":
        """The judgement with every event of a confidence under its line as a question."""
        return replace(self, events=tuple(map(scoring.decided, self.events)))


NOTHING = Judgement((), (), (), {}, {})
"""The judgement where nothing was looked at."""


def judge_counters(context: CounterContext, signals: Mapping[str, Signals], limits: Thresholds) -> Judgement:
    """Judge a camera's counters in their context: over its span, with its hours, roster, seats and windows."""
    return judge(context.camera, signals, limits, context.span, context.duties)


def judge(
    camera: str,
    signals: Mapping[str, Signals],
    limits: Thresholds,
    span: tuple[float, float],
    opened: Spans | Mapping[str, Duty] | None = None,
) -> Judgement:
    """Judge one camera's counters over `span` (UTC s).

    `opened` is when the norms hold (hours less breaks), for all counters or as each one's duty, always where nothing
    is said. Outside it nothing is judged and nothing counts as not covered.
    Events have the certainty that the behaviours know; `Judgement.decided` adds what a profile calls certain.
    Duties of counters before other cameras say where those posts were empty, if anything does.
    """
    clock = Elapsed(*span)
    scenes = [
        _scene(camera, counter, clock.rows(rows), limits, clock, clock.duty(_duty(opened, counter, span)))
        for counter, rows in signals.items()
    ]
    hall = opened if isinstance(opened, Mapping) else {}
    scenes = with_windows(scenes, {counter: clock.duty(duty) for counter, duty in hall.items()})
    events = [
        _cut_off(_believed(event, scene), scene, clock.seconds)
        for scene in scenes
        for find in behaviours()
        for event in find(scene)
    ]
    return Judgement(
        events=tuple(sorted(map(clock.event, events), key=lambda e: (e.start, e.counter, e.kind))),
        states=tuple(found for scene in scenes for found in _state_spans(scene)),
        coverage=tuple(
            clock.coverage(_coverage(scene, Spans.of(stretch)))
            for scene in scenes
            for stretch in scene.duty.stretches
        ),
        seats={scene.counter: scene.states.seat for scene in scenes},
        learned={scene.counter: scene.states.learned for scene in scenes},
    )


def _believed(event: Event, scene: Scene) -> Event:
    """The event, less certain where no person detector looked; a camera's own state needs none."""
    sure = certainty(scene.signals)
    if sure == 1.0 or load_catalogue().kinds[event.kind].about == "camera":
        return event
    return replace(event, confidence=round(sure * event.confidence, 3))


def _cut_off(event: Event, scene: Scene, until: float) -> Event:
    """The event as far as it was seen: `cut_off` says that it may have gone on, and its end is the last look.

    An event that goes on at the last look, right before the end of what is judged, is not cut off.
    """
    looks = scene.signals.time
    last = int(np.searchsorted(looks, event.end, side="right")) - 1
    if event.seconds <= 0 or last < 0:
        return event
    look = float(looks[last])
    following = float(looks[last + 1]) if last + 1 < len(looks) else until
    unseen = following - look > LIMITS.hole_s
    if not unseen or not TICK < event.end - look <= scene.states.hold + TICK:
        return event
    return replace(event, end=max(event.start, look), attributes={**event.attributes, "cut_off": True})


def _duty(opened: Spans | Mapping[str, Duty] | None, counter: str, span: tuple[float, float]) -> Duty:
    if isinstance(opened, Spans):
        return Duty(opened.clipped(*span))
    duty = None if opened is None else opened.get(counter)
    return Duty(Spans.of(span)) if duty is None else duty.clipped(*span)


def _scene(camera: str, counter: str, rows: Signals, limits: Thresholds, clock: Elapsed, duty: Duty) -> Scene:
    rows = without_distant_people(rows)
    states = read_states(rows, limits, stands=duty.stands, kept=duty.kept)
    stays = find_visits(states.customer.within(duty.opened), limits.visit_min_s, states.walks)
    came = visits_by_person(stays, rows, limits.visit_min_s)
    seated = customer_seated(rows, came, states.hold)
    return Scene(
        camera, counter, 0.0, clock.seconds, rows, states, limits, duty, came, seated, zero=clock.zero
    )


def _state_spans(scene: Scene) -> list[StateSpan]:
    return [
        StateSpan(scene.counter, name, start + scene.zero, end + scene.zero)
        for name, state in (scene.states.named() | _asked_for(scene)).items()
        for start, end in state.true.clipped(scene.start, scene.end)
    ]


def _asked_for(scene: Scene) -> dict[str, State]:
    """The states that the site turned on."""
    return {"smiling": smiling(scene.signals, scene.states.hold)} if scene.duty.features.smile else {}


def _coverage(scene: Scene, stretch: Spans) -> Coverage:
    """The coverage of one opened stretch: seen if it is known whether staff is there, the rest by what was wrong."""
    seen = scene.states.present.seen & stretch
    lost = {
        UNCLEAR if state is CameraState.OK else state.value: ((_looks(scene, code) & stretch) - seen).total
        for code, state in enumerate(CameraState)
    }
    lost[NO_PICTURE] = stretch.total - seen.total - sum(lost.values())
    return Coverage(
        scene.camera, scene.counter, float(stretch.start[0]), float(stretch.end[-1]), seen.total,
        {reason: round(seconds, 3) for reason, seconds in lost.items() if seconds > LIMITS.least_s},
    )  # fmt: skip


def _looks(scene: Scene, code: int) -> Spans:
    """The time in which the camera was in the state with this place in CameraState."""
    rows = np.asarray(scene.signals["health"] == code, np.bool_)
    return Spans.from_samples(scene.signals.time, rows, scene.states.hold)
