"""A queue on one camera and a closed window on another: the night sees the whole hall."""

from datetime import date
from pathlib import Path

import pytest

from models import Camera, Counter, Event, Site, day_span
from pipeline.archive.signals import day_file, write_signals
from pipeline.nightly.day_judging import JudgingJob, judge_day
from pipeline.scene.context import CounterContext
from synthetic.stories import START, Story, away, closely, dark, goes_on, limits, seated
from tests.support.stored_hall import POST

SITE = Site(
    site="hall",
    cameras=[
        Camera(id="front", source="a.mp4", counters=[Counter(id="1", staff_zone=POST, waiting_zone=POST)]),
        Camera(id="side", source="b.mp4", counters=[Counter(id="2", staff_zone=POST)]),
    ],
)
DAY = date(2026, 11, 23)
QUEUE = seated(20) + closely(100, waiting=6) + closely(0, waiting=0) + goes_on(30)


def keep(data: Path, side: Story) -> None:
    write_signals(data, "front", {"1": QUEUE.signals()}, SITE.zone)
    write_signals(data, "side", {"2": side.signals()}, SITE.zone)


def queues(data: Path) -> list[Event]:
    return [event for event in judge_day(order(data)).events if event.kind == "long_queue"]


def order(data: Path, site: Site = SITE) -> JudgingJob:
    context = CounterContext(site, "front", day_span(DAY, site.zone))
    return JudgingJob(data, DAY, limits(queue_people=4, queue_after_s=60), context)


def test_the_window_that_another_camera_sees_closed_is_named(tmp_path: Path) -> None:
    keep(tmp_path, seated(10) + away(90) + seated(50))
    (event,) = queues(tmp_path)
    assert (round(event.start - START), round(event.end - START)) == (20, 100)
    assert (event.counter, event.evidence["closed_windows"]) == ("1", "2")


@pytest.mark.parametrize("side", [seated(150), dark(150)], ids=["staffed", "dark"])
def test_a_window_that_is_staffed_or_not_seen_is_not_closed(tmp_path: Path, side: Story) -> None:
    keep(tmp_path, side)
    assert queues(tmp_path) == []


def test_what_the_other_camera_lost_does_not_stop_this_one(tmp_path: Path) -> None:
    keep(tmp_path, away(150))
    day_file(tmp_path, "side", DAY).write_bytes(b"damaged")
    assert queues(tmp_path) == []
    day_file(tmp_path, "side", DAY).unlink()
    assert queues(tmp_path) == []


def test_a_damaged_file_of_one_neighbour_does_not_hide_the_closed_window_of_another(tmp_path: Path) -> None:
    far = Camera(id="far", source="c.mp4", counters=[Counter(id="3", staff_zone=POST)])
    site = SITE.model_copy(update={"cameras": [*SITE.cameras, far]})
    keep(tmp_path, away(150))
    write_signals(tmp_path, "far", {"3": away(150).signals()}, site.zone)
    day_file(tmp_path, "side", DAY).write_bytes(b"damaged")
    (event,) = (one for one in judge_day(order(tmp_path, site)).events if one.kind == "long_queue")
    assert event.evidence["closed_windows"] == "3"


def test_a_window_that_is_not_open_on_that_day_is_no_closed_window(tmp_path: Path) -> None:
    keep(tmp_path, away(150))
    assert len(queues(tmp_path)) == 1
    alone = order(tmp_path, SITE.model_copy(update={"cameras": SITE.cameras[:1]}))
    assert "long_queue" not in {event.kind for event in judge_day(alone).events}
