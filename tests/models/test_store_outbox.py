"""The outbox: what is told is in it at once or not at all, one sender has a message at a time, and nothing is lost."""

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from models import (
    ChannelSettings,
    DaySpan,
    DeliveryState,
    FailedTry,
    ModelError,
    NoticeRule,
    Parcel,
    StoreError,
    Words,
)
from models.store import Bounds, Notice, PageRequest, SealedAddress, Store
from models.store.engine import open_engine
from models.store.schema import downgrade
from tests.support.stored_hall import NINE, hall

POSTGRES = os.environ.get("COUNTERWATCH_TEST_POSTGRES", "")
BOUNDS = Bounds(deliveries=50, digest=3, bytes=100)
HOOK = SealedAddress("sealed", "https://bank.example")


@pytest.fixture(params=["sqlite", "postgresql"])
def halls(request: pytest.FixtureRequest, store: Store) -> Iterator[Store]:
    """A store with the halls north and south, on both databases."""
    if request.param == "sqlite":
        yield _with_halls(store)
        return
    if not POSTGRES:
        pytest.skip("COUNTERWATCH_TEST_POSTGRES names no PostgreSQL")
    with Store(POSTGRES) as postgres:
        yield _with_halls(postgres)
    engine = open_engine(POSTGRES)
    downgrade(engine, "base")
    engine.dispose()


def _with_halls(store: Store) -> Store:
    store.sites.put(hall())
    store.sites.put(hall("south"))
    return store


def channel(store: Store, name: str = "duty phone", *halls: str, rules: tuple[NoticeRule, ...] = ()) -> int:
    made = store.channels.add("webhook", ChannelSettings(name, frozenset(halls or ("*",))), HOOK, "an", NINE)
    if rules:
        store.channels.set_rules(made.id, rules)
    return made.id


def told(store: Store, once: str, now: float = NINE, site: str = "north", kind: str = "nightly") -> None:
    words = Words(zh=f"{once} 完成", en=f"{once} is done")
    assert store.notices.put(Notice(kind, once, words, site, dt.date(2026, 11, 23)), now)


def claim(store: Store, number: int, now: float = NINE, lease: str = "one") -> list[Parcel]:
    return store.outbox.claim(number, lease, now, now + 60, BOUNDS)


def texts(parcels: list[Parcel]) -> list[list[str]]:
    return [[one.words.en for one in parcel.deliveries] for parcel in parcels]


def test_a_notice_is_written_with_its_deliveries_in_one_transaction(halls: Store) -> None:
    phone = channel(halls)
    with pytest.raises(StoreError, match="full"), halls.unit_of_work("notices") as work:
        work.notices.put(Notice("nightly", "n1", Words(zh="完成", en="done"), "north"), NINE)
        assert len(work.outbox.page(9)) == 1
        raise StoreError("the disk is full")
    assert halls.outbox.page(9) == []
    assert halls.notices.latest() == []
    told(halls, "n1")
    (waiting,) = halls.outbox.page(9)
    assert (waiting.channel_id, waiting.state, waiting.due) == (phone, DeliveryState.WAITING, NINE)


def test_the_same_notice_again_is_sent_once_and_a_renewed_one_again(halls: Store) -> None:
    channel(halls)
    told(halls, "n1")
    assert not halls.notices.put(
        Notice("nightly", "n1", Words(zh="n1 完成", en="n1 is done"), "north"), NINE + 1
    )
    assert halls.notices.put(Notice("nightly", "n1", Words(zh="又", en="and more"), "north"), NINE + 2)
    assert [one.words.en for one in halls.outbox.page(9)] == ["and more", "n1 is done"]


def test_a_notice_of_the_north_hall_never_goes_to_a_channel_of_the_south(halls: Store) -> None:
    channel(halls, "south only", "south")
    north = channel(halls, "north only", "north")
    told(halls, "n1", site="north")
    assert [one.channel_id for one in halls.outbox.page(9)] == [north]
    told(halls, "retention", site="")
    assert len(halls.outbox.page(9)) == 3


