"""Verdicts of reviewers on phones at two counters, day by day."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from models import Decision, JudgedEvent, LineFigures, LineKey, LineVersion, Role, Verdict
from models.norms import load_profile
from models.store import FoundEvent, Repositories, ReviewStep, Store
from pipeline.scoring.days import stamp_of
from tests.support.stored_hall import NINE, analysis, footage, happened

GENERAL = load_profile("general")
PHONE = LineKey("phone")

MONDAY = dt.date(2026, 11, 23)
Day = Sequence[tuple[float, bool]]
"""The verdicts of a day: the confidence of the event, and whether it was confirmed."""

SEPARATE: Day = [(0.9, True), (0.85, True), (0.8, True), (0.65, False), (0.6, False), (0.55, False)]
"""Three phones and three hands at an ear: a line of 0.73 tells them apart, and one of 0.5 does not."""


def days(*of_day: Day, kind: str = "phone", counter: str = "left") -> list[JudgedEvent]:
    """The verdicts of consecutive days from a Monday on."""
    ids = count(1)
    return [
        JudgedEvent(next(ids), kind, counter, MONDAY + dt.timedelta(days=n), confidence, confirmed)
        for n, day in enumerate(of_day)
        for confidence, confirmed in day
    ]


def drawn(count: int, share: Callable[[float], float], seed: int) -> list[JudgedEvent]:
    """Verdicts on 15 days of confidences from 0.3 to 1, confirmed with the share that belongs to the confidence."""
    draw = random.Random(seed)
    of_day: list[list[tuple[float, bool]]] = [[] for _ in range(15)]
    for n in range(count):
        confidence = round(0.3 + 0.7 * draw.random(), 3)
        of_day[n % 15].append((confidence, draw.random() < share(confidence)))
    return days(*of_day)


def found(confidence: float, at: float, kind: str = "phone", counter: str = "left") -> FoundEvent:
    """A minute of an event `at` seconds after nine on the Monday, as the general profile decides it."""
    event = happened(kind, at, 60, counter).event
    return FoundEvent(GENERAL.scoring.decided(replace(event, confidence=confidence)))


def reviewed(store: Store, *of_day: Day, kind: str = "phone", counter: str = "left") -> list[int]:
    """The days' events, analysed under the general profile and reviewed by sun; their ids."""
    ids: list[int] = []
    with store.unit_of_work("a week of reviews") as work:
        for n, day in enumerate(of_day):
            found_of = [found(sure, n * 86400 + 300 * i, kind, counter) for i, (sure, _) in enumerate(day)]
            of = footage(f"{kind} {counter} {n}", NINE + n * 86400, found_of[0].event.camera)
            kept = replace(analysis(*found_of, of=of), profile=stamp_of(GENERAL))
            saved = work.recordings.save(kept, NINE)
            for event_id, (_, confirmed) in zip(saved.event_ids, day, strict=True):
                decide(work, event_id, confirmed)
            ids += saved.event_ids
    return ids


def version(line: float, key: LineKey = PHONE, replaced: float = 0.5) -> LineVersion:
    """A line that was learned from a week of phones and hands."""
    learned_from = tuple(days(*[SEPARATE] * 5))
    return LineVersion(key, line, replaced, LineFigures(15, 30, 15), LineFigures(15, 15, 15), learned_from)


def decide(store: Repositories, event_id: int, confirmed: bool) -> None:
    """The supervisor sun confirms or dismisses an event."""
    sun = store.accounts.named("sun") or store.accounts.add(
        "sun", "correct horse", Role.SUPERVISOR, "en", NINE
    )
    decision = Decision.CONFIRMED if confirmed else Decision.DISMISSED
    store.reviews.add(event_id, ReviewStep(sun.id, decision, "seen"), expected=Verdict.OPEN, now=NINE)
