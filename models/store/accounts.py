"""Accounts. Passwords are kept as argon2id hashes only."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Language, ModelError, Role, User
from models.account_names import account_name, folded, looks_of
from models.passwords import hash_password, is_password
from models.store.base import Repository
from models.tables import UserRow
from models.texts.catalogue import REFERENCE, languages


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
        """A new account; raises ModelError when the name is taken, looks like another one, or is none, or the password
        breaks a rule (`models.passwords`)."""
        key, hashed = account_name(name), hash_password(password, name)
        with self._writing("accounts") as session:
            if _row(session, name) is not None:
                raise ModelError(f"there is an account {key!r} already: choose another name")
            _refuse_look_alike(session, key)
            row = UserRow(name=key, password_hash=hashed, role=role.value, language=language, created_at=now)
            session.add(row)
            session.flush()
            return _record(row)

    def change(self, user_id: int, change: AccountChange) -> User:
        """The account after the change. A new role, password or activity ends every session of that account.

        Raises LookupError when there is no such account and ModelError when no active admin would be left.
        """
        # The hash takes a while, and nobody must wait for it: it is made before the transaction.
        named = self.get(user_id) if change.password is not None else None
        hashed = hash_password(change.password, named.name) if named and change.password is not None else None
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

    def end_sessions(self, user_id: int) -> None:
        """End every session of an account."""
        with self._writing("accounts") as session:
            session.execute(update(UserRow).where(UserRow.id == user_id).values(version=UserRow.version + 1))

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
        right = is_password(password, row.password_hash if row else None)
        return _record(row) if row and row.active and right else None


def _row(session: Session, name: str) -> UserRow | None:
    return session.scalar(select(UserRow).where(UserRow.name == folded(name)))


def _refuse_look_alike(session: Session, name: str) -> None:
    looks = looks_of(name)
    for other in session.scalars(select(UserRow.name)):
        if looks_of(other) == looks:
            raise ModelError(f"the account {other!r} looks the same: choose another name")


def _keep_an_admin(session: Session, was: tuple[str, bool], row: UserRow) -> None:
    if was != (Role.ADMIN.value, True) or (row.role, row.active) == was:
        return
    admins = select(UserRow.id).where(UserRow.role == Role.ADMIN.value, UserRow.active)
    if session.scalar(admins.limit(1)) is None:
        raise ModelError(f"{row.name!r} is the last active admin: make another one first")


def _record(row: UserRow) -> User:
    language = row.language if row.language in languages() else REFERENCE
    return User(row.id, row.name, Role(row.role), language, row.active, row.version)
