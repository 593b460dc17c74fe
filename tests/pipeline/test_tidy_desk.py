"""Desks at closing time: objects left behind after everybody left, and cases without a statement."""

import numpy as np

from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.scene.features import NOTHING, SiteFeatures
from synthetic.stories import EVALUATION, POST, SIDE, START, Story, Told, away, seated
from vision.core import Signals

ASKS = SiteFeatures(desk=True)
CLOSES, OVER = 900.0, 1600.0
LEAVES = seated(CLOSES) + away(OVER - CLOSES)


def told(
    *shares: tuple[float, float],
    story: Story = LEAVES,
    asks: SiteFeatures = ASKS,
    opened: tuple[tuple[float, float], ...] = ((0.0, CLOSES),),
) -> Told:
    """The judged story with a desk of which a share is changed from a second on, examined while it is free."""
    signals = story.signals(SIDE)
    seconds = signals.time - START
    desk = np.zeros(len(seconds), np.float32)
    for since, share in shares:
        desk[seconds >= since] = share
    free = (signals["staff"] == 0) & (np.arange(len(seconds)) % 25 == 0)
    rows = Signals(
        signals.time, {**signals.columns, "desk_changed": np.where(free, desk, np.nan).astype(np.float32)}
    )
    duty = Duty(Spans.of(*((START + a, START + b) for a, b in opened)), features=asks)
    return Told(judge("hall", {POST: rows}, EVALUATION, (START, START + story.seconds), {POST: duty}), START)


def test_papers_left_on_the_desk_are_a_question_with_their_share() -> None:
    event = told((0, 0.2)).one("untidy_desk")
    assert (event.start, event.end) == (START + CLOSES - 1, START + CLOSES)
    assert event.evidence["changed_share"] == 0.2
    assert event.evidence["threshold_share"] == 0.05
    assert int(event.evidence["looks"]) > 100
    assert event.confidence <= 0.7


def test_a_cup_is_hardly_a_question_and_a_tidy_desk_is_none() -> None:
    assert told((0, 0.055)).one("untidy_desk").confidence < 0.4
    assert "untidy_desk" not in told((0, 0.04)).kinds


def test_who_clears_up_before_leaving_has_left_a_tidy_desk() -> None:
    stays = seated(400) + away(60) + seated(CLOSES + 200 - 460) + away(OVER - CLOSES - 200)
    assert "untidy_desk" not in told((0, 0.3), (CLOSES + 190, 0.0), story=stays).kinds
    assert "untidy_desk" in told((0, 0.3), story=stays).kinds


def test_nothing_is_said_of_a_desk_that_was_not_seen_after_everybody_left() -> None:
    assert "untidy_desk" not in told((0, 0.3), story=seated(OVER)).kinds, "staff is still there"
    assert "untidy_desk" not in told((0, 0.3), (CLOSES + 5, np.nan)).kinds, "dark or covered"


def test_nothing_is_said_before_the_time_to_clear_up_is_over() -> None:
    assert "untidy_desk" not in told((0, 0.3), story=seated(CLOSES) + away(300)).kinds


def test_lunch_is_no_closing_time() -> None:
    halves = ((0.0, 300.0), (500.0, CLOSES))
    story = seated(300) + away(200) + seated(CLOSES - 500) + away(OVER - CLOSES)
    assert told((0, 0.3), story=story, opened=halves).one("untidy_desk").end == START + CLOSES
    assert "untidy_desk" not in told((0, 0.3), (CLOSES, 0.0), story=story, opened=halves).kinds


def test_a_counter_without_a_picture_of_its_desk_is_told_nothing() -> None:
    assert "untidy_desk" not in told((0, 0.3), asks=NOTHING).kinds
