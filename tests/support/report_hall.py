"""A hall with weeks of data for reports: four windows, customers, faults, a blind hour and an unobserved day."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from models import Camera, Counter, Coverage, Event, Site
from models.norms import load_profile
from models.store import Analysis, FootageSource, FoundEvent, Saved, Store
from pipeline.scoring.days import score_day, stamp_of

MONDAY = dt.date(2026, 11, 16)
HOURS = 8
ZONE = [(0.1, 0.1), (0.4, 0.1), (0.4, 0.5)]
NAMES = {"w1": "1号窗口", "w2": "2号窗口", "w3": "3号窗口", "w4": None}
POWER = load_profile("power")
# Customers out of a hundred who are greeted standing, at each window.
STANDING = {"w1": 97, "w2": 90, "w3": 80, "w4": 94}


def site(**changes: object) -> Site:
    counters = [Counter(id=k, name=n, staff_zone=ZONE, customer_zone=ZONE) for k, n in NAMES.items()]
    made = Site(
        site="riverside",
        name="滨江营业厅",
        timezone="Asia/Shanghai",
        profile="power",
        cameras=[Camera(id="hall", source="hall.mp4", counters=counters)],
    )
    return made.model_copy(update=changes)


def nine(day: dt.date) -> float:
    """Nine in the morning, UTC seconds."""
    return dt.datetime.combine(day, dt.time(9), site().zone).timestamp()


# The reports are asked for when all days have passed, in both languages.
LATER = nine(MONDAY + dt.timedelta(days=40))
LANGUAGES = ("zh", "en")


def happened(kind: str, counter: str, at: float, seconds: float = 0.0, **attributes: bool | float) -> Event:
    evidence: dict[str, float] = {"seconds": seconds, "threshold_s": 20.0}
    return Event("hall", counter, kind, at, at + seconds, 0.93, attributes, evidence)


def customers(counter: str, day: dt.date, number: int, chance: random.Random) -> Iterator[Event]:
    """This many customers arrive; some are met standing, the others are not."""
    for n in range(number):
        at = nine(day) + 600 + n * 27000 / number + chance.random() * 60
        stood = chance.randrange(100) < STANDING[counter]
        yield happened("arrival", counter, at, stood=stood)
        if not stood:
            yield happened("no_stand_greeting", counter, at)
        yield happened("departure", counter, at + 240)


def faults(counter: str, day: dt.date, chance: random.Random) -> Iterator[Event]:
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2] if counter != "w1" else [0, 0, 0, 0, 0, 1])):
        kind, seconds = chance.choice(
            [
                ("slouching", 48.0),
                ("absence", 260.0),
                ("absence", 1290.0),
                ("leaning_back", 33.0),
                ("phone", 41.0),
            ]
        )
        yield happened(kind, counter, nine(day) + chance.random() * 26000, seconds)


def keep(
    store: Store, day: dt.date, events: list[Event], seen: dict[str, float], now: float, of: Site
) -> Saved:
    """Store a day's recording of the hall: events, observed seconds of each counter, scores."""
    start, end = nine(day), nine(day) + HOURS * 3600
    coverage = tuple(
        Coverage("hall", key, start, end, seen.get(key, 28700), {"dark": 28800 - seen.get(key, 28700)})
        for key in NAMES
    )
    name = f"{day}.mp4"
    footage = FootageSource("hall", name, f"videos/{name}", str(day), start, end - start, 1000)
    found = tuple(FoundEvent(event) for event in sorted(events, key=lambda event: event.start))
    saved = store.recordings.save(Analysis(of, footage, found, coverage, stamp_of(POWER)), now)
    for key in NAMES:
        score_day(store, POWER, saved.counter_ids[key], day, now)
    return saved


def furnish(store: Store, days: int = 13, now: float | None = None, of: Site | None = None) -> float:
    """Store this many days from Monday on, except Sundays; returns the time of the scoring.

    On the first Thursday the third window was not observed; on the first Friday the camera was blind for an hour.
    """
    chance = random.Random(4)
    made = nine(MONDAY + dt.timedelta(days=days)) if now is None else now
    for n in range(days):
        day = MONDAY + dt.timedelta(days=n)
        if day.weekday() == 6:
            continue
        events = [e for key in NAMES for e in customers(key, day, 18 + chance.randrange(9), chance)]
        events += [e for key in NAMES for e in faults(key, day, chance)]
        seen = {"w3": 3000.0} if n == 3 else {}
        if n == 4:
            seen = dict.fromkeys(NAMES, 25200.0)
            events += [happened("camera_blind", key, nine(day) + 14000, 3600) for key in NAMES]
        keep(store, day, events, seen, made, of or site())
    return made


def furnished(data: Path) -> tuple[Store, float]:
    """An open store with the hall of `furnish`."""
    store = Store.at(data)
    return store, furnish(store)