def test_two_senders_never_have_the_same_message(halls: Store) -> None:
    phone = channel(halls)
    for n in range(40):
        told(halls, f"n{n:02}")
    small = replace(BOUNDS, deliveries=5)

    def send(lease: str) -> list[str]:
        keys: list[str] = []
        while found := halls.outbox.claim(phone, lease, NINE, NINE + 60, small):
            keys += [parcel.key for parcel in found]
        return keys

    with ThreadPoolExecutor(4) as pool:
        claimed = [key for keys in pool.map(send, "abcd") for key in keys]
    assert len(claimed) == len(set(claimed)) == 40


def test_what_a_killed_sender_had_is_claimed_again_with_the_same_key(halls: Store) -> None:
    phone = channel(halls)
    told(halls, "n1")
    (before,) = claim(halls, phone)
    assert claim(halls, phone, NINE + 59, "two") == []
    assert halls.outbox.due_channels(NINE + 59) == []
    (after,) = claim(halls, phone, NINE + 60, "two")
    assert after.key == before.key
    halls.outbox.sent(before, "one", NINE + 61)  # the first one was only slow, and its word no longer counts
    assert halls.outbox.page(9)[0].state is DeliveryState.WAITING
    halls.outbox.sent(after, "two", NINE + 62)
    (sent,) = halls.outbox.page(9)
    assert (sent.state, sent.sent_at, sent.tries) == (DeliveryState.SENT, NINE + 62, 1)


def test_a_longer_lease_and_one_that_is_given_back(halls: Store) -> None:
    phone = channel(halls)
    told(halls, "n1")
    parcels = claim(halls, phone)
    halls.outbox.extend(parcels, "one", NINE + 600)
    assert claim(halls, phone, NINE + 61, "two") == []
    halls.outbox.release(parcels, "one")
    assert len(claim(halls, phone, NINE + 61, "two")) == 1


def test_a_failure_waits_a_channel_pauses_and_a_dead_one_is_sent_again(halls: Store) -> None:
    phone = channel(halls)
    told(halls, "n1")
    (parcel,) = claim(halls, phone)
    halls.outbox.failed(parcel, "one", FailedTry("HTTP 503", NINE + 30, NINE + 30), NINE)
    told(halls, "n2")
    assert claim(halls, phone, NINE + 29) == []  # also the next one: its server is away
    assert halls.outbox.due_channels(NINE + 29) == []
    second, again = claim(halls, phone, NINE + 30)
    assert (again.key, again.tries, again.first_try_at) == (parcel.key, 1, NINE)
    halls.outbox.failed(again, "one", FailedTry("HTTP 503", None), NINE + 30)
    halls.outbox.sent(second, "one", NINE + 30)
    (dead,) = halls.outbox.page(9, DeliveryState.DEAD)
    assert (dead.last_error, dead.tries) == ("HTTP 503", 2)
    assert claim(halls, phone, NINE + 9999) == []
    halls.outbox.again(dead.id, NINE + 9999)
    (revived,) = claim(halls, phone, NINE + 9999)
    assert (revived.key, revived.tries, revived.first_try_at) == (parcel.key, 0, None)
    with pytest.raises(ValueError, match="only a dead one"):
        halls.outbox.again(dead.id, NINE)
    with pytest.raises(LookupError, match="no delivery 99"):
        halls.outbox.again(99, NINE)


