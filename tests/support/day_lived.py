"""A morning at a counter, stored as signals and an event."""

from pipeline.archive.signals import write_signals
from synthetic.stories import (
    away,
    customer_arrives,
    customer_leaves,
    dark,
    goes_on,
    seated,
    stands_after,
)
from tests.support.running_api import Town
from tests.support.stored_hall import NINE, absence, hall

MORNING = (
    seated(120) + customer_arrives() + stands_after(3) + goes_on(57) + customer_leaves()
    + seated(60) + away(120) + seated(60) + dark(120) + seated(60)
)  # fmt: skip


def lived_through(town: Town) -> None:
    town.happens(absence(240, 120), score=True)
    write_signals(town.data, "cam1", {"left": MORNING.signals(start=NINE)}, hall().zone)
