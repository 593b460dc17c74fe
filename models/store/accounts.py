"""Accounts, and the delay that slows down guessing of passwords. Passwords are kept as argon2id hashes only."""

from dataclasses import dataclass

from pwdlib import PasswordHash
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Language, ModelError, Role, User
from models.store.base import Repository
from models.tables import ThrottleRow, UserRow
from models.texts.catalogue import REFERENCE, languages

FREE_FAILURES = 5
"""Wrong passwords in a row before a name has to wait (OWASP ASVS asks for a limit well under 100 an hour)."""

FIRST_WAIT_S = 30.0
LONGEST_WAIT_S = 900.0
FORGET_AFTER_S = 86400.0

MIN_PASSWORD = 10


@dataclass(frozen=True, slots=True)
class AccountChange:
    """Changes of an account; None leaves a field as it is."""

    role: Role | None = None
    language: Language | None = None
    active: bool | None = None
    password: str | None = None


class Accounts(Repository):
    """Adds, changes and checks accounts. Names are compared without regard to case."""

    def add(self, name: str, password: str, role: Role, language: Language, now: float) -> User:
        """A new account; raises ModelError when the name is taken or empty, or the password too short."""
        hashed = _hash(password)
        if not _key(name):
            raise ModelError("an account needs a name")
        with self._writing("accounts") as session:
            if _row(session, name) is not None:
                raise ModelError(f"there is an account {_key(name)!r} already: choose another name")
            row = UserRow(
                name=_key(name), password_hash=hashed, role=role.value, language=language, created_at=now
            )
            session.add(row)
            session.flush()
            return _record(row)

    def change(self, user_id: int, change: AccountChange) -> User:
        """The account after the change. A new role, password or activity ends every session of that account.

        Raises LookupError when there is no such account and ModelError when no active admin would be left.
        """
        hashed = None if change.password is None else _hash(change.password)
        with self._writing("accounts") as session:
            row = session.get(UserRow, user_id)
            if row is None:
                raise LookupError(f"there is no account {user_id}")
            before = (row.role, row.active, row.password_hash)
            row.role = row.role if change.role is None else change.role.value
            row.language = change.language or row.language
            row.active = row.active if change.active is None else change.active
            row.password_hash = hashed or row.password_hash
            row.version += (row.role, row.active, row.password_hash) != before
            session.flush()
            _keep_an_admin(session, was=(before[0], before[1]), row=row)
            return _record(row)

    def get(self, user_id: int) -> User | None:
        """One account, or None."""
        with self._reading() as session:
            row = session.get(UserRow, user_id)
            return _record(row) if row else None

    def named(self, name: str) -> User | None:
        """The account of this name, or None."""
        with self._reading() as session:
            row = _row(session, name)
            return _record(row) if row else None

    def all(self) -> list[User]:
        """All accounts by name."""
        with self._reading() as session:
            return [_record(row) for row in session.scalars(select(UserRow).order_by(UserRow.name))]

    def check(self, name: str, password: str) -> User | None:
        """The active account with this name and password, or None; takes the same time for unknown names."""
        with self._reading() as session:
            row = _row(session, name)
        right = PasswordHash.recommended().verify(password, row.password_hash if row else _DECOY)
        return _record(row) if row and row.active and right else None

    def wait(self, name: str, now: float) -> float:
        """Seconds until this name may try again, 0 when it may now."""
        with self._reading() as session:
            row = session.get(ThrottleRow, _key(name))
            return max(0.0, row.blocked_until - now) if row else 0.0

    def failed(self, name: str, now: float) -> None:
        """Count a wrong password: after FREE_FAILURES in a row each further one doubles the wait."""
        with self._writing(f"throttle {_key(name)}") as session:
            session.execute(delete(ThrottleRow).where(ThrottleRow.last_at < now - FORGET_AFTER_S))
            row = session.get(ThrottleRow, _key(name))
            if row is None:
                row = ThrottleRow(key=_key(name), failures=0, blocked_until=0.0)
                session.add(row)
            row.failures, row.last_at = row.failures + 1, now
            doublings = row.failures - FREE_FAILURES
            if doublings >= 0:
                row.blocked_until = now + min(FIRST_WAIT_S * 2.0 ** min(doublings, 16), LONGEST_WAIT_S)

    def succeeded(self, name: str) -> None:
        """Reset the count of wrong passwords of this name."""
        with self._writing(f"throttle {_key(name)}") as session:
            session.execute(delete(ThrottleRow).where(ThrottleRow.key == _key(name)))


# The hash of no password, with the parameters in use: checking it takes as long as checking a real one.
_DECOY = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def _key(name: str) -> str:
    return name.strip().casefold()[:64]


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise ModelError(f"the password is too short: at least {MIN_PASSWORD} characters")
    return PasswordHash.recommended().hash(password)


def _row(session: Session, name: str) -> UserRow | None:
    return session.scalar(select(UserRow).where(UserRow.name == _key(name)))


def _keep_an_admin(session: Session, was: tuple[str, bool], row: UserRow) -> None:
    if was != (Role.ADMIN.value, True) or (row.role, row.active) == was:
        return
    admins = select(UserRow.id).where(UserRow.role == Role.ADMIN.value, UserRow.active)
    if session.scalar(admins.limit(1)) is None:
        raise ModelError(f"{row.name!r} is the last active admin: make another one first")


def _record(row: UserRow) -> User:
    language = row.language if row.language in languages() else REFERENCE
    return User(row.id, row.name, Role(row.role), language, row.active, row.version)
