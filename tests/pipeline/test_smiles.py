"""Mouths at the arrival of customers, at sites that enable them: smiles, and cases without a statement."""

from pathlib import Path

import numpy as np
import pytest

from models import SMILE_NOTE, Certainty, Site, Smile
from models.store import Store
from pipeline.intervals import Spans
from pipeline.judging.judge import judge
from pipeline.scene.duty import Duty
from pipeline.scene.features import NOTHING, SiteFeatures, features_of, needs_met, notes
from synthetic.stories import (
    EVALUATION,
    POST,
    SIDE,
    START,
    Story,
    Told,
    away,
    customer_arrives,
    goes_on,
    looks_at,
    seated,
)
from tests.support.nightly_hall import SITE, night
from vision.core import Signals

ON = SiteFeatures(smile=True)
COMES = 60.0
# The usual mouth and the smile of a person, as measured on rendered counters.
USUAL, SMILE, UNSURE = 0.17, 0.30, 0.235
VISIT = looks_at(20) + seated(COMES) + customer_arrives() + goes_on(40)


def told(
    *smiles: tuple[float, float], story: Story = VISIT, wide: float = SMILE, asks: SiteFeatures = ON
) -> Told:
    """The story with the mouth drawn `wide` from..to, in seconds after the arrival."""
    signals = story.signals(SIDE)
    seconds = signals.time - START - COMES
    mouth = np.where(np.isnan(signals["mouth_open"]), np.nan, USUAL)
    for start, end in smiles:
        mouth[(seconds >= start) & (seconds < end)] = wide
    mouth = mouth + np.random.default_rng(5).normal(0, 0.005, len(mouth))
    rows = Signals(signals.time, {**signals.columns, "smile": mouth.astype(np.float32)})
    span = (START, START + story.seconds)
    return Told(
        judge("hall", {POST: rows}, EVALUATION, span, {POST: Duty(Spans.of(span), features=asks)}), START
    )


def smiled(found: Told) -> object:
    return found.one("arrival").attributes.get("smiled")


def test_who_smiles_at_the_customer_who_comes_has_smiled() -> None:
    found = told((1, 3))
    assert smiled(found) is True
    assert "no_smile_greeting" not in found.kinds
    assert found.when("smiling") == [(COMES + 1, COMES + 3)]


def test_a_mouth_that_does_not_change_is_a_question_and_costs_nothing_by_itself() -> None:
    found = told()
    assert smiled(found) is False
    fault = found.one("no_smile_greeting")
    assert fault.start == pytest.approx(START + COMES, abs=0.3)
    assert fault.confidence < 0.5
    assert fault.certainty is Certainty.QUESTION
    assert fault.evidence["within_s"] == 8.0
    assert float(str(fault.evidence["smile_lift"])) < float(str(fault.evidence["threshold"])) < 0.08


def test_one_may_smile_at_who_is_still_on_the_way_but_not_half_a_minute_later() -> None:
    assert smiled(told((-1.8, 0))) is True
    assert smiled(told((15, 30))) is False


def test_who_smiles_all_day_is_not_blamed_for_having_no_other_mouth() -> None:
    assert smiled(told((-COMES, 40), wide=0.47)) is True


def test_a_twitch_is_no_smile_and_a_mouth_between_both_is_nobodys_fault() -> None:
    assert smiled(told((2, 2.3))) is False
    found = told((1, 4), wide=UNSURE)
    assert smiled(found) is None
    assert "no_smile_greeting" not in found.kinds


def test_nothing_is_said_of_a_face_that_turns_away() -> None:
    found = told(story=looks_at(20) + seated(COMES) + customer_arrives() + looks_at(70) + goes_on(40))
    assert smiled(found) is None
    assert "no_smile_greeting" not in found.kinds


def test_who_is_not_there_cannot_smile() -> None:
    assert "no_smile_greeting" not in told(story=away(COMES) + customer_arrives() + goes_on(40)).kinds


def test_nobody_has_failed_to_smile_while_there_is_time_left() -> None:
    found = told(story=looks_at(20) + seated(COMES) + customer_arrives() + goes_on(6))
    assert "no_smile_greeting" not in found.kinds


def test_a_site_that_did_not_ask_is_told_nothing_even_of_signals_that_were_kept_when_it_did() -> None:
    found = told((1, 3), asks=NOTHING)
    assert smiled(found) is None
    assert "smiling" not in {span.state for span in found.judgement.states}
    assert "no_smile_greeting" not in told(asks=NOTHING).kinds


def test_a_site_that_asks_is_told_what_the_law_says() -> None:
    counter = {"id": "W1", "staff_zone": [(0, 0), (1, 0), (1, 1)]}
    hall = {"site": "h", "cameras": [{"id": "c", "source": "c.mp4", "counters": [counter]}]}
    quiet = Site.model_validate(hall)
    asks = Site.model_validate({**hall, "smile": {"enabled": True, "legal_basis": "works agreement"}})
    post = quiet.cameras[0].counters[0]
    assert (features_of(quiet, post), needs_met(quiet, post), notes(quiet)) == (NOTHING, [], [])
    assert (features_of(asks, post), needs_met(asks, post)) == (ON, ["smile"])
    assert "no emotion is inferred" in notes(asks)[0]


def test_every_night_says_it_again_and_is_no_failed_night_for_it(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.sites.put(SITE.model_copy(update={"smile": Smile(enabled=True, legal_basis="works agreement")}))
    found = night(tmp_path)
    (reminder,) = found.reminders
    assert reminder == f"{SITE.site}: {SMILE_NOTE}"
    assert reminder in found.to_json()
    assert not found.failed


def test_a_night_of_halls_that_measure_no_smiles_has_nothing_to_say(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.sites.put(SITE)
    assert night(tmp_path).reminders == ()
