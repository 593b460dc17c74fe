"""Accuracy of the kinds that no labelled clip shows, on synthetic stories of a counter with known truth.

    python -m benchmarks.stories [--stories 40]

A story does not show the errors of a camera. It shows whether a behaviour finds its kind, slightly and far above its
threshold, and reports nothing slightly below it or for similar scenes, with noisy poses and people who are sometimes
not detected. Figures on footage are in docs/accuracy.md.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models import Thresholds
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.figures import Figures
from pipeline.evaluation.findings import ClipResult, compare
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, Truth
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.recordings.analysis_report import AnalysisReport, VideoClock
from pipeline.scene.duty import Duty
from pipeline.scene.features import NOTHING, SiteFeatures
from synthetic.stories import (
    START,
    CloseUp,
    Story,
    View,
    away,
    call,
    closely,
    colleague_beside,
    customer_arrives,
    customer_leaves,
    goes_on,
    limits,
    looks_at,
    nods,
    right_hand,
    seated,
    standing,
)
from vision.core import Signals
from vision.measures.colours import Lab, lab_of

LIMITS = limits(
    late_opening_after_s=15,
    early_closing_after_s=15,
    not_facing_after_s=40,
    idle_after_s=20,
    service_after_s=60,
    queue_people=4,
    queue_after_s=20,
    held_up_after_s=30,
)
"""Short durations, so that many stories run in a minute."""

AWAY, TOWARD = -60.0, 85.0
LEAD_S, POST, OTHER = 40.0, "W1", "W2"
Chance = np.random.Generator


@dataclass(frozen=True, slots=True)
class Tale:
    """A story at POST (and at OTHER), its opening hours in seconds of the story, and the true events of the kind.

    `uniform` is the site's uniform, if it has one; `worn` the colours worn, each from a second of the story on.
    """

    story: Story
    true: tuple[tuple[float, float], ...]
    opened: tuple[float, float] | None = None
    other: Story | None = None
    uniform: tuple[Lab, ...] = ()
    worn: tuple[tuple[float, Lab], ...] = ()


Teller = Callable[[Chance, bool], Tale]


def held(chance: Chance, happens: bool, limit: float) -> float:
    """Seconds clearly above the limit if the kind happens, otherwise clearly below it."""
    share = chance.uniform(1.15, 2.5) if happens else chance.uniform(0.2, 0.85)
    return round(share * limit * 5) / 5


def _opening(chance: Chance, happens: bool) -> Tale:
    empty = held(chance, happens, LIMITS.late_opening_after_s)
    told = ((LEAD_S, LEAD_S + empty),) if happens else ()
    return Tale(seated(20) + away(20 + empty) + seated(60), told, (LEAD_S, LEAD_S + 90))


def _closing(chance: Chance, happens: bool) -> Tale:
    empty = held(chance, happens, LIMITS.early_closing_after_s)
    told = ((LEAD_S + 60 - empty, LEAD_S + 60),) if happens else ()
    story = seated(LEAD_S + 60 - empty) + away(empty + 20)
    return Tale(story, told, (5, LEAD_S + 60))


def _visit(steps: Story, true: tuple[tuple[float, float], ...]) -> Tale:
    return Tale(seated(LEAD_S) + customer_arrives() + steps + customer_leaves() + goes_on(15), true)


def _service(chance: Chance, happens: bool) -> Tale:
    stay = held(chance, happens, LIMITS.service_after_s)
    return _visit(goes_on(stay), ((LEAD_S, LEAD_S + stay),) if happens else ())


def _leaving(chance: Chance, happens: bool) -> Tale:
    """A clerk looks elsewhere and leaves, or nods or looks at the customer first."""
    at = LEAD_S + 18
    sign = goes_on(0) if happens else (looks_at(TOWARD) if chance.random() < 0.5 else nods()) + goes_on(2)
    story = goes_on(6) + looks_at(AWAY) + goes_on(12) + sign
    return _visit(story + away(12) + looks_at(TOWARD) + seated(10), ((at, at),) if happens else ())


def _turned(chance: Chance, happens: bool) -> Tale:
    long = held(chance, happens, LIMITS.not_facing_after_s)
    steps = goes_on(5) + looks_at(AWAY) + goes_on(long) + looks_at(TOWARD) + goes_on(10)
    return _visit(steps, ((LEAD_S + 5, LEAD_S + 5 + long),) if happens else ())


def _busy(chance: Chance, happens: bool) -> Tale:
    """A clerk is on the phone, aside with a colleague, not looking up, or idle before a queue."""
    way = int(chance.integers(4))
    long = held(chance, happens, LIMITS.idle_after_s if way == 3 else LIMITS.busy_after_s)
    at = LEAD_S + (0 if way in (2, 3) else 5)
    true = ((at, at + long),) if happens else ()
    if way == 3:
        queue = closely(long, waiting=1) + closely(0, waiting=0)
        return Tale(seated(LEAD_S) + queue + goes_on(20), true)
    aside = looks_at(AWAY) + colleague_beside(long)
    steps = (call(long), aside, looks_at(AWAY) + goes_on(long))[way]
    if way == 2:
        story = seated(LEAD_S) + looks_at(AWAY) + customer_arrives() + goes_on(long)
        return Tale(story + looks_at(TOWARD) + goes_on(10) + customer_leaves() + goes_on(10), true)
    return _visit(goes_on(5) + steps + looks_at(TOWARD) + goes_on(10), true)


_APART = closely(0, their_left=(0.1, 0.45), their_right=(0.1, 0.45))
_FAR = (0.85, 0.1)


def _throwing(chance: Chance, happens: bool) -> Tale:
    """A hand moves out within one look and back, or reaches out at a normal speed."""
    at = LEAD_S + 10
    looks = 1 if happens else int(chance.integers(3, 7))
    way = [0.3 + 0.55 * (look + 1) / looks for look in range(looks)]
    reach = sum((closely(0.2, right=(x, 0.2)) for x in way), CloseUp()) + closely(0, right=None)
    return _visit(_APART + goes_on(10) + reach + goes_on(10), ((at, at),) if happens else ())


def _gesturing(chance: Chance, happens: bool) -> Tale:
    long = held(chance, happens, LIMITS.gestures_after_s) + 0.4 * happens
    high = chance.uniform(-0.35, -0.15)
    swings = (right_hand((0.4, high), 0.2) + goes_on(0.2)) * round(long / 0.4)
    true = ((LEAD_S + 10, LEAD_S + 10 + swings.seconds),) if happens else ()
    return _visit(_APART + goes_on(10) + swings + goes_on(10), true)


def _queueing(chance: Chance, happens: bool) -> Tale:
    """A queue that is long enough before a closed window; or too small, too short, or with all windows open."""
    excuse = 3 if happens else int(chance.integers(3))
    long = held(chance, excuse != 1, LIMITS.queue_after_s)
    people = int(chance.integers(4, 7)) if excuse else int(chance.integers(1, 4))
    queue = closely(long, waiting=people) + closely(0, waiting=0)
    story = seated(LEAD_S) + queue + goes_on(20)
    other = seated(20) + (seated(1) if excuse == 2 else away(1)) + goes_on(story.seconds - 21)
    return Tale(story, ((LEAD_S, LEAD_S + long),) if happens else (), other=other)


def _held_up(chance: Chance, happens: bool) -> Tale:
    long = held(chance, happens, LIMITS.held_up_after_s)
    steps = goes_on(10) + closely(long, waiting=1) + closely(0, waiting=0) + goes_on(5)
    return _visit(steps, ((LEAD_S + 10, LEAD_S + 10 + long),) if happens else ())


_NAVY, _OTHERS = (
    lab_of("#26293e"),
    tuple(lab_of(colour) for colour in ("#243e43", "#331e26", "#c5bec2", "#3a5a2a")),
)


def _dressing(chance: Chance, happens: bool) -> Tale:
    """Other clothes for long enough; or a coat for a moment; or the uniform under another lamp."""
    coat = happens or chance.random() < 0.5
    long = held(chance, happens, LIMITS.uniform_after_s)
    lamp = chance.normal(0, 1, 3) * (4, 2, 2)
    uniform = (_NAVY[0] + lamp[0], _NAVY[1] + lamp[1], _NAVY[2] + lamp[2])
    other = _OTHERS[int(chance.integers(len(_OTHERS)))] if coat else uniform
    story = seated(LEAD_S + long + 60)
    true = ((LEAD_S, LEAD_S + long),) if happens else ()
    worn = ((0.0, uniform), (LEAD_S, other), (LEAD_S + long, uniform))
    return Tale(story, true, uniform=(_NAVY,), worn=worn)


TELLERS: Mapping[str, Teller] = {
    "late_opening": _opening,
    "early_closing": _closing,
    "long_service": _service,
    "left_without_telling": _leaving,
    "not_facing": _turned,
    "waiting_while_busy": _busy,
    "thrown_handover": _throwing,
    "large_gestures": _gesturing,
    "long_queue": _queueing,
    "queue_held_up": _held_up,
    "off_uniform": _dressing,
}
"""The function that makes the stories of each kind."""


def evaluate(kind: str, stories: int, seed: int = 0) -> Figures:
    """The figures of a kind over the given number of stories, half of which contain it."""
    chance = np.random.default_rng([seed, *kind.encode()])
    results = [_told(kind, TELLERS[kind](chance, row % 2 == 0), chance) for row in range(stories)]
    return summarise(results, [kind]).all.overall


def _told(kind: str, tale: Tale, chance: Chance) -> ClipResult:
    view = View(noise_deg=chance.uniform(0.5, 3), noise_m=chance.uniform(0.002, 0.006))
    seen = closely(0, found=chance.uniform(0.9, 1)) + seated(0) + standing(3) + seated(5) + tale.story
    report = _judged(seen, tale, view, LIMITS)
    events = [TrueEvent(counter=POST, kind=kind, start=s + _KNOWN_S, end=e + _KNOWN_S) for s, e in tale.true]
    truth = Truth(
        video="story", origin="rendered", tolerance_s=0.5, events=tuple(events), exhaustive=frozenset([kind])
    )
    return compare(EvaluationClip(name="story", video=Path("story"), site=Path("story"), truth=truth), report)


_KNOWN_S = 8.0  # the staff sits and stands once before the story begins


def _judged(seen: Story, tale: Tale, view: View, thresholds: Thresholds) -> AnalysisReport:
    span = (START, START + seen.seconds)
    hours = tale.opened or (-_KNOWN_S, seen.seconds)
    features = SiteFeatures(uniform=tale.uniform) if tale.uniform else NOTHING
    opened = Spans.of(tuple(START + _KNOWN_S + edge for edge in hours)).clipped(*span)  # type: ignore[arg-type]
    duty = Duty(opened, features=features)
    rows = {POST: _dressed(seen.signals(view), tale)}
    if tale.other is not None:
        rows[OTHER] = (seated(_KNOWN_S) + tale.other).signals(view)
    found = judge("hall", rows, thresholds, span, dict.fromkeys(rows, duty))
    clock = VideoClock("story", START)
    return AnalysisReport(tuple(clock.event(event) for event in found.events if event.counter == POST))


def _dressed(signals: Signals, tale: Tale) -> Signals:
    """The rows with the colour of the chest, which folds and noise change by a unit or two."""
    if not tale.worn:
        return signals
    since = np.searchsorted([start for start, _ in tale.worn], signals.time - START - _KNOWN_S, "right") - 1
    chest = np.array([colour for _, colour in tale.worn])[since.clip(0)]
    chest += np.random.default_rng(len(signals)).normal(0, 1.5, chest.shape)
    chest[np.isnan(signals["shoulder_y"])] = np.nan
    columns = {f"chest_{axis}": chest[:, i].astype(np.float32) for i, axis in enumerate("lab")}
    return Signals(signals.time, {**signals.columns, **columns})


def table(figures: Mapping[str, Figures]) -> Sequence[str]:
    """The figures as lines of Markdown."""
    rows = [
        f"| `{kind}` | {f.truth} | {f.matched} | {f.false_alarms} | {f.f1:.2f} | {f.onset_error_s:.1f} |"
        for kind, f in figures.items()
    ]
    return ["| kind | happened | found | false | F1 | onset s |", "|---|---|---|---|---|---|", *rows]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=40, help="stories of each kind")
    wanted = parser.parse_args().stories
    print("\n".join(table({kind: evaluate(kind, wanted) for kind in TELLERS})))


if __name__ == "__main__":
    main()
