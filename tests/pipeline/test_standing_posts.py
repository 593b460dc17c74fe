"""Posts without a chair: who stands all day has met every customer standing."""

from pipeline.context.duty import Duty
from pipeline.judge import judge
from pipeline.spans import Spans
from tests.pipeline.storyline import EVALUATION, FRONT, POST, START, customer_arrives, seated

# A desk hides the legs and the shoulders keep one height: sitting and standing look the same.
ONE_HEIGHT = seated(30) + customer_arrives() + seated(30)
SPAN = (START, START + ONE_HEIGHT.seconds)


def kinds(*, stands: bool) -> list[str]:
    duty = Duty(Spans.of(SPAN), stands=stands)
    found = judge("hall", {POST: ONE_HEIGHT.signals(FRONT)}, EVALUATION, SPAN, {POST: duty})
    return [event.kind for event in found.events]


def test_a_clerk_with_a_chair_who_keeps_one_height_stayed_seated() -> None:
    assert "no_stand_greeting" in kinds(stands=False)


def test_a_clerk_without_a_chair_is_not_blamed_for_never_rising() -> None:
    assert "arrival" in kinds(stands=True)
    assert "no_stand_greeting" not in kinds(stands=True)
