"""A synthetic store with a year of events: 4 halls, 20 cameras, 40 counters, a million events and their scores."""

import datetime as dt
import random
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from models import Camera, Counter, Event, Period, Site, Verdict, to_json
from models.norms import Profile, load_profile
from models.store import Store, StoredSite
from models.tables import EventRow, RecordingRow, ScoreRow
from pipeline.scoring.days import stamp_of
from pipeline.scoring.score import score

DAYS, HALLS, CAMERAS, COUNTERS = 365, 4, 5, 2
FIRST = dt.date(2025, 11, 24)
ZONE = "Asia/Shanghai"
OPEN_S = 8 * 3600.0
POST = [(0.1, 0.1), (0.4, 0.1), (0.4, 0.5)]
# Most of a day is people coming and going; some kinds are rare.
SHARES = {
    "arrival": 0.42,
    "departure": 0.42,
    "no_stand_greeting": 0.09,
    "slouching": 0.04,
    "absence": 0.02,
    "unattended_customer": 0.009,
    "head_on_desk": 0.001,
}
VERDICTS = {Verdict.OPEN: 0.9, Verdict.CONFIRMED: 0.08, Verdict.DISMISSED: 0.02}


def fill(data: Path, events: int) -> None:
    """Make the store in `data` with about this many events and a score for each day; nothing has a clip."""
    with Store.at(data) as store:
        profile = load_profile("general")
        store.profiles.put(stamp_of(profile), 0.0)
        sites = [store.sites.put(_hall(h)) for h in range(HALLS)]
        maker = _Maker(profile, round(events / (DAYS * HALLS * CAMERAS)))
        with store._engine.begin() as connection:
            for site in sites:
                for camera in site.site.cameras:
                    maker.fill_camera(connection, site, camera)


def _hall(number: int) -> Site:
    return Site(site=f"hall{number}", timezone=ZONE, cameras=[_camera(c) for c in range(CAMERAS)])


def _camera(number: int) -> Camera:
    counters = [Counter(id=f"c{number}w{k}", staff_zone=POST) for k in range(COUNTERS)]
    return Camera(id=f"cam{number}", source=f"{number}.mp4", counters=counters)


class _Maker:
    """Makes the days of one camera in sequence, the same at every run."""

    def __init__(self, profile: Profile, per_day: int) -> None:
        self._profile, self._per_day = profile, per_day
        self._chance = random.Random(7)
        self._recordings = 0

    def fill_camera(self, connection: Connection, site: StoredSite, camera: Camera) -> None:
        """A recording, its events and the scores of both counters, for every day of the year."""
        for n in range(DAYS):
            day = FIRST + dt.timedelta(n)
            start = dt.datetime.combine(day, dt.time(9), ZoneInfo(ZONE)).timestamp()
            self._recordings += 1
            connection.execute(insert(RecordingRow), self._recording(site.cameras[camera.id], start))
            keys = [k.id for k in camera.counters]
            rows = [
                self._event(site, camera, i, keys[i % len(keys)], start, day) for i in range(self._per_day)
            ]
            connection.execute(insert(EventRow), rows)
            scores = [self._score(site.counters[key], key, camera.id, start, day) for key in keys]
            connection.execute(insert(ScoreRow), scores)

    def _recording(self, camera_id: int, start: float) -> dict[str, object]:
        number = self._recordings
        name = f"{number}.mp4"
        row = {"id": number, "camera_id": camera_id, "name": name, "path": name, "fingerprint": str(number)}
        return {**row, "start": start, "duration_s": OPEN_S, "profile_hash": self._profile.hash}

    def _event(
        self, site: StoredSite, camera: Camera, number: int, counter: str, start: float, day: dt.date
    ) -> dict[str, object]:
        # Spread over the day by place, so that no two events of one kind and counter share a start.
        offset = round((number + self._chance.random() * 0.9) * OPEN_S / self._per_day, 3)
        (kind,) = self._chance.choices(list(SHARES), list(SHARES.values()))
        (verdict,) = self._chance.choices(list(VERDICTS), list(VERDICTS.values()))
        seconds = (
            0.0 if kind in ("arrival", "departure", "no_stand_greeting") else self._chance.uniform(30, 300)
        )
        return {
            "recording_id": self._recordings,
            "site_id": site.id,
            "camera_id": site.cameras[camera.id],
            "counter_id": site.counters[counter],
            "kind": kind,
            "offset_s": offset,
            "start": start + offset,
            "end": start + offset + seconds,
            "day": day,
            "confidence": round(self._chance.betavariate(8, 2), 4),
            "attributes": {"stood": False, "latency_s": 7.5} if kind == "arrival" else {},
            "evidence": {"threshold_s": 30.0, "measured_s": seconds, "hit_ratio": 0.83},
            "verdict": verdict.value if kind not in ("arrival", "departure") else Verdict.OPEN.value,
            "found": True,
        }

    def _score(
        self, counter_id: int, counter: str, camera: str, start: float, day: dt.date
    ) -> dict[str, object]:
        events = [
            Event(camera, counter, "absence", start + 60 * i, start + 60 * i + 40, 0.9) for i in range(4)
        ]
        made = score(events, [], self._profile, counter, Period.of_day(day, ZONE))
        row = {"counter_id": counter_id, "day": day, "label": "day", "points": 96.5, "coverage": 0.98}
        row |= {"final": False, "deducted": 4, "profile_hash": self._profile.hash, "made_at": start}
        return {**row, "document": to_json(made)}
