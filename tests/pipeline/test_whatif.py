"""The score of a day under other norms: from the signals, with the reviews, without storing anything."""

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import pytest

from models import Decision, Role, Verdict
from models.norms import load_profile
from models.store import ReviewStep, Store
from pipeline.archive.signals import day_file
from pipeline.nightly.plan import NightlyRequest
from pipeline.nightly.whatif import WhatIfDay, what_if_days
from tests.support.nightly_hall import MONDAY, PROFILE, SITE, everything, founded, morning, night, nine

TUESDAY = MONDAY + dt.timedelta(days=1)
LONG = ("absence_after_s", "absence_warning_s", "absence_violation_s", "unattended_after_s")
LIMITS = PROFILE.thresholds.model_copy(update=dict.fromkeys(LONG, 3000.0))
LENIENT = replace(PROFILE, thresholds=LIMITS, hash="1" * 64)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    founded(tmp_path)
    night(tmp_path)
    return tmp_path


def supposed(data: Path, profile: object = LENIENT, until: dt.date = TUESDAY) -> list[WhatIfDay]:
    with Store.at(data) as store:
        return list(what_if_days(store, data, SITE, profile, (MONDAY, until), morning(MONDAY, 2)))  # type: ignore[arg-type]


def test_the_same_norms_make_the_same_points(data: Path) -> None:
    found = supposed(data, PROFILE)
    assert len(found) == 6
    assert [one.gained for one in found] == [0.0] * 6
    assert all(one.scored is not None and one.supposed.lines == one.scored.lines for one in found)


def test_other_norms_are_judged_from_the_signals_and_nothing_is_kept(data: Path) -> None:
    before = everything(data)
    found = supposed(data)
    assert all(one.judged and one.supposed.profile_hash == LENIENT.hash for one in found)
    assert any(one.gained for one in found)
    assert everything(data) == before


def test_what_people_said_holds_for_the_supposed_day_as_well(data: Path) -> None:
    open_day = supposed(data, until=MONDAY)[0].supposed
    charged = next(d for d in open_day.deductions if d.points > 0)
    with Store.at(data) as store:
        store.accounts.add("sun", "correct horse", Role.SUPERVISOR, "en", nine(MONDAY))
        (counter_id,) = [p.counter_id for p in store.sites.places().values() if p.counter == "left"]
        for event in store.events.of_counter(counter_id, nine(MONDAY), nine(MONDAY) + 86400):
            if event.event.kind == charged.events[0].kind:
                store.reviews.add(
                    event.id, ReviewStep(1, Decision.DISMISSED, "x"), expected=Verdict.OPEN, now=nine(MONDAY)
                )
    again = supposed(data, until=MONDAY)[0].supposed
    assert again.points > open_day.points
    assert charged.events[0].kind not in {d.events[0].kind for d in again.deductions}


def test_a_supposed_month_is_what_the_night_makes_of_it_when_somebody_asks(data: Path) -> None:
    found = {(one.place.counter_id, one.day): one.supposed.points for one in supposed(data)}
    night(data, NightlyRequest(MONDAY, TUESDAY, LENIENT))
    with Store.at(data) as store:
        kept = {(s.counter_id, s.day): s.points for s in store.scores.summaries(MONDAY, TUESDAY)}
    assert kept == found


def test_where_no_signals_are_left_the_events_are_priced_anew(data: Path) -> None:
    day_file(data, "cam1", MONDAY).unlink()
    found = {one.place.counter: one for one in supposed(data, load_profile("water"), MONDAY)}
    assert (found["left"].judged, found["back"].judged) == (False, True)
    assert not math.isnan(found["left"].supposed.points)
    assert found["left"].supposed.profile == "water"
