"""A hall with a day of events, real clips and scores, for people who open the dashboard."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models import ALL_HALLS, Camera, Certainty, Counter, Coverage, Event, Role, Scalar, Site, calendar_day
from models.norms import load_profile
from models.store import Analysis, FootageSource, FoundEvent, Store
from pipeline.archive.signals import write_signals
from pipeline.clips.encoding import ClipWriter
from pipeline.clips.staff_heads import StaffHeads
from pipeline.scoring.days import score_day, stamp_of
from synthetic.stories import (
    away,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    leaning_back,
    seated,
    slouching,
    stands_after,
)
from vision.core import Box, Image

NINE = 1_795_395_600.0  # 2026-11-23 09:00 in Shanghai
DAY = 86400.0
RATE = 15  # pictures a second in the clips
PASSWORD = "correct horse"
PEOPLE = {"sun": Role.SUPERVISOR, "wu": Role.AUDITOR, "an": Role.ADMIN}
STAFF = [(0.3, 0.2), (0.6, 0.2), (0.6, 0.6), (0.3, 0.6)]
CUSTOMER = [(0.65, 0.3), (0.95, 0.3), (0.95, 0.9), (0.65, 0.9)]


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of the story: `at` seconds after nine."""

    kind: str
    at: float
    seconds: float = 0.0
    counter: str = "w1"
    confidence: float = 0.93
    certainty: Certainty = Certainty.FACT


STORY = (
    Moment("arrival", 60),
    Moment("no_stand_greeting", 60, confidence=0.88),
    Moment("departure", 240),
    Moment("slouching", 400, 36.4),
    Moment("absence", 600, 240),
    Moment("arrival", 1200),
    Moment("departure", 1500),
    Moment("phone", 1550, 45, certainty=Certainty.QUESTION),
    Moment("large_gestures", 1620, 4, certainty=Certainty.HINT),
    Moment("leaning_back", 1700, 22.5, confidence=0.55),
    Moment("arrival", 2000),
    Moment("unattended_customer", 2030, 41),
    Moment("absence", 2025, 660),
    Moment("departure", 2700),
    Moment("camera_blind", 3000, 120),
    Moment("head_on_desk", 3300, 64, "w2"),
)
PASSED = (
    seated(60) + customer_arrives() + goes_on(180) + customer_leaves() + goes_on(160)
    + slouching(36) + seated(164) + away(240) + seated(360)
    + customer_arrives() + stands_after(1.8) + goes_on(298.2) + customer_leaves() + seated(200)
    + leaning_back(22) + seated(278) + customer_arrives() + goes_on(25) + away(660) + seated(15) + customer_leaves()
    + goes_on(300) + dark(120) + goes_on(480)
)  # fmt: skip
"""The first hour at the first counter, as its signals show it."""
FLAGGED = [m for m in STORY if m.kind not in ("arrival", "departure", "camera_blind")]


def site() -> Site:
    def counter(key: str, name: str | None) -> Counter:
        return Counter(id=key, name=name, staff_zone=STAFF, customer_zone=CUSTOMER)

    return Site(
        site="riverside",
        name="滨江营业厅 Riverside",
        timezone="Asia/Shanghai",
        profile="power",
        cameras=[
            Camera(
                id="hall", source="hall.mp4", counters=[counter("w1", "1号窗口"), counter("w2", "2号窗口")]
            ),
            Camera(id="side", source="side.mp4", counters=[counter("w3", None)]),
        ],
    )


def evidence(moment: Moment) -> dict[str, Scalar]:
    if moment.kind in ("arrival", "no_stand_greeting"):
        late: dict[str, Scalar] = {"seated_until_s": 28.4} if moment.kind == "no_stand_greeting" else {}
        return {"within_s": 5.0, "before_s": 5.0, "seen_share": 0.96, **late}
    if moment.kind == "departure":
        return {"stayed_s": 180.0}
    figures: dict[str, Scalar] = {
        "seconds": moment.seconds,
        "threshold_s": 30.0 if moment.seconds > 40 else 20.0,
    }
    if moment.kind == "large_gestures":
        figures |= {"threshold_s": 3.0, "speed_m_s": 3.4, "threshold_m_s": 3.0}
    if moment.kind == "slouching":
        figures["trunk_deg"] = 27.3
    return figures


def finding(moment: Moment, day: int) -> FoundEvent:
    start = NINE - day * DAY + moment.at
    attributes: dict[str, Scalar] = {"unattended": moment.seconds > 600} if moment.kind == "absence" else {}
    if moment.kind == "arrival":
        attributes = {"stood": False} if moment.at == 60 else {"stood": True, "latency_s": 1.8, "faced": True}
    event = Event(
        "hall",
        moment.counter,
        moment.kind,
        start,
        start + moment.seconds,
        moment.confidence,
        attributes,
        evidence(moment),
        moment.certainty,
    )
    has_clip = moment.kind != "leaning_back"
    return FoundEvent(event, "clips/a.mp4" if has_clip else None, "clips/a.jpg" if has_clip else None)


def analysed(start: float, name: str, *moments: Moment) -> Analysis:
    """A short recording that begins `start` seconds after nine."""
    footage = FootageSource("hall", f"{name}.mp4", f"{name}.mp4", name * 8, NINE + start, 60.0, 1000)
    findings = tuple(finding(moment, 0) for moment in moments)
    return Analysis(site(), footage, findings, (), stamp_of(load_profile("power")))


def encode(folder: Path) -> None:
    """A real clip of three seconds, somebody walking in it, and its first picture."""
    writer = ClipWriter(folder / "a.mp4", RATE, "a test")
    writer.staff_heads = StaffHeads.sampled(_head, (0.0, 3.0), 0.0)
    writer.poster(_picture(0))
    for index in range(3 * RATE):
        writer.write(_picture(index), index / RATE)
    writer.finish()


def _head(time: float) -> list[Box]:
    left = (40 + 4 * RATE * time) / 180
    return [np.array([left, 50 / 180, left + 40 / 180, 70 / 180], np.float32)]


def _picture(index: int) -> Image:
    picture = np.full((180, 320, 3), (214, 212, 206), np.uint8)
    picture[110:180] = (84, 118, 150)
    picture[50:110, 40 + 4 * index : 80 + 4 * index] = (104, 86, 52)
    return picture


def furnish(data: Path) -> Store:
    """A data folder with accounts, two analysed days, scores and clips; the store is open."""
    encode(data / "clips")
    store = Store.at(data)
    for name, role in PEOPLE.items():
        added = store.accounts.add(name, PASSWORD, role, "zh", NINE)
        store.grants.give(added.id, ALL_HALLS, "tests", NINE)
    profile = load_profile("power")
    for day in (0, 1):
        moments = STORY if day == 0 else STORY[:4]
        start = NINE - day * DAY
        coverage = (
            Coverage("hall", "w1", start, start + 3600, 3400, {"dark": 200.0}),
            Coverage("hall", "w2", start, start + 3600, 300, {"blocked": 3300.0}),
        )
        footage = FootageSource(
            "hall", f"hall_{day} <i>x</i>.mp4", f"hall_{day}.mp4", f"{day}f00d" * 12, start, 3600.0, 1000
        )
        saved = store.recordings.save(
            Analysis(site(), footage, tuple(finding(m, day) for m in moments), coverage, stamp_of(profile)),
            NINE,
        )
        for key in ("w1", "w2"):
            date = calendar_day(start, site().zone)
            score_day(store, profile, saved.counter_ids[key], date, NINE + DAY / 2)
    write_signals(data, "hall", {"w1": PASSED.signals(start=NINE)}, site().zone)
    return store
