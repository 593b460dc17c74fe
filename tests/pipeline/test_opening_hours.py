"""Opening hours and breaks by the site's clock, converted to UTC: nights, change of clocks, half days."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Site
from pipeline.scene.duty import opened


def hall(zone: str, hours: list[str], breaks: list[str] | None = None) -> Site:
    """A site that is open at "09:00-17:00" and the like."""
    spans = {
        name: [dict(zip(("start", "end"), span.split("-"), strict=True)) for span in given_spans]
        for name, given_spans in (("open", hours), ("breaks", breaks or []))
    }
    square = [(0, 0), (1, 0), (1, 1)]
    camera = {"id": "c", "source": "c.mp4", "counters": [{"id": "W1", "staff_zone": square}]}
    return Site.model_validate({"site": "hall", "timezone": zone, "hours": spans, "cameras": [camera]})


def at(zone: str, text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def clock(site: Site, start: str, end: str) -> list[str]:
    """The open part of [start, end), by the site's own clock."""
    zone = site.timezone
    spans = opened(site, at(zone, start), at(zone, end))
    return [
        " to ".join(datetime.fromtimestamp(t, site.zone).strftime("%d %H:%M") for t in span) for span in spans
    ]


SHANGHAI = hall("Asia/Shanghai", ["09:00-17:00"], ["12:00-13:00"])


def test_a_day_is_open_but_for_lunch() -> None:
    found = clock(SHANGHAI, "2026-11-23T00:00", "2026-11-24T00:00")
    assert found == ["23 09:00 to 23 12:00", "23 13:00 to 23 17:00"]


def test_a_recording_of_the_morning_knows_nothing_of_the_afternoon() -> None:
    assert clock(SHANGHAI, "2026-11-23T08:30", "2026-11-23T11:00") == ["23 09:00 to 23 11:00"]


def test_a_recording_over_midnight_belongs_to_two_days() -> None:
    found = clock(SHANGHAI, "2026-11-23T16:00", "2026-11-24T10:00")
    assert found == ["23 16:00 to 23 17:00", "24 09:00 to 24 10:00"]


def test_a_recording_of_the_night_is_not_judged_at_all() -> None:
    assert clock(SHANGHAI, "2026-11-23T20:00", "2026-11-24T06:00") == []


def test_a_hall_without_hours_is_always_open_but_for_its_breaks() -> None:
    site = hall("Asia/Shanghai", [], ["12:00-13:00"])
    found = clock(site, "2026-11-23T11:00", "2026-11-23T14:00")
    assert found == ["23 11:00 to 23 12:00", "23 13:00 to 23 14:00"]


def test_two_shifts_and_a_break_over_the_edge_of_one() -> None:
    site = hall("Asia/Shanghai", ["08:00-12:00", "14:00-18:00"], ["11:30-14:30"])
    found = clock(site, "2026-11-23T00:00", "2026-11-24T00:00")
    assert found == ["23 08:00 to 23 11:30", "23 14:30 to 23 18:00"]


@pytest.mark.parametrize(
    "day", ["2026-03-29", "2026-10-25", "2026-06-01"], ids=["spring", "autumn", "summer"]
)
def test_the_hall_opens_at_nine_by_its_own_clock_whatever_the_clocks_do(day: str) -> None:
    site = hall("Europe/Berlin", ["09:00-17:00"])
    spans = opened(site, at("Europe/Berlin", f"{day}T00:00"), at("Europe/Berlin", f"{day}T23:59"))
    assert spans.total == 8 * 3600
    assert clock(site, f"{day}T00:00", f"{day}T23:59") == [f"{day[-2:]} 09:00 to {day[-2:]} 17:00"]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 3), ("2026-10-25", 5)], ids=["spring", "autumn"])
def test_a_night_shift_over_the_change_of_clocks_is_as_long_as_it_really_is(day: str, hours: int) -> None:
    site = hall("Europe/Berlin", ["01:00-05:00"])
    spans = opened(site, at("Europe/Berlin", f"{day}T00:00"), at("Europe/Berlin", f"{day}T12:00"))
    assert spans.total == hours * 3600


def test_a_hall_far_from_greenwich_has_its_own_day() -> None:
    site = hall("Asia/Shanghai", ["09:00-17:00"])
    spans = opened(site, at("UTC", "2026-11-23T00:00"), at("UTC", "2026-11-24T00:00"))
    # nine o'clock in Shanghai is one o'clock in UTC
    assert list(spans) == [(at("UTC", "2026-11-23T01:00"), at("UTC", "2026-11-23T09:00"))]


@given(st.integers(0, 80_000), st.integers(1, 200_000))
def test_what_is_open_lies_within_what_was_asked_and_asking_in_pieces_gives_the_same(
    shift: int, seconds: int
) -> None:
    start = at("Asia/Shanghai", "2026-11-20T00:00") + shift
    whole = opened(SHANGHAI, start, start + seconds)
    middle = start + seconds / 3
    assert whole == whole.clipped(start, start + seconds)
    assert whole == opened(SHANGHAI, start, middle) | opened(SHANGHAI, middle, start + seconds)
