"""Stories stored as the signals of a day of the nightly hall."""

import datetime as dt
from pathlib import Path

from pipeline.archive.signals import write_signals
from synthetic.stories import (
    FRONT,
    Story,
    View,
)
from tests.support.nightly_hall import SITE, nine


def recorded(data: Path, day: dt.date, story: Story, view: View = FRONT, counter: str = "back") -> None:
    camera = next(c.id for c in SITE.cameras if counter in {k.id for k in c.counters})
    write_signals(data, camera, {counter: story.signals(view, start=nine(day))}, SITE.zone)
