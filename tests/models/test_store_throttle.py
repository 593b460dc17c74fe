"""Limits of guessing: the guesser waits, and the owner of the account does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.store import Guess, Store, guesses_of_known, guesses_of_stranger
from models.store.throttle import network_of
from tests.support.stored_hall import NINE

HOUR = 3600.0
GUESSER, OWNER = "203.0.113.9", "198.51.100.4"
SUN = guesses_of_stranger("sun", GUESSER)


def wrong(store: Store, guesses: tuple[Guess, ...], now: float = NINE) -> bool:
    """A wrong try: True when it was let in and counted."""
    return store.throttle.admit(guesses, now) == 0


def test_the_wait_after_wrong_passwords_doubles_up_to_a_quarter_of_an_hour(store: Store) -> None:
    now, waits = NINE, []
    for _ in range(12):
        assert wrong(store, SUN, now)
        row = f"SELECT blocked_until FROM throttles WHERE key = 'side sun {GUESSER}'"
        with store._engine.connect() as connection:
            waits.append(max(0.0, connection.exec_driver_sql(row).scalar_one() - now))
        now += waits[-1]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_a_wait_is_a_wait_for_the_right_password_too_and_asking_makes_it_no_longer(store: Store) -> None:
    for _ in range(5):
        assert wrong(store, SUN)
    assert [store.throttle.admit(SUN, NINE + later) for later in (0, 10, 29)] == [30, 20, 1]
    assert wrong(store, SUN, NINE + 30)


def test_of_forty_tries_at_once_five_are_let_in(store: Store) -> None:
    with ThreadPoolExecutor(40) as crowd:
        assert sum(crowd.map(lambda _: wrong(store, SUN), range(40))) == 5


def test_a_guesser_slows_neither_the_owner_elsewhere_nor_their_known_device(store: Store) -> None:
    for _ in range(40):
        wrong(store, SUN)
    assert wrong(store, guesses_of_stranger("sun", OWNER))
    assert wrong(store, guesses_of_known("device", "d1"))


def test_one_password_tried_at_many_names_is_slowed_and_others_elsewhere_are_not(store: Store) -> None:
    tried = sum(wrong(store, guesses_of_stranger(f"name{i}", GUESSER)) for i in range(100))
    assert tried == 30
    assert store.throttle.admit(guesses_of_stranger("wu", GUESSER), NINE) == 60
    assert wrong(store, guesses_of_stranger("wu", OWNER))
    later = (NINE + 61 * i for i in range(1, 11))
    assert sum(wrong(store, guesses_of_stranger(f"more{int(t)}", GUESSER), t) for t in later) == 10


def test_a_crowd_of_addresses_has_under_a_hundred_tries_an_hour_and_a_known_device_gets_through(
    store: Store,
) -> None:
    def crowd() -> Iterator[bool]:
        for i in range(1200):
            yield wrong(store, guesses_of_stranger("sun", f"10.0.{i // 250}.{i % 250}"), NINE + 3 * i)

    assert 50 <= sum(crowd()) <= 100
    assert wrong(store, guesses_of_known("device", "d1"), NINE + HOUR)


def test_a_right_password_clears_the_own_count_and_takes_back_one_of_the_shared_ones(store: Store) -> None:
    for _ in range(4):
        wrong(store, SUN)
    assert wrong(store, SUN)
    store.throttle.right(SUN, NINE)
    assert sum(wrong(store, SUN) for _ in range(9)) == 5
    # 4 + 5 wrong ones and not the right one: 21 of 30 are left for this address.
    assert sum(wrong(store, guesses_of_stranger(f"n{i}", GUESSER)) for i in range(40)) == 21


def test_an_own_account_is_no_way_to_clear_the_count_of_others(store: Store) -> None:
    mine = guesses_of_stranger("li", GUESSER)
    for i in range(60):
        wrong(store, guesses_of_stranger(f"name{i}", GUESSER))
        if wrong(store, mine):
            store.throttle.right(mine, NINE)
    assert store.throttle.admit(guesses_of_stranger("other", GUESSER), NINE) > 0


def test_guessing_does_not_fill_the_database(store: Store) -> None:
    for i in range(80):
        wrong(store, guesses_of_stranger(f"name{i}", GUESSER))
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM throttles").scalar() == 61
    wrong(store, guesses_of_known("device", "d1"), NINE + 2 * 86400)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM throttles").scalar() == 1


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_counts_as_what_one_person_can_hold(client: str, counted: str) -> None:
    assert network_of(client) == counted
