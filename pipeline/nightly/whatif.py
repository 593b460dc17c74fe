"""What-if: past days under other norms. Nothing is stored, and no video is needed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models import Camera, Event, EventKey, Score, Site, StoredEvent, Verdict
from models.norms import Profile
from models.store import Store, StoredCounter
from models.store.day_matching import match_day
from pipeline.nightly.day_judging import JudgedDay, JudgingJob, judge_day
from pipeline.roster.context_loading import load_day
from pipeline.scoring.aggregates import days_between, places_of
from pipeline.scoring.days import SiteDay, stands
from pipeline.scoring.score import score_facts


@dataclass(frozen=True, slots=True)
class WhatIfDay:
    """A counter's day as it was scored (None if it never was) and as it would be.

    `judged` is False without stored signals: then the events of that day are only priced anew.
    """

    place: StoredCounter
    day: dt.date
    scored: Score | None
    supposed: Score
    judged: bool

    @property
    def gained(self) -> float | None:
        """Points more than were scored; NaN where one of them has none, None where the day never was scored."""
        return None if self.scored is None else round(self.supposed.points - self.scored.points, 2)


def what_if_days(
    store: Store, data: Path, site: Site, profile: Profile, days: tuple[dt.date, dt.date], now: float
) -> Iterator[WhatIfDay]:
    """The days from first to last (both included) of every counter under `profile`, camera by camera.

    The learned lines that are in force at the site hold under these norms too.
    Confirmed and dismissed events keep their verdicts. Days without any data are left out. Raises PipelineError for
    damaged signals.
    """
    profile = store.lines.over(profile, site.site)
    for day in days_between(*days):
        whole = SiteDay.load(store, site, day, now)
        for camera in site.cameras:
            yield from what_if_camera(whole, data, camera, profile)


def what_if_camera(whole: SiteDay, data: Path, camera: Camera, profile: Profile) -> Iterator[WhatIfDay]:
    """As `suppose`, for the counters of one camera on one day."""
    places = {place.counter: place for place in places_of(whole.store, whole.site)}
    context = load_day(whole.store, whole.site, camera.id, whole.day)
    found = judge_day(JudgingJob(data, whole.day, profile.thresholds, context))
    for counter in camera.counters:
        place = places.get(counter.id)
        if place is None:
            continue
        scored = whole.store.scores.get(place.counter_id, whole.day)
        judged = counter.id in found.watched
        if judged or scored is not None:
            score = (
                _again(whole, place, profile, found) if judged else whole.score(profile, place, whole.period)
            )
            yield WhatIfDay(place, whole.day, scored, score, judged)


def _again(whole: SiteDay, place: StoredCounter, profile: Profile, found: JudgedDay) -> Score:
    events = [event for event in found.events if event.counter == place.counter]
    held = whole.store.events.of_counter(place.counter_id, whole.period.start, whole.period.end)
    decided = [one for one in held if one.verdict is not Verdict.OPEN]
    events, verdicts = _with_verdicts(events, decided)
    facts = replace(
        whole.facts(place, whole.period),
        events=events,
        verdicts=verdicts,
        coverage=[one for one in found.coverage if one.counter == place.counter],
    )
    return score_facts(facts, profile, place.counter, whole.period)


def _with_verdicts(
    events: Sequence[Event], decided: Sequence[StoredEvent]
) -> tuple[list[Event], dict[EventKey, Verdict]]:
    """The events as a night would keep them: reviewed ones as their reviewer saw them, with what was decided."""
    kinds: dict[str, list[StoredEvent]] = defaultdict(list)
    for one in decided:
        kinds[one.event.kind].append(one)
    result = [event for event in events if event.kind not in kinds]
    for kind, old in kinds.items():
        new = [event for event in events if event.kind == kind]
        spans = [(one.event.start, one.event.end) for one in old]
        matched = match_day(spans, range(len(old)), [(event.start, event.end) for event in new])
        taken = set(matched.pairs) | matched.absorbed
        result += [event for j, event in enumerate(new) if j not in taken]
        kept = set(matched.pairs.values())
        result += [one.event for i, one in enumerate(old) if i in kept or stands(replace(one, found=False))]
    return result, {EventKey.of(one.event): one.verdict for one in decided}
