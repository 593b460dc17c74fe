"""The limits of guessing: every try is counted before it is checked, so that tries at once are counted as well."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.account_tables import ThrottleRow
from models.store.base import Repository

_SUBJECT = "throttle"
_FORGET_AFTER_S = 86400.0


@dataclass(frozen=True, slots=True)
class GuessLimit:
    """`free` wrong tries without a wait; then each one waits for twice the time of the last, `first_s` to `longest_s`.

    One try is forgotten every `forget_s` seconds.
    """

    free: int
    forget_s: float
    first_s: float
    longest_s: float


ONE_SIDE = GuessLimit(5, 4 * 3600.0, 30.0, 900.0)
"""Tries of one address, device or session at one account."""

ONE_ADDRESS = GuessLimit(30, 60.0, 60.0, 60.0)
"""Tries of one address at all accounts: a hall behind one address mistypes less often than once a minute."""

ONE_NAME = GuessLimit(50, 72.0, 72.0, 72.0)
"""Tries of all strangers at one account: under 100 in an hour (OWASP ASVS 4.0, 2.2.1)."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A try as one limit counts it. `alone` says that a success clears the count: nobody else adds to it."""

    key: str
    limit: GuessLimit
    alone: bool = True


def guesses_of_stranger(name: str, client: str) -> tuple[Guess, ...]:
    """The counts of a try at `name` from an address that shows no known device."""
    net = network_of(client)
    return (
        Guess(f"side {name} {net}", ONE_SIDE),
        Guess(f"address {net}", ONE_ADDRESS, alone=False),
        Guess(f"name {name}", ONE_NAME, alone=False),
    )


def guesses_of_known(kind: str, of: int | str) -> tuple[Guess, ...]:
    """The count of a known device or of an account's own session: no stranger can add to it."""
    return (Guess(f"{kind} {of}", ONE_SIDE),)


def guesses_of_provider(client: str) -> tuple[Guess, ...]:
    """The count of answers from an OpenID provider that an address brings and that are worth nothing."""
    return (Guess(f"provider {network_of(client)}", ONE_ADDRESS, alone=False),)


def guesses_of_token(client: str) -> tuple[Guess, ...]:
    """The count of unknown service tokens from an address."""
    return (Guess(f"token {network_of(client)}", ONE_ADDRESS, alone=False),)


def network_of(client: str) -> str:
    """The address that one person can hold: an IPv4 address, the /64 network of an IPv6 one, other text as it is."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client[:64]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


class Throttle(Repository):
    """Counts tries at secrets. Times are UTC seconds."""

    def admit(self, guesses: Sequence[Guess], now: float) -> float:
        """0 and the try is counted as a wrong one; or the seconds to wait, and the try must not be made.

        Looking and counting are one transaction, and no other one overlaps it.
        """
        with self._writing(_SUBJECT) as session:
            session.execute(delete(ThrottleRow).where(ThrottleRow.last_at < now - _FORGET_AFTER_S))
            held = [row for guess in guesses if (row := session.get(ThrottleRow, guess.key))]
            wait = max((row.blocked_until - now for row in held), default=0.0)
            if wait > 0:
                return wait
            for guess in guesses:
                _count(_row(session, guess, now), guess.limit, now)
            return 0.0

    def right(self, guesses: Sequence[Guess], now: float) -> None:
        """The admitted try was right: it is no longer counted as a wrong one."""
        with self._writing(_SUBJECT) as session:
            for guess in guesses:
                row = _row(session, guess, now)
                row.tries = 0.0 if guess.alone else max(0.0, row.tries - 1)
                if row.tries < guess.limit.free:
                    row.blocked_until = 0.0


def _row(session: Session, guess: Guess, now: float) -> ThrottleRow:
    """The count of today, less what was forgotten since the last try."""
    row = session.get(ThrottleRow, guess.key)
    if row is None:
        row = ThrottleRow(key=guess.key, tries=0.0, last_at=now, blocked_until=0.0)
        session.add(row)
    row.tries = max(0.0, row.tries - max(0.0, now - row.last_at) / guess.limit.forget_s)
    row.last_at = now
    return row


def _count(row: ThrottleRow, limit: GuessLimit, now: float) -> None:
    row.tries += 1
    over = round(row.tries) - limit.free
    if over >= 0:
        row.blocked_until = now + min(limit.first_s * 2.0 ** min(over, 16), limit.longest_s)
