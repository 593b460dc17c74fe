"""A hall with one day of everything that retention deletes: the clerk Wang sat at the left window that morning."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from models import Decision, Role, RosterEntry, Verdict, What, day_span, phrase
from models.retention import RetentionClass, RetentionPolicy, load_retention
from models.store import Notice, ReviewStep, Stamp, Store
from models.store.throttle import guesses_of_known
from pipeline.retention.run import RetentionPlace, RetentionReport, run_retention
from tests.support.stored_hall import (
    NINE,
    absence,
    analysis,
    footage,
    hall,
    happened,
    observed,
    score_that_charges,
)

DAY = 86400.0
MONDAY = dt.date(2026, 11, 23)
CLIP = "clips/cam1/20261123T010100Z_left_absence_0123456789ab.mp4"
WANG = "王芳 (1024)"


@dataclass(frozen=True, slots=True)
class OldHall:
    """A data folder and its store; `later` runs retention a number of days after the day."""

    data: Path
    store: Store

    def later(
        self, days: float, policy: RetentionPolicy | None = None, *, dry_run: bool = False
    ) -> RetentionReport:
        place = RetentionPlace(self.store, self.data, policy or load_retention(self.data), NINE + days * DAY)
        return run_retention(place, dry_run=dry_run)

    def file(self, name: str) -> bool:
        return (self.data / name).exists()

    def aged(self, name: str, content: bytes = b"x" * 1000) -> Path:
        """A file of the day, written at nine."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (NINE, NINE))
        return path


def deleted(report: RetentionReport) -> dict[str, int]:
    """The counts of a report that are not 0."""
    return {str(line.kind): line.deleted for line in report.lines if line.deleted}


def kept(report: RetentionReport) -> dict[str, int]:
    """The counts of what a hold keeps that are not 0."""
    return {str(line.kind): line.held for line in report.lines if line.held}


def only(kind: RetentionClass, days: int) -> RetentionPolicy:
    """A policy that deletes one class alone."""
    return RetentionPolicy({one: days if one is kind else None for one in RetentionClass}, {})


def furnished(data: Path, store: Store) -> OldHall:
    """Two events (one with a clip, confirmed by sun), a score, signals, a report, a roster, a notice, journals."""
    old = OldHall(data, store)
    charged = replace(absence(60), clip=CLIP, poster=CLIP.replace(".mp4", ".jpg"))
    found = analysis(charged, happened("arrival", 400, counter="right"), coverage=(observed(),), of=footage())
    saved = store.recordings.save(found, NINE)
    sun = store.accounts.named("sun") or store.accounts.add(
        "sun", "correct horse", Role.SUPERVISOR, "zh", NINE
    )
    store.reviews.add(
        saved.event_ids[0], ReviewStep(sun.id, Decision.CONFIRMED, ""), expected=Verdict.OPEN, now=NINE
    )
    stamp = Stamp("general", "a" * 64, "name: general\n")
    store.scores.save(saved.counter_ids["left"], score_that_charges(charged), stamp, NINE)
    start, _ = day_span(MONDAY, hall().zone)
    shift = RosterEntry(MONDAY, What.SHIFT, start + 8 * 3600, start + 12 * 3600, "left", "morning", WANG)
    store.rosters.replace("north", [shift], "may.csv", NINE)
    store.notices.put(
        Notice("nightly", "nightly:north:1", phrase("notice.nightly.missing", camera="cam1")), NINE
    )
    store.backgrounds.put(1, hall().cameras[0], b"picture" * 10, NINE)
    store.throttle.admit(guesses_of_known("password", 1), NINE)
    for name in (
        CLIP,
        CLIP.replace(".mp4", ".jpg"),
        "signals/cam1/2026-11-23.parquet",
        "reports/north/day/2026-11-23/hall.html",
        "journal/cam1/looks/00000001.log",
        "looks/0123.npz",
        "nightly/run-000001.json",
    ):
        old.aged(name)
    return old


@contextmanager
def opened(built: Path, data: Path) -> Iterator[OldHall]:
    """A copy of a furnished data folder, open."""
    shutil.copytree(built, data)
    with Store.at(data) as store:
        yield OldHall(data, store)
