"""Seats through the API: shown to readers, corrected by who sets up cameras, written down."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from models import Action, Calibration, Histogram, Seat, Source
from models.store import AuditFilter
from pipeline.archive.signals import write_signals
from synthetic.stories import FRONT, seated, standing
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE, hall

MONDAY = dt.date(2026, 11, 23)
SEAT = Seat(-1.5, -1.1, 0.02, 0.4, 0.2, 3.0, 1.0, 2.0, 5000)
PUT = "/api/v1/counters/1/seat"


@pytest.fixture
def learned(town: Town) -> Iterator[Town]:
    """The left counter's seat: 1.0 m and 1.4 m over the edge."""
    ids = town.happens().counter_ids
    assert ids["left"] == 1
    known = Calibration(
        SEAT,
        Source.LEARNED,
        MONDAY,
        MONDAY,
        1,
        NINE - 9 * 3600,
        Histogram(-1.52, 0.02, (3, 9, 3)),
        made_at=NINE - 60,
    )
    town.store.seats.put(1, known)
    return town


def test_whoever_reads_sees_what_was_learned(learned: Town) -> None:
    found = learned.get("sun", PUT).json()
    assert (found["seated"], found["standing"], found["source"]) == (1.0, 1.4, "learned")
    assert found["heights"] == {"low": 0.98, "step": 0.02, "counts": [3, 9, 3]}
    assert (found["day"], found["days"], found["samples"]) == ("2026-11-23", 1, 5000)


def test_a_counter_of_which_nothing_is_known_says_so(learned: Town) -> None:
    found = learned.get("sun", "/api/v1/counters/2/seat").json()
    assert (found["seated"], found["source"], found["heights"]) == (None, None, None)


def test_a_level_that_was_not_seen_is_null(learned: Town) -> None:
    one = Calibration(
        replace(SEAT, standing=float("nan")), Source.LEARNED, MONDAY, MONDAY, 1, NINE, made_at=NINE
    )
    learned.store.seats.put(2, one)
    assert learned.get("sun", "/api/v1/counters/2/seat").json()["standing"] is None


def test_one_height_that_nothing_told_is_neither_level(learned: Town) -> None:
    seat = replace(SEAT, standing=float("nan"), certain=0.0)
    day = NINE - 9 * 3600
    learned.store.seats.put(2, Calibration(seat, Source.LEARNED, MONDAY, MONDAY, 1, day, made_at=NINE - 60))
    found = learned.get("sun", "/api/v1/counters/2/seat").json()
    assert (found["seated"], found["standing"], found["untold"]) == (None, None, 1.0)
    put = "/api/v1/counters/2/seat"
    assert refused(learned.ask("an", "PUT", put, json={"standing": 1.4}), 409, "seated height is not known")
    told = learned.ask("an", "PUT", put, json={"seated": 1.0, "standing": 1.4}).json()
    assert (told["seated"], told["untold"]) == (1.0, None)


def test_a_correction_holds_and_is_written_down(learned: Town) -> None:
    answer = learned.ask("an", "PUT", PUT, json={"seated": 1.05, "standing": 1.5})
    assert answer.status_code == 200, answer.text
    found = learned.get("sun", PUT).json()
    assert found == answer.json()
    assert (found["seated"], found["standing"], found["source"], found["made_by"]) == (
        1.05,
        1.5,
        "corrected",
        "an",
    )
    (line,) = learned.store.audit.page(AuditFilter(action=Action.SEAT_CORRECTED), 5)
    assert (line.user, line.subject, line.client) == ("an", "seat north/left", "10.0.0.7")


def test_moments_are_read_from_the_signals(learned: Town) -> None:
    story = seated(60) + standing(60)
    write_signals(learned.data, "cam1", {"left": story.signals(FRONT, start=NINE)}, hall().zone)
    said = {"sat_at": "2026-11-23T09:00:30+08:00", "stood_at": "2026-11-23T09:01:30+08:00"}
    found = learned.ask("an", "PUT", PUT, json=said).json()
    assert found["standing"] - found["seated"] == pytest.approx(0.4 * 0.325 / 0.4, abs=0.03)
    night = {"sat_at": "2026-11-23T03:00:00+08:00"}
    assert refused(learned.ask("an", "PUT", PUT, json=night), 409, "nobody was seen", "03:00")


def test_it_is_learned_anew(learned: Town) -> None:
    assert learned.ask("an", "PUT", PUT, json={"anew": True}).json()["source"] is None


def test_what_cannot_be_is_refused_in_one_line(learned: Town) -> None:
    assert refused(learned.ask("an", "PUT", PUT, json={"standing": 0.9}), 409, "0.1 to 1 m over sitting")
    assert refused(learned.ask("an", "PUT", PUT, json={}), 409, "say a height or a moment")
    assert refused(
        learned.ask("an", "PUT", "/api/v1/counters/2/seat", json={"seated": 1}), 409, "nothing is known"
    )
    assert refused(
        learned.ask("an", "PUT", "/api/v1/counters/99/seat", json={"seated": 1}), 404, "no counter 99"
    )
    assert refused(learned.ask("an", "PUT", PUT, json={"seated": "high"}), 422, "seated")


def test_who_only_reads_corrects_nothing(learned: Town) -> None:
    assert refused(learned.ask("sun", "PUT", PUT, json={"seated": 1.1}), 403, "zones")
    assert learned.get("sun", PUT).json()["seated"] == 1.0
