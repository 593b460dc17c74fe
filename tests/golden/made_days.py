"""Two made days of two windows, so that every kind of event is in the golden cases.

The short one is seen by a camera at the side that jitters, and judged by the short durations of the evaluation
profile. The long one is seen by a steadier one, and judged as a bank is.
"""

from collections.abc import Callable, Mapping

import numpy as np

from synthetic.stories import (
    EVENTFUL,
    SIDE,
    CloseUp,
    Story,
    View,
    asleep,
    away,
    call,
    chin_propped,
    closely,
    colleague_beside,
    customer_arrives,
    customer_leaves,
    customer_sits,
    dark,
    goes_on,
    hands_over,
    leaning_back,
    looks_at,
    no_recording,
    nods,
    right_hand,
    rises,
    seated,
    slouching,
    somebody_waits,
    standing,
    stands_after,
    sunk,
)
from tests.golden.cases import NAVY
from vision.core import Signals

STEADY = View(noise_deg=0.5, noise_m=0.002)
AWAY, TOWARD = -60.0, 85.0
OTHERS = (24.0, -10.0, -5.0)
"""CIE L*a*b* of clothes that are not the uniform."""

_THROW = (
    closely(0, their_left=(0.1, 0.45), their_right=(0.1, 0.45))
    + goes_on(10)
    + right_hand((0.85, 0.2), 0.2)
    + closely(0, right=None)
    + goes_on(10)
)
_GESTURES = closely(0, their_left=(0.1, 0.45), their_right=(0.1, 0.45)) + (
    (right_hand((0.4, -0.2), 0.2) + goes_on(0.2)) * 15
)


def visit(meanwhile: Story) -> Story:
    """A customer comes, something happens, the customer goes."""
    return customer_arrives() + meanwhile + customer_leaves() + goes_on(15)


def waits(people: int, seconds: float) -> CloseUp:
    """So many people wait for so long."""
    return closely(seconds, waiting=people) + closely(0, waiting=0)


def _short_window() -> Story:
    """Nearly every kind of fault once, within some minutes."""
    idle = seated(45) + slouching(8) + seated(20) + leaning_back(8) + seated(10) + sunk(8) + seated(10)
    faults = (
        seated(5) + asleep(8) + seated(5) + away(12) + seated(30) + dark(5) + goes_on(10) + no_recording(20)
    )
    served = (
        visit(goes_on(8) + _THROW)
        + looks_at(TOWARD)
        + visit(goes_on(10) + _GESTURES + goes_on(10))
        + visit(goes_on(5) + call(20) + goes_on(10))
        + visit(
            goes_on(5) + looks_at(AWAY) + colleague_beside(20) + goes_on(120) + looks_at(TOWARD) + goes_on(5)
        )
        + visit(goes_on(6) + looks_at(AWAY) + goes_on(12) + away(12) + looks_at(TOWARD) + seated(10))
        + visit(goes_on(10) + waits(1, 310) + goes_on(5))
    )
    sits_first = visit(
        goes_on(1) + standing(4) + seated(3) + customer_sits(10) + closely(0, customer_low=0.0)
    )
    greeted = visit(stands_after(2) + nods() + goes_on(20) + hands_over(two=False) + goes_on(10) + seated(10))
    end = closely(0, left_seen=0.1) + seated(20) + waits(6, 200) + goes_on(20) + away(720)
    return idle + faults + goes_on(20) + EVENTFUL + goes_on(30) + served + sits_first + greeted + end


def _short_neighbour(seconds: float) -> Story:
    """Comes late, sits, walks off for good: a closed window before the queue."""
    return away(140) + seated(60) + standing(10) + seated(90) + away(seconds - 300)


def _long_window() -> Story:
    """Hours at a bank: long absences, long waits, long services, and what is done right."""
    good = visit(
        rises(2) + nods() + goes_on(15) + seated(120) + hands_over(two=True) + rises(2) + nods() + goes_on(4)
    )
    plain = visit(goes_on(90) + hands_over(two=False) + goes_on(30))
    morning = (
        away(200) + seated(120) + standing(20) + seated(200) + (good + plain) * 2 + away(100) + seated(60)
    )
    noon = slouching(60) + seated(40) + asleep(90) + seated(60) + away(620) + seated(60) + chin_propped(30)
    late = visit(goes_on(20) + away(60) + seated(1190)) + somebody_waits(620) + goes_on(60) + visit(call(40))
    return morning + noon + late + dark(30, 2) + goes_on(60) + dark(20, 5) + seated(300) + away(900)


def _dressed(signals: Signals, seed: int) -> Signals:
    """The same with what this site asked for: colours of the chest, smiles, badges and the desk, with some noise."""
    chance, looks = np.random.default_rng(seed), len(signals)
    share = (signals.time - signals.time[0]) / (signals.time[-1] - signals.time[0])
    there = ~np.isnan(signals["shoulder_y"])
    chest = np.where((share > 0.6)[:, None], OTHERS, NAVY) + chance.normal(0, 1.5, (looks, 3)).round()
    more = {f"chest_{axis}": chest[:, i] for i, axis in enumerate("lab")}
    more |= {
        "smile": np.where(chance.random(looks) < 0.3, 0.9, 0.5),
        "badge_seen": np.where(chance.random(looks) < 0.4, 0.8, 0.0),
    }
    columns = {name: np.where(there, values, np.nan).astype(np.float32) for name, values in more.items()}
    columns["desk_changed"] = np.where(np.arange(looks) % 100 == 0, 0.12, np.nan).astype(np.float32)
    return Signals(signals.time, {**signals.columns, **columns})


def _short_day() -> Mapping[str, Signals]:
    story = _short_window()
    return {
        "W1": _dressed(story.signals(SIDE), 1),
        "W2": _dressed(_short_neighbour(story.seconds).signals(SIDE), 2),
    }


def _long_day() -> Mapping[str, Signals]:
    return {"W1": _dressed(_long_window().signals(STEADY), 3)}


DAYS: Mapping[str, Callable[[], Mapping[str, Signals]]] = {"made_day": _long_day, "made_short": _short_day}
"""Name -> what tells the day: its Signals by counter, from START on."""
