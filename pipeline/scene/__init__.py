"""The scene of one counter, which a behaviour is given: states, hours, windows and greetings.

Behaviours are written in these names, and in the events, intervals and limits that are passed on here.
"""

from models import Event, Scalar
from pipeline.intervals import (
    TICK,
    Basis,
    Floats,
    Spans,
    State,
    keeps_to,
    limit,
    looks_between,
    median_row,
    reaches,
    seen_median,
)
from pipeline.scene.context import ContextOf, CounterContext
from pipeline.scene.courtesies import LIMITS as COURTESIES
from pipeline.scene.courtesies import (
    Greeting,
    around,
    greetings,
    looks,
    mouth,
    noticed,
    seen_off,
    staff_sits,
)
from pipeline.scene.duty import Duty, Excuse, hourly
from pipeline.scene.features import needs_met, notes, smiling, with_objects
from pipeline.scene.rostered import duties, has_hours
from pipeline.scene.scene import (
    Behaviour,
    Scene,
    Window,
    behaviour,
    confidence,
    excused,
    margin_confidence,
    share_seen,
    with_windows,
)

__all__ = [
    "COURTESIES",
    "TICK",
    "Basis",
    "Behaviour",
    "ContextOf",
    "CounterContext",
    "Duty",
    "Event",
    "Excuse",
    "Floats",
    "Greeting",
    "Scalar",
    "Scene",
    "Spans",
    "State",
    "Window",
    "around",
    "behaviour",
    "confidence",
    "duties",
    "excused",
    "greetings",
    "has_hours",
    "hourly",
    "keeps_to",
    "limit",
    "looks",
    "looks_between",
    "margin_confidence",
    "median_row",
    "mouth",
    "needs_met",
    "notes",
    "noticed",
    "reaches",
    "seen_median",
    "seen_off",
    "share_seen",
    "smiling",
    "staff_sits",
    "with_objects",
    "with_windows",
]
