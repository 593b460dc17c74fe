"""A live session of one story, and the threads that write for it, for tests of outages and kills."""

from pathlib import Path

from models import Camera, Counter, Event, Site
from models.store import EventFilter, Store
from pipeline.archive.signals import read_span
from pipeline.judging.judge import judge
from pipeline.live.delivery_threads import DeliveryThreads
from pipeline.live.repository import LiveSite
from pipeline.live.session import LiveSession
from synthetic.stories import START, away, customer_arrives, customer_leaves, goes_on, seated, standing
from tests.support.live_screen import PROFILE, Screen
from tests.support.stored_hall import POST
from vision.core import Signals

# A clerk comes on duty, leaves the window, meets a customer and serves another one.
STORY = (
    seated(20) + standing(8) + seated(12) + away(40) + seated(20) + customer_arrives() + goes_on(20)
    + customer_leaves() + goes_on(15) + away(35) + seated(30)
)  # fmt: skip
ROWS = STORY.signals()
ENDS = START + STORY.seconds
CAMERA = Camera(
    id="cam1", source="rtsp://hall/1", counters=[Counter(id="W1", staff_zone=POST, customer_zone=POST)]
)
SITE = Site(site="north", timezone="UTC", profile="evaluation", cameras=[CAMERA])


class Watch:
    """A live session of the story, and the threads that write for it, called one after the other."""

    def __init__(self, store: Store, data: Path, screen: Screen | None = None) -> None:
        self.screen, self.lines = screen or Screen(ROWS, ENDS), list[str]()
        hall = LiveSite(SITE, PROFILE, store, data, lambda: self.screen.now, self.lines.append)
        self.session = LiveSession(hall, CAMERA, self.screen, self.screen, None)
        self.writing = DeliveryThreads(hall, [self.session.delivery])

    def until(self, second: float) -> "Watch":
        """Look until so many seconds of the story, and write once a second."""
        written = self.screen.now
        while self.screen.now < min(START + second, ENDS):
            self.session.look()
            self.session.tick()
            if self.screen.now - written >= 1:
                self.writing.round()
                written = self.screen.now
        return self

    def stop(self) -> None:
        self.session.finish()
        self.writing.close(5)


def told(events: list[Event]) -> list[tuple[str, float, float]]:
    return sorted((e.kind, round(e.start - START, 1), round(e.end - START, 1)) for e in events)


def stored(store: Store) -> list[tuple[str, float, float]]:
    return told([one.event for one in store.events.page(EventFilter(), 500)])


def archived(data: Path) -> Signals:
    return read_span(data, "cam1", START - 60, ENDS + 60, SITE.zone)["W1"]


def judged(rows: Signals, until: float = float(ROWS.time[-1])) -> list[tuple[str, float, float]]:
    return told(list(judge("cam1", {"W1": rows}, PROFILE.thresholds, (START, until)).events))


def seen_s(store: Store) -> float:
    return sum(one.coverage.seen_s for one in store.observed.spans(START, ENDS))
