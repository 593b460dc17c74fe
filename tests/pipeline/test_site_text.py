"""Site files written for people, and changed without loss of people's own text."""

import pytest
import yaml

from models import Camera, Counter, ModelError, Site
from pipeline.zoning import Proposal, propose
from pipeline.zoning.proposal_text import proposal_lines
from pipeline.zoning.site_text import (
    NewSite,
    camera_lines,
    checked,
    counter_lines,
    kept_lines,
    named,
    site_text,
    with_camera,
    with_counters,
)
from tests.support.sweep_people import AWAY, SIZE, Somebody, watched

HALL = """\
# the hall in the north
site: north
cameras:
- id: door        # above the door
  source: door.mp4
  counters:
  - id: W1
    name: 一号
    stands: true
    staff_zone: [[0.35, 0.2], [0.45, 0.2], [0.4, 0.35]]
  # closed since May
# the other camera
- id: back
  source: rtsp://user:secret@10.0.0.9/1
  counters:
  - id: W7
    staff_zone: [[0, 0], [0.1, 0], [0, 0.1]]
hours:            # as on the door
  open: [{start: "09:00", end: "17:00"}]
"""


@pytest.fixture(scope="module")
def two() -> Proposal:
    people = [
        Somebody(0, 500, 200),
        Somebody(1, 510, 290, AWAY, 10, 40, 48),
        Somebody(2, 800, 200),
    ]
    return propose(watched(people), SIZE)


def test_a_new_file_says_which_zone_is_which_and_what_it_is_from(two: Proposal) -> None:
    counters = named(two, (), ())
    text = site_text(
        NewSite("north", "Asia/Shanghai", "general"), Camera(id="c", source="0", counters=counters), two
    )
    site = checked(text)
    assert [k.id for k in site.cameras[0].counters] == ["W1", "W2"]
    assert site.cameras[0].source == "0"
    assert site.timezone == "Asia/Shanghai"
    assert "# W1: likely; staff seen for 60 of 60 s, 1 customer for 30 s" in text
    assert "# where head and shoulders" in text


def test_names_that_yaml_would_read_as_something_else_stay_names(two: Proposal) -> None:
    counters = named(two, (), ())
    text = site_text(
        NewSite("0123", "UTC", "general"), Camera(id="no", source="a: b.mp4", counters=counters), two
    )
    site = checked(text)
    assert (site.site, site.cameras[0].id, site.cameras[0].source) == ("0123", "no", "a: b.mp4")


def test_a_post_that_was_known_keeps_its_id_name_and_remarks(two: Proposal) -> None:
    before = Site.model_validate(yaml.safe_load(HALL)).cameras[0].counters
    first, second = named(two, before, ["W7"])
    assert (first.id, first.name, first.stands) == ("W1", "一号", True)
    assert first.staff_zone != before[0].staff_zone
    assert second.id == "W2"


def test_no_number_is_given_twice(two: Proposal) -> None:
    assert [c.id for c in named(two, (), ["W1", "W3"])] == ["W2", "W4"]


def test_one_camera_is_changed_and_the_rest_stays_as_it_was_written(two: Proposal) -> None:
    counters = named(two, Site.model_validate(yaml.safe_load(HALL)).cameras[0].counters, ["W7"])
    text = with_counters(HALL, "door", counter_lines(counters, two, kept_lines(HALL, "door")))
    site = checked(text)
    assert (site.cameras[0].counters[0].name, site.cameras[0].counters[0].stands) == ("一号", True)
    assert [k.id for k in site.cameras[0].counters] == ["W1", "W2"]
    for line in ("# the hall in the north", "# above the door", "# the other camera", "# as on the door"):
        assert line in text
    assert text.split("# the other camera")[1] == HALL.split("# the other camera")[1]


def test_the_last_camera_can_be_changed_too(two: Proposal) -> None:
    text = with_counters(HALL, "back", counter_lines(named(two, (), ["W1"]), two))
    site = checked(text)
    assert [k.id for k in site.cameras[1].counters] == ["W2", "W3"]
    assert site.hours.open
    assert text.startswith(HALL.split("counters:\n  - id: W7", maxsplit=1)[0])


def test_a_camera_is_added_after_the_others(two: Proposal) -> None:
    lines = camera_lines(Camera(id="new", source="new.mp4", counters=named(two, (), ["W1", "W7"])), two)
    site = checked(with_camera(HALL, lines))
    assert [c.id for c in site.cameras] == ["door", "back", "new"]
    assert site.hours.open


def test_a_file_without_blocks_is_left_alone(two: Proposal) -> None:
    flat = "{site: a, cameras: [{id: c, source: '0', counters: [{id: W1, staff_zone: [[0,0],[1,0],[1,1]]}]}]}"
    with pytest.raises(ModelError, match="write them in blocks"):
        with_counters(flat, "c", counter_lines(named(two, (), ()), two))


def test_a_person_is_told_how_many_from_what_and_how_sure(two: Proposal) -> None:
    lines = proposal_lines([Counter.model_validate(c.model_dump()) for c in named(two, (), ())], two)
    assert lines[0] == "2 counters proposed from 301 sightings in 120 pictures"
    assert lines[1].startswith("W1: likely; staff seen for 60 of 60 s")
    assert "no customer seen" in lines[3]
