"""Rules of channels: which notices go where, and when, on the clock of the hall."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from models import DaySpan, NoticeRule
from models.notice_rules import Announcement, Dispatch, Routing, dispatch, raise_if_foreign

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
MOVED = Announcement("camera_moved", "north", alert=True)
NIGHTLY = Announcement("nightly", "north", alert=False)
NIGHT = DaySpan(dt.time(22), dt.time(7))


def at(clock: str, zone: ZoneInfo = SHANGHAI, day: str = "2026-11-23") -> float:
    return dt.datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=zone).timestamp()


def sent(
    notice: Announcement, *rules: NoticeRule, now: float, halls: tuple[str, ...] = ("north",)
) -> Dispatch | None:
    return dispatch(notice, Routing(frozenset(halls), rules), now, lambda _site: SHANGHAI)


def test_a_manager_who_wants_alerts_only_is_not_told_of_every_night() -> None:
    rule = NoticeRule(alerts_only=True)
    assert sent(NIGHTLY, rule, now=at("02:30")) is None
    assert sent(MOVED, rule, now=at("02:30")) == Dispatch(at("02:30"), digest=False)


@pytest.mark.parametrize(
    ("halls", "site", "arrives"),
    [
        (("north",), "north", True),
        (("south",), "north", False),
        (("*",), "north", True),
        (("south",), "", True),
    ],
)
def test_a_notice_of_a_hall_stays_with_the_channels_of_the_hall(
    halls: tuple[str, ...], site: str, arrives: bool
) -> None:
    notice = Announcement("nightly", site, alert=False)
    assert (sent(notice, NoticeRule(), now=at("09:00"), halls=halls) is not None) == arrives


def test_a_rule_can_name_one_hall_and_some_kinds() -> None:
    rule = NoticeRule(site="south", kinds=frozenset({"nightly"}))
    both = ("north", "south")
    assert sent(NIGHTLY, rule, now=at("09:00"), halls=both) is None
    south = Announcement("nightly", "south", alert=False)
    assert sent(south, rule, now=at("09:00"), halls=both) is not None
    assert sent(Announcement("retention", "south", alert=False), rule, now=at("09:00"), halls=both) is None


@pytest.mark.parametrize(
    ("clock", "taken"), [("07:59", False), ("08:00", True), ("17:59", True), ("18:00", False)]
)
def test_hours_are_those_of_the_hall(clock: str, taken: bool) -> None:
    rule = NoticeRule(hours=DaySpan(dt.time(8), dt.time(18)))
    assert (sent(MOVED, rule, now=at(clock)) is not None) == taken


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at("21:59"), at("21:59")),
        (at("22:00"), at("07:00", day="2026-11-24")),
        (at("02:30"), at("07:00")),
        (at("06:59"), at("07:00")),
        (at("07:00"), at("07:00")),
    ],
)
def test_quiet_hours_hold_back_and_lose_nothing(now: float, due: float) -> None:
    assert sent(MOVED, NoticeRule(quiet=NIGHT), now=now) == Dispatch(due, digest=False)


def test_an_alert_passes_the_quiet_hours_by_a_rule_of_its_own() -> None:
    rules = (NoticeRule(quiet=NIGHT), NoticeRule(alerts_only=True))
    assert sent(MOVED, *rules, now=at("02:30")) == Dispatch(at("02:30"), digest=False)
    assert sent(NIGHTLY, *rules, now=at("02:30")) == Dispatch(at("07:00"), digest=False)


@pytest.mark.parametrize(
    ("now", "due"),
    [(at("02:30"), at("08:00")), (at("08:00"), at("08:00")), (at("08:01"), at("08:00", day="2026-11-24"))],
)
def test_a_digest_waits_for_its_time_of_the_day(now: float, due: float) -> None:
    assert sent(NIGHTLY, NoticeRule(digest_at=dt.time(8)), now=now) == Dispatch(due, digest=True)


def test_a_digest_within_quiet_hours_comes_when_they_end() -> None:
    rule = NoticeRule(digest_at=dt.time(6), quiet=NIGHT)
    assert sent(NIGHTLY, rule, now=at("02:30")) == Dispatch(at("07:00"), digest=True)


def test_a_time_that_the_clock_skips_in_spring_still_comes_once() -> None:
    rule = NoticeRule(digest_at=dt.time(2, 30))
    before = at("00:00", BERLIN, "2026-03-29")
    due = rule.due(before, BERLIN)
    assert before < due <= at("03:30", BERLIN, "2026-03-29")
    assert rule.due(at("03:31", BERLIN, "2026-03-29"), BERLIN) == at("02:30", BERLIN, "2026-03-30")


def test_a_time_that_comes_twice_in_autumn_is_never_before_now() -> None:
    second = at("02:30", BERLIN, "2026-10-25") + 3600
    assert NoticeRule(digest_at=dt.time(2, 30)).due(second, BERLIN) >= second


@pytest.mark.parametrize("text", ["22:00", "22-7", "25:00-07:00", "", "22:00-07:00-08:00"])
def test_what_is_no_span_of_a_day_is_said_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="write two times, as in 22:00-06:30"):
        DaySpan.parsed(text)


def test_a_span_without_length_is_none() -> None:
    with pytest.raises(ValueError, match="begins and ends at the same time"):
        DaySpan.parsed("07:00-07:00")
    assert str(DaySpan.parsed("22:00-06:30")) == "22:00-06:30"


def test_a_rule_about_a_foreign_hall_is_refused() -> None:
    with pytest.raises(ValueError, match="does not belong to hall 'south'"):
        raise_if_foreign([NoticeRule(site="south")], {"north"})
    raise_if_foreign([NoticeRule(site="south")], {"*"})
