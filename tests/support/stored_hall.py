"""A small hall for the store's and the API's tests: two counters under one camera, one more under another."""

import datetime as dt

from models import (
    Camera,
    ClauseLine,
    Counter,
    Coverage,
    Deduction,
    Event,
    EventKey,
    Period,
    Scalar,
    Score,
    Site,
    Status,
    untranslated,
)
from models.store import Analysis, FootageSource, FoundEvent, Stamp

NINE = 1_795_395_600.0  # 2026-11-23 09:00 in Shanghai
POST = [(0.1, 0.1), (0.4, 0.1), (0.4, 0.5)]


def hall(key: str = "north", **changes: object) -> Site:
    site = Site(
        site=key,
        name="North hall",
        timezone="Asia/Shanghai",
        cameras=[
            Camera(
                id="cam1",
                source="rtsp://viewer:geheim@10.0.0.5:554/main",
                counters=[
                    Counter(id="left", name="Window 1", staff_zone=POST),
                    Counter(id="right", staff_zone=POST),
                ],
            ),
            Camera(id="cam2", source="evening.mp4", counters=[Counter(id="back", staff_zone=POST)]),
        ],
    )
    return site.model_copy(update=changes)


def footage(fingerprint: str = "f1", start: float = NINE, camera: str = "cam1") -> FootageSource:
    return FootageSource(
        camera, f"{fingerprint}.mp4", f"videos/{fingerprint}.mp4", fingerprint, start, 3600.0, 1000
    )


def absence(at: float, seconds: float = 240.0, counter: str = "left", **evidence: Scalar) -> FoundEvent:
    return happened("absence", at, seconds, counter, **evidence)


def happened(
    kind: str, at: float, seconds: float = 0.0, counter: str = "left", **evidence: Scalar
) -> FoundEvent:
    camera = "cam2" if counter == "back" else "cam1"
    start = NINE + at
    return FoundEvent(
        Event(camera, counter, kind, start, start + seconds, 0.9, {}, {"threshold_s": 30.0, **evidence})
    )


def analysis(
    *findings: FoundEvent,
    of: FootageSource | None = None,
    site: Site | None = None,
    coverage: tuple[Coverage, ...] = (),
    complete: bool = True,
) -> Analysis:
    profile = Stamp("general", "a" * 64, "name: general\n")
    return Analysis(site or hall(), of or footage(), findings, coverage, profile, complete)


def observed(seen_s: float = 3500.0, counter: str = "left") -> Coverage:
    return Coverage("cam1", counter, NINE, NINE + 3600, seen_s, {"dark": 3600 - seen_s})


def score_that_charges(finding: FoundEvent) -> Score:
    """The score of the left counter's Monday, with one deduction of 5 points for this event."""
    reason = untranslated("the post was empty")
    charged = Deduction("GB-1", 5.0, 5.0, "minor", reason, (EventKey.of(finding.event),), False)
    line = ClauseLine("GB-1", "yes", Status.DEDUCTED, 5.0, 5.0, 1, 240.0, (), (), (charged,), ())
    period = Period(dt.date(2026, 11, 23), NINE, NINE + 3600, "Asia/Shanghai", "day")
    return Score("left", period, 95.0, 1.0, 3600.0, 3600.0, "general", "a" * 64, False, (line,))
