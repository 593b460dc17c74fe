"""The duty of each post: the hall's hours, the roster, and excuses for an empty chair."""

import datetime as dt
from datetime import time

from models import Hours, OpenSpan, RosterEntry, What
from pipeline.intervals import Spans
from pipeline.roster.duties import on_duty, sittings
from pipeline.scene.duty import Excuse
from pipeline.scene.rostered import duties, has_hours
from tests.support.stored_hall import NINE, hall

MONDAY = dt.date(2026, 11, 23)
MIDNIGHT, H = NINE - 9 * 3600, 3600.0
SITE = hall(
    hours=Hours(open=[OpenSpan(start=time(9), end=time(17))], breaks=[OpenSpan(start=time(12), end=time(13))])
)


def said(what: What, start: float, end: float, **more: str) -> RosterEntry:
    """A line of Monday, times in hours of the day."""
    return RosterEntry(MONDAY, what, MIDNIGHT + start * H, MIDNIGHT + end * H, **more)


def shift(counter: str, person: str, start: float, end: float, name: str = "day") -> RosterEntry:
    return said(What.SHIFT, start, end, counter=counter, shift=name, person=person)


def duty(
    counter: str, *entries: RosterEntry
) -> tuple[list[tuple[float, float]], list[tuple[float, float, str]]]:
    """When the norms hold on Monday and the excuses, in hours of the day."""
    found = duties(SITE, entries, MIDNIGHT, MIDNIGHT + 24 * H)[counter]
    return (
        [((a - MIDNIGHT) / H, (b - MIDNIGHT) / H) for a, b in found.opened],
        [((e.start - MIDNIGHT) / H, (e.end - MIDNIGHT) / H, e.reason) for e in found.excuses],
    )


def test_without_a_roster_the_halls_hours_hold_for_every_counter() -> None:
    assert duty("left") == duty("back") == ([(9, 12), (13, 17)], [])


def test_a_shift_within_the_hours_is_the_counters_day_and_a_counter_without_one_is_closed() -> None:
    wang = shift("left", "Wang", 8, 11)
    assert duty("left", wang) == ([(9, 11)], [])
    assert duty("right", wang) == ([], [])


def test_the_day_after_the_last_roster_is_ruled_by_the_hours_again() -> None:
    found = duties(SITE, [shift("left", "Wang", 9, 12)], MIDNIGHT, MIDNIGHT + 48 * H)
    assert found["right"].opened == Spans.of(
        (MIDNIGHT + 33 * H, MIDNIGHT + 36 * H), (MIDNIGHT + 37 * H, MIDNIGHT + 41 * H)
    )


def test_on_a_holiday_nothing_holds() -> None:
    assert duty("left", said(What.HOLIDAY, 0, 24), shift("left", "Wang", 9, 17)) == ([], [])


def test_leave_excuses_the_post_of_the_one_who_is_away_and_no_other() -> None:
    day = [shift("left", "Wang", 9, 17), shift("right", "Li", 9, 17), said(What.LEAVE, 10, 24, person="Wang")]
    assert duty("left", *day)[1] == [(10, 17, "leave")]
    assert duty("right", *day)[1] == []


def test_a_break_of_the_post_or_of_the_person_at_it() -> None:
    day = [shift("left", "Wang", 9, 17), shift("right", "Li", 9, 17)]
    assert duty("left", *day, said(What.BREAK, 10, 10.25, person="Wang"))[1] == [(10, 10.25, "break")]
    assert duty("right", *day, said(What.BREAK, 10, 10.25, person="Wang"))[1] == []
    assert duty("right", *day, said(What.BREAK, 10, 10.25, counter="right"))[1] == [(10, 10.25, "break")]


def test_a_colleague_who_covers_from_elsewhere_excuses_the_empty_post() -> None:
    cover = said(What.COVER, 10, 11, counter="left", person="Li", seat="right")
    assert duty("left", shift("left", "Wang", 9, 17), cover)[1] == [(10, 11, "cover")]


def test_a_colleague_who_takes_the_seat_has_to_be_there_although_the_other_has_leave() -> None:
    day = [
        shift("left", "Wang", 9, 17),
        said(What.LEAVE, 9, 17, person="Wang"),
        said(What.COVER, 9, 12, counter="left", person="Li", seat="left"),
    ]
    assert duty("left", *day)[1] == [(12, 17, "leave")]


def test_where_two_excuses_hold_the_earlier_counts() -> None:
    day = [
        shift("left", "Wang", 9, 17),
        said(What.BREAK, 10, 11, counter="left"),
        said(What.LEAVE, 10.5, 12, person="Wang"),
    ]
    assert duty("left", *day)[1] == [(10, 11, "break"), (11, 12, "leave")]


def test_a_post_and_a_moment_name_the_person() -> None:
    day = [
        shift("left", "Wang", 9, 13, "morning"),
        shift("left", "Li", 13, 17, "afternoon"),
        said(What.COVER, 10, 11, counter="left", person="Zhao", seat="left"),
        said(What.LEAVE, 16, 17, person="Li"),
    ]
    names = {hour: on_duty(day, "left", MIDNIGHT + hour * H) for hour in (9, 10, 11, 13, 16, 18)}
    assert {hour: one.person if one else None for hour, one in names.items()} == {
        9: "Wang", 10: "Zhao", 11: "Wang", 13: "Li", 16: None, 18: None,
    }  # fmt: skip
    assert [one.person for one in sittings(day)] == ["Wang", "Zhao", "Wang", "Li"]


def test_only_a_hall_that_says_when_it_is_open_can_miss_a_recording() -> None:
    assert has_hours(SITE, [])
    assert not has_hours(hall(), [])
    assert has_hours(hall(), [shift("left", "Wang", 9, 17)])


def test_excuses_cut_an_empty_post_into_its_parts() -> None:
    (found,) = [duties(SITE, [shift("left", "Wang", 9, 17)], MIDNIGHT, MIDNIGHT + 24 * H)["left"]]
    assert found.excuses == ()
    both = type(found)(found.opened, (Excuse(10, 20, "break"), Excuse(30, 40, "leave")))
    parts = [(list(spans), reason) for spans, reason in both.parts(Spans.of((5, 35)))]
    assert parts == [([(5, 10), (20, 30)], None), ([(10, 20)], "break"), ([(30, 35)], "leave")]