def test_a_digest_is_one_message_and_stays_the_same_one(halls: Store) -> None:
    phone = channel(halls, rules=(NoticeRule(digest_at=dt.time(18)),))  # the hall's clock says 09:00
    evening = NINE + 9 * 3600
    for n in range(4):
        told(halls, f"n{n}")
    assert claim(halls, phone) == []
    first, second = claim(halls, phone, evening)
    assert texts([first, second]) == [["n0 is done", "n1 is done", "n2 is done"], ["n3 is done"]]
    told(halls, "late", evening)  # due at once: it joins no message that may have arrived already
    again = claim(halls, phone, evening + 60, "two")
    assert texts(again) == [*texts([first, second]), ["late is done"]]
    assert [parcel.key for parcel in again][:2] == [first.key, second.key]
    halls.outbox.failed(again[0], "two", FailedTry("HTTP 400", None), evening + 61)
    dead = halls.outbox.page(9, DeliveryState.DEAD)
    assert len(dead) == 3
    assert len(halls.outbox.again(dead[0].id, evening + 62)) == 3
    (revived,) = claim(halls, phone, evening + 62, "two")
    assert (revived.key, texts([revived])) == (first.key, texts([first]))


def test_a_digest_has_no_more_bytes_than_its_channel_takes(halls: Store) -> None:
    phone = channel(halls, rules=(NoticeRule(digest_at=dt.time(18)),))
    told(halls, "a" * 45)
    told(halls, "b" * 45)
    assert len(claim(halls, phone, NINE + 9 * 3600)) == 2


def test_quiet_hours_hold_back(halls: Store) -> None:
    phone = channel(halls, rules=(NoticeRule(quiet=DaySpan(dt.time(8), dt.time(10))),))
    told(halls, "n1")
    assert claim(halls, phone, NINE + 3599) == []
    assert texts(claim(halls, phone, NINE + 3600)) == [["n1 is done"]]


def test_a_channel_that_rests_keeps_what_waits_and_a_removed_one_gives_it_up(halls: Store) -> None:
    phone = channel(halls)
    told(halls, "n1")
    settings = ChannelSettings("duty phone", frozenset({"*"}), active=False)
    halls.channels.change(phone, settings)
    assert claim(halls, phone) == []
    told(halls, "n2")  # nobody wants it while the channel rests
    halls.channels.change(phone, replace(settings, active=True))
    assert texts(claim(halls, phone)) == [["n1 is done"]]
    halls.channels.remove(phone, NINE)
    assert halls.channels.all() == []
    assert halls.channels.get(phone) is None
    (dead,) = halls.outbox.page(9)
    assert (dead.state, dead.last_error) == (DeliveryState.DEAD, "the channel was removed")
    with pytest.raises(ValueError, match="was removed"):
        halls.outbox.again(dead.id, NINE)
    halls.channels.remove(phone, NINE)
    with pytest.raises(LookupError, match="no channel"):
        halls.channels.remove(99, NINE)


def test_a_channel_has_a_name_of_its_own_and_halls_that_are_there(halls: Store) -> None:
    phone = channel(halls, "duty phone", "north")
    with pytest.raises(ModelError, match="already"):
        channel(halls, "duty phone")
    with pytest.raises(ModelError, match="no hall 'west'"):
        channel(halls, "other", "west")
    with pytest.raises(ModelError, match="which halls"):
        halls.channels.add("webhook", ChannelSettings("x", frozenset()), HOOK, "an", NINE)
    with pytest.raises(ValueError, match="does not belong to hall 'south'"):
        halls.channels.set_rules(phone, [NoticeRule(site="south")])
    rules = (NoticeRule(alerts_only=True, kinds=frozenset({"nightly"}), hours=DaySpan.parsed("00:00-12:00")),)
    assert halls.channels.set_rules(phone, rules).rules == rules
    assert halls.channels.all()[0].rules == rules


def test_pages_are_newest_first(halls: Store) -> None:
    phone = channel(halls)
    for n in range(5):
        told(halls, f"n{n}")
    first = halls.outbox.listed(PageRequest("-id", 2), channel_id=phone)
    second = halls.outbox.listed(PageRequest("-id", 2, first.next), DeliveryState.WAITING, phone)
    assert [one.words.en[:2] for one in (*first.items, *second.items)] == ["n4", "n3", "n2", "n1"]
    assert halls.channels.listed(PageRequest("name")).items == halls.channels.all()
    assert halls.channels.all()[0].counts[DeliveryState.WAITING] == 5
