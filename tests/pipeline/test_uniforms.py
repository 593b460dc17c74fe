"""Clothes at a post of a site with a uniform: another colour for a long time is a question, all else is not."""

import numpy as np
import pytest

from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.scene.features import NOTHING, SiteFeatures
from synthetic.stories import EVALUATION, POST, SIDE, START, Story, Told, asleep, away, dark, seated
from vision.core import Signals
from vision.measures.colours import Lab, lab_of

NAVY, TEAL, WINE = (lab_of(colour) for colour in ("#26293e", "#243e43", "#331e26"))
SITE = SiteFeatures(uniform=(NAVY,))


def told(
    worn: Lab,
    story: Story,
    asks: SiteFeatures = SITE,
    *,
    others: tuple[tuple[float, float, Lab], ...] = (),
    model: tuple[float, ...] = (),
    knows: int = 0,
) -> Told:
    """The judged story with clothes of one colour, and of `others` from..to seconds.

    `model` gives these scores for the uniform, look after look, repeated; none: there is no model. It detects the
    uniform in the first looks, as many as it `knows`.
    """
    signals = story.signals(SIDE)
    seconds, seen = signals.time - START, ~np.isnan(signals["shoulder_y"])
    chest = np.tile(np.array(worn), (len(seconds), 1))
    for start, end, colour in others:
        chest[(seconds >= start) & (seconds < end)] = colour
    chest += np.random.default_rng(3).normal(0, 1, chest.shape)
    names = ("chest_l", "chest_a", "chest_b")
    columns = {name: np.where(seen, chest[:, i], np.nan).astype(np.float32) for i, name in enumerate(names)}
    if model:
        columns["uniform_seen"] = np.resize(np.array(model, np.float32), len(signals))
        columns["uniform_seen"][:knows] = 0.9
    span = (START, START + story.seconds)
    rows = Signals(signals.time, {**signals.columns, **columns})
    return Told(
        judge("hall", {POST: rows}, EVALUATION, span, {POST: Duty(Spans.of(span), features=asks)}), START
    )


def test_the_uniform_is_the_uniform() -> None:
    assert "off_uniform" not in told(NAVY, seated(300)).kinds


def test_other_clothes_all_day_are_one_question_with_their_distance() -> None:
    event = told(TEAL, seated(60) + away(30) + seated(60)).events("off_uniform")[0]
    assert event.start == START
    assert event.evidence["threshold"] == 9
    assert 9 < float(str(event.evidence["distance"])) < 25
    assert event.confidence <= 0.7


def test_a_colour_near_the_border_is_hardly_a_question() -> None:
    near = (NAVY[0], NAVY[1] + 10, NAVY[2])
    assert told(near, seated(120)).one("off_uniform").confidence < 0.4


def test_a_coat_for_a_moment_is_nobodys_business_and_the_threshold_says_how_long_that_is() -> None:
    assert "off_uniform" not in told(NAVY, seated(120), others=((40, 55, WINE),)).kinds
    assert "off_uniform" in told(NAVY, seated(120), others=((40, 75, WINE),)).kinds


def test_papers_before_the_chest_do_not_cut_one_look_in_two() -> None:
    assert told(TEAL, seated(120), others=((50, 60, NAVY),)).all("off_uniform") == [(0, 120)]


def test_two_glimpses_of_something_else_are_no_long_look_at_it() -> None:
    glimpses = ((40, 43, WINE), (58, 62, WINE))
    assert "off_uniform" not in told(NAVY, seated(120), others=glimpses).kinds


def test_the_winter_version_is_a_uniform_too() -> None:
    assert "off_uniform" not in told(TEAL, seated(120), SiteFeatures(uniform=(NAVY, TEAL))).kinds


def test_a_head_on_the_desk_covers_the_chest() -> None:
    assert (
        "off_uniform"
        not in told(NAVY, seated(60) + asleep(60, 1.0) + seated(60), others=((60, 120, WINE),)).kinds
    )


def test_what_nobody_saw_is_no_other_colour() -> None:
    assert "off_uniform" not in told(WINE, away(300)).kinds
    assert "off_uniform" not in told(WINE, dark(300)).kinds


@pytest.mark.parametrize("asks", [NOTHING, SiteFeatures(smile=True)], ids=["nothing", "something else"])
def test_a_site_without_a_uniform_is_told_nothing(asks: SiteFeatures) -> None:
    assert "off_uniform" not in told(WINE, seated(300), asks).kinds


def test_a_model_that_sees_the_uniform_makes_another_colour_less_of_a_question() -> None:
    alone = told(TEAL, seated(120)).one("off_uniform")
    lamp = told(TEAL, seated(120), model=(0.8, 0.0)).one("off_uniform")
    assert lamp.confidence == pytest.approx(0.4 * alone.confidence, abs=0.002)
    assert lamp.evidence["uniform_share"] == pytest.approx(0.5, abs=0.01)
    assert "uniform_share" not in alone.evidence


def test_a_model_that_never_sees_it_makes_it_surer_and_from_the_border_never_certain() -> None:
    near = (NAVY[0], NAVY[1] + 9.5, NAVY[2])
    for worn in (WINE, near):
        later = ((0, 10, NAVY),)  # the person wears the uniform first
        stories = (told(worn, seated(130), others=later, model=m, knows=20) for m in ((), (0.0,)))
        alone, agreed = (story.one("off_uniform").confidence for story in stories)
        assert agreed > alone
        assert told(worn, seated(130), others=later, model=(0.0,)).one("off_uniform").confidence == alone
    assert agreed < 0.5, "at the border"


def test_a_glimpse_of_it_and_a_chest_that_it_never_saw_say_neither() -> None:
    alone = told(TEAL, seated(120)).one("off_uniform")
    assert told(TEAL, seated(120), model=(0.5, *[0.0] * 9)).one("off_uniform").confidence == alone.confidence
    assert told(TEAL, seated(120), model=(np.nan,)).one("off_uniform") == alone


def test_a_model_alone_makes_no_event() -> None:
    assert "off_uniform" not in told(WINE, seated(300), NOTHING, model=(0.0,)).kinds
    assert "off_uniform" not in told(NAVY, seated(300), model=(0.0,)).kinds
