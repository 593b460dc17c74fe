"""Live judging reports an event as soon as its rule is met, and takes back what the next seconds deny."""

from dataclasses import replace

from models import Event
from pipeline.live.event_publisher import LIMITS, EventPublisher, EventUpdate

AGREED = LIMITS.agree_s


def arrival(at: float, **attributes: bool) -> Event:
    return Event("cam", "W1", "arrival", at, at, 0.9, attributes)


def absence(start: float, end: float) -> Event:
    return Event("cam", "W1", "absence", start, end, 0.9)


def test_an_arrival_is_told_once_when_two_judgements_hold_it() -> None:
    room = EventPublisher()
    assert room.updates([arrival(100)], 103) == []
    assert room.next_due() == 103 + AGREED
    assert room.updates([arrival(100)], 103 + AGREED) == [EventUpdate(arrival(100), new=True, over=False)]
    assert room.updates([arrival(100)], 110) == []
    assert room.updates([arrival(100)], 100 + LIMITS.settle_s) == [
        EventUpdate(arrival(100), new=False, over=True)
    ]
    assert room.updates([arrival(100)], 200) == []


def test_a_customer_who_is_missed_for_two_seconds_has_not_left() -> None:
    """A departure seems to be one from the first look on that misses the customer."""
    room, leaves = EventPublisher(), replace(arrival(100), kind="departure")
    assert room.updates([leaves], 100.2) == []
    assert room.next_due() == 100 + LIMITS.gone_s
    assert room.updates([leaves], 100 + LIMITS.gone_s - 0.1) == []
    assert room.updates([leaves], 100 + LIMITS.gone_s) == [EventUpdate(leaves, new=True, over=False)]


def test_a_greeting_that_was_only_thought_missing_is_never_told() -> None:
    room = EventPublisher()
    missing = replace(arrival(100), kind="no_stand_greeting")
    assert room.updates([missing], 105.1) == []
    assert room.updates([], 105.5) == []
    assert room.updates([], 300) == []


def test_an_absence_is_told_while_it_lasts_once_two_judgements_agree() -> None:
    room, soon = EventPublisher(), 130 + AGREED
    assert room.updates([absence(100, 130)], 130) == []
    assert room.updates([absence(100, soon)], soon) == [EventUpdate(absence(100, soon), new=True, over=False)]


def test_a_yawn_is_told_only_when_it_is_over() -> None:
    """A hand that stays at the face for longer than any yawn was none."""
    room, yawn = EventPublisher(), replace(absence(100, 140), kind="yawning")
    assert room.updates([replace(yawn, end=131)], 131) == []
    assert room.updates([yawn], 140) == []
    assert room.next_due() == 140 + LIMITS.settle_s
    assert room.updates([yawn], 140 + LIMITS.settle_s) == [EventUpdate(yawn, new=True, over=True)]


def test_a_lasting_absence_is_brought_up_to_date_now_and_then_and_at_its_end() -> None:
    room = EventPublisher()
    room.updates([absence(100, 131)], 131)
    room.updates([absence(100, 136)], 136)
    assert room.updates([absence(100, 141)], 141) == []
    later = 136 + LIMITS.update_s
    assert room.updates([absence(100, later)], later) == [
        EventUpdate(absence(100, later), new=False, over=False)
    ]
    assert room.updates([absence(100, later + 3)], later + 5) == []
    ended = absence(100, later + 3)
    assert room.updates([ended], later + 3 + LIMITS.settle_s) == [EventUpdate(ended, new=False, over=True)]
    assert room.updates([ended], later + 500) == []


def test_an_attribute_that_changes_is_told_at_once() -> None:
    room = EventPublisher()
    room.updates([arrival(100, stood=True)], 200)
    sat = arrival(100, stood=True, seated_after_customer=False)
    assert room.updates([sat], 205) == [EventUpdate(sat, new=False, over=True)]


def test_what_two_judgements_deny_is_withdrawn_and_may_come_again() -> None:
    room, soon = EventPublisher(), 130 + AGREED
    room.updates([absence(100, 130)], 130)
    room.updates([absence(100, soon)], soon)
    assert room.updates([], 132) == []
    assert room.updates([], 133) == [EventUpdate(absence(100, soon), new=False, over=True, withdrawn=True)]
    assert room.updates([], 134) == []
    room.updates([absence(100, 140)], 140)
    assert room.updates([absence(100, 141)], 141) == [EventUpdate(absence(100, 141), new=True, over=False)]


def test_one_judgement_that_misses_an_event_withdraws_nothing() -> None:
    room, soon = EventPublisher(), 130 + AGREED
    room.updates([absence(100, 130)], 130)
    room.updates([absence(100, soon)], soon)
    assert room.updates([], 132) == []
    assert room.updates([absence(100, 133)], 133) == []
    assert room.updates([], 134) == []


def test_a_final_event_is_not_withdrawn() -> None:
    """What is missing an hour later has left the memory; the night judges the whole day."""
    room = EventPublisher()
    assert [one.over for one in room.updates([absence(100, 131)], 200)] == [True]
    assert room.updates([], 201) == []
    assert room.updates([], 202) == []


def test_at_the_stop_what_is_denied_is_withdrawn_at_once() -> None:
    room, soon = EventPublisher(), 130 + AGREED
    room.updates([absence(100, 130)], 130)
    room.updates([absence(100, soon)], soon)
    assert [one.withdrawn for one in room.last([])] == [True]


def test_a_start_that_moves_as_heights_are_learned_makes_no_second_event() -> None:
    room = EventPublisher()
    room.updates([absence(100, 131)], 131)
    room.updates([absence(100, 136)], 136)
    moved = room.updates([absence(103, 300)], 300)
    assert [updates.event for updates in moved] == [absence(100, 300)]


def test_two_visits_are_two_events() -> None:
    room = EventPublisher()
    told = room.updates([arrival(100), arrival(110)], 200)
    assert [updates.event.start for updates in told] == [100, 110]


def test_what_seems_to_begin_where_memory_begins_is_not_told() -> None:
    room = EventPublisher()
    cut = absence(1000, 1400)
    room.updates([cut], 1400, floor=1000)
    assert room.updates([cut], 1500, floor=1000) == []
    clear = absence(1000 + LIMITS.edge_s, 1400)
    assert room.updates([clear], 1500, floor=1000) == [EventUpdate(clear, new=True, over=True)]


def test_what_goes_on_is_remembered_however_long() -> None:
    room = EventPublisher()
    room.updates([absence(100, 131)], 131)
    room.updates([absence(100, 136)], 136)
    assert room.ongoing(5000) == 100
    room.forget(4000)
    assert room.updates([absence(100, 5000)], 5000)[0].new is False
    room.updates([absence(100, 5000)], 5100)
    assert room.ongoing(5100) == 5100


def test_at_the_end_everything_is_told_that_was_not() -> None:
    room = EventPublisher()
    room.updates([absence(100, 131)], 131)
    last = room.last([absence(100, 133), arrival(130)])
    assert [(updates.event.kind, updates.new, updates.over) for updates in last] == [
        ("absence", True, True),
        ("arrival", True, True),
    ]
