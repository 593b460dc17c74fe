"""Badges found by a site's own model: minutes for the auditor, and never points."""

from datetime import UTC, datetime

import numpy as np
import pytest

from models.norms import load_profile
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.scene.features import NOTHING, SiteFeatures
from pipeline.scoring.score import score
from synthetic.stories import EVALUATION, POST, SIDE, START, Story, Told, away, seated
from vision.core import Signals

LOOKED_FOR = SiteFeatures(badge=True)
NOT_SEEN = float("nan")


def told(story: Story, *parts: tuple[float, float], asks: SiteFeatures = LOOKED_FOR) -> Told:
    """The story until everybody has gone; from each second of `parts` on the model gives its score. None: no model."""
    story += away(10)
    signals = story.signals(SIDE)
    columns = dict(signals.columns)
    if parts:
        columns["badge_seen"] = np.zeros(len(signals), np.float32)
        for since, score in parts:
            columns["badge_seen"][signals.time - START >= since] = score
    span = (START, START + story.seconds)
    rows = Signals(signals.time, columns)
    return Told(
        judge("hall", {POST: rows}, EVALUATION, span, {POST: Duty(Spans.of(span), features=asks)}), START
    )


def minutes(found: Told) -> list[tuple[object, object]]:
    """(minutes with a visible chest, minutes of these with a badge) of every record."""
    return [(e.attributes["minutes"], e.attributes["badge_minutes"]) for e in found.events("badge_time")]


def test_the_minutes_in_which_a_badge_was_seen_are_counted_among_those_in_which_the_chest_was() -> None:
    assert minutes(told(seated(600), (0, 0.7), (240, 0.0), (420, NOT_SEEN))) == [(7, 4)]


def test_a_badge_that_shows_now_and_then_was_worn_all_the_time() -> None:
    shows = [(second, score) for at in range(0, 300, 30) for second, score in ((at, 0.6), (at + 2, 0.0))]
    assert minutes(told(seated(300), *shows)) == [(5, 5)]


def test_one_glimpse_in_a_minute_is_no_badge() -> None:
    assert minutes(told(seated(120), (0, 0.0), (20, 0.6), (20.9, 0.0))) == [(2, 0)]


def test_where_nobody_is_or_nothing_was_seen_nothing_is_counted() -> None:
    assert minutes(told(away(300), (0, NOT_SEEN))) == []
    assert minutes(told(seated(300), (0, NOT_SEEN))) == []


@pytest.mark.parametrize("asks", [NOTHING, SiteFeatures(uniform=((30, 0, 0),))])
def test_only_where_the_site_named_a_class_for_it(asks: SiteFeatures) -> None:
    assert minutes(told(seated(300), (0, 0.7), asks=asks)) == []
    assert minutes(told(seated(300))) == []


def test_it_is_a_rate_with_its_interval_and_costs_nothing() -> None:
    judgement, profile = told(seated(600), (0, 0.7), (300, 0.0)).judgement, load_profile("water")
    day = datetime.fromtimestamp(START, UTC).date()
    lines = {
        line.clause: line for line in score(judgement.events, judgement.coverage, profile, POST, day).lines
    }
    (figure,) = lines["W1"].rates
    assert (figure.name, figure.met, figure.of) == ("badge_seen", 5, 10)
    assert 0.2 < figure.low < 0.5 < figure.high < 0.8
    assert "badge_time" not in profile.charges
