"""Quiet time is drawn by a seed before anything is judged: a share of the open minutes, and never more than allowed."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from models import Action, QuietTime, Site, calendar_day, drawn_minutes, quiet_draw
from models.store import AuditFilter, Store
from tests.support.quiet_hall import quiet_site
from tests.support.stored_hall import NINE, absence, analysis, hall

MONDAY = dt.date(2026, 11, 23)
POSTS = (("cam1", "left"), ("cam1", "right"), ("cam2", "back"))


def drawn(site: Site, seed: str, day: dt.date = MONDAY) -> set[tuple[str, float]]:
    """The drawn minutes of all counters from half an hour before to half an hour after."""
    draw = quiet_draw(site, day, seed)
    assert draw is not None
    span = (NINE - 1800, NINE + 5400)
    return {(post[1], start) for post in POSTS for start, _ in drawn_minutes({day: draw}, site, post, span)}


@pytest.mark.parametrize(("share", "budget", "number"), [(0.2, 30, 30), (0.2, 100, 36), (0.01, 30, 2)])
def test_a_day_keeps_its_share_and_never_more_than_its_budget(share: float, budget: int, number: int) -> None:
    """Three counters are open for an hour: 180 minutes."""
    site = quiet_site(share, budget)
    found = drawn(site, "5eed")
    assert len(found) == number
    assert all(NINE <= start < NINE + 3600 for _, start in found)
    draw = quiet_draw(site, MONDAY, "5eed")
    assert draw is not None
    assert draw.share == number / 180


def test_the_seed_alone_decides() -> None:
    assert drawn(quiet_site(), "a") == drawn(quiet_site(), "a") != drawn(quiet_site(), "b")


def test_every_minute_is_drawn_equally_often() -> None:
    """150 draws of 30 of 180 minutes: each comes 25 times, give or take four standard deviations."""
    counts = dict.fromkeys([(post[1], NINE + 60 * n) for post in POSTS for n in range(60)], 0)
    for seed in range(150):
        for one in drawn(quiet_site(), f"seed {seed}"):
            counts[one] += 1
    assert all(abs(number - 150 / 6) < 4 * (150 / 6 * 5 / 6) ** 0.5 for number in counts.values())


def test_a_hall_without_hours_draws_from_the_whole_day() -> None:
    draw = quiet_draw(hall(quiet_time=QuietTime(share=0.01, minutes_a_day=1000)), MONDAY, "s")
    assert draw is not None
    assert (draw.drawn, draw.candidates) == (44, 3 * 1440)


def test_a_hall_that_asks_for_none_draws_none() -> None:
    assert quiet_draw(hall(), MONDAY, "s") is None


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 0.5}, {"share": 0.1, "minutes_a_day": 0}])
def test_too_much_is_no_small_share(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        QuietTime.model_validate(wrong)


def test_a_day_is_drawn_once_and_the_log_has_its_seed(tmp_path: Path) -> None:
    """A new site file draws the day no second time: nobody can try seeds until one suits."""
    with Store.at(tmp_path) as store:
        site, day = quiet_site(), calendar_day(NINE, hall().zone)
        assert store.quiet_minutes.draw(site, day, NINE) is None  # the site is not stored yet
        store.recordings.save(analysis(absence(60), site=site), NINE)
        first = store.quiet_minutes.draw(site, day, NINE)
        assert first is not None
        assert store.quiet_minutes.draw(quiet_site(0.1), day, NINE + 60) == first
        (line,) = store.audit.page(AuditFilter(action=Action.QUIET_DRAWN), 9)
        assert line.detail == f"seed:{first.seed} bound:{first.bound} drawn:30 of:180"
        again = quiet_draw(site, day, first.seed)
        assert again is not None
        assert (again.bound, again.drawn) == (first.bound, first.drawn)
