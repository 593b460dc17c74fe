"""A story with a bit of everything, and the gestures found in a story."""

from synthetic.stories.close_steps import (
    call,
    chin_propped,
    closely,
    covers_mouth,
    customer_walks_off,
    customer_walks_up,
    hands_over,
    invites,
)
from synthetic.stories.judging import judged
from synthetic.stories.steps import (
    away,
    goes_on,
    looks_at,
    nods,
    seated,
    somebody_waits,
    standing,
    with_hands,
    yawns,
)
from synthetic.stories.story import Story

EVENTFUL = (
    seated(25)
    + standing(3)
    + seated(5)
    + customer_walks_up(2)
    + nods()
    + invites()
    + closely(5, customer_low=0.4)
    + hands_over(False)
    + goes_on(4)
    + hands_over(True, "customer")
    + call(6)
    + goes_on(3)
    + yawns(3)
    + goes_on(3)
    + covers_mouth(3)
    + chin_propped(5)
    + with_hands("crossed", 5)
    + looks_at(-60)
    + goes_on(8)
    + away(8)
    + seated(5)
    + closely(1, customer_low=0.0)
    + customer_walks_off(2)
    + goes_on(6)
    + somebody_waits(12)
)

GESTURES = {"phone", "chin_on_hand", "arms_crossed", "yawning"}


def gestures(story: Story) -> set[str]:
    """The events of the gesture in the middle of quiet work."""
    return judged(seated(40) + story + seated(30)).kinds & GESTURES
