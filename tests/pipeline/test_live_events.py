"""Live judging reports an event only once the next seconds cannot change it."""

from dataclasses import replace

from models import Event
from pipeline.live.event_publisher import LIMITS, EventPublisher, EventUpdate


def arrival(at: float, **attributes: bool) -> Event:
    return Event("cam", "W1", "arrival", at, at, 0.9, attributes)


def absence(start: float, end: float) -> Event:
    return Event("cam", "W1", "absence", start, end, 0.9)


def test_an_arrival_is_told_once_when_nobody_can_rise_to_greet_any_more() -> None:
    room = EventPublisher()
    assert room.updates([arrival(100)], 105) == []
    assert room.updates([arrival(100)], 110) == []
    assert room.updates([arrival(100)], 100 + LIMITS.settle_s) == [
        EventUpdate(arrival(100), new=True, over=True)
    ]
    assert room.updates([arrival(100)], 200) == []


def test_a_greeting_that_was_only_thought_missing_is_never_told() -> None:
    room = EventPublisher()
    missing = replace(arrival(100), kind="no_stand_greeting")
    assert room.updates([missing], 103) == []
    assert room.updates([], 108) == []
    assert room.updates([], 300) == []


def test_an_absence_is_told_while_it_lasts_once_two_judgements_agree() -> None:
    room = EventPublisher()
    assert room.updates([absence(100, 131)], 131) == []
    assert room.updates([absence(100, 136)], 136) == [EventUpdate(absence(100, 136), new=True, over=False)]


def test_a_yawn_is_told_only_when_it_is_over() -> None:
    """A hand that stays at the face for longer than any yawn was none."""
    room, yawn = EventPublisher(), replace(absence(100, 140), kind="yawning")
    assert room.updates([replace(yawn, end=131)], 131) == []
    assert room.updates([yawn], 140) == []
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
