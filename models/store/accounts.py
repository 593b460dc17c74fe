"""Accounts. Passwords are kept as argon2id hashes only."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import REFERENCE, Language, ModelError, Role, User, languages, tidied
from models.account_names import account_name, folded, looks_of
from models.passwords import hash_password, is_password, random_password
from models.store.audit import SYSTEM
from models.store.base import ListPage, PageRequest, Repository, SortKey, both_ways, sql_page
from models.tables import UserRow

_OTHER_ACTORS = ("cli:", "token:")
"""How the audit log begins the names of commands and of service tokens."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """Changes of an account; None leaves a field as it is.

    `first_until` belongs to a new password: until when it can be used to choose another one, None for no end.
    """

    role: Role | None = None
    language: Language | None = None
    active: bool | None = None
    password: str | None = None
    first_until: float | None = None
    person: str | None = None


class Accounts(Repository):
    """Adds, changes and checks accounts. Names are compared without regard to case."""

    ORDERS = (
        both_ways("name", SortKey(UserRow.name, str))
        | both_ways("id", SortKey(UserRow.id, int))
        | both_ways("role", SortKey(UserRow.role, str), SortKey(UserRow.name, str))
    )

    def add(
        self,
        name: str,
        password: str,
        role: Role,
        language: Language,
        now: float,
        first_until: float | None = None,
    ) -> User:
        """A new account; raises ModelError when the name is taken, looks like another one, or is none, or the password
        breaks a rule (`models.passwords`). `first_until` is as in `AccountChange`."""
        key = account_name(name)
        if key == SYSTEM or key.startswith(_OTHER_ACTORS):
            raise ModelError(f"{key!r} is a name of the audit log for what is no account: choose another one")
        hashed = hash_password(password, name)
        with self._writing("accounts") as session:
            if _row(session, name) is not None:
                raise ModelError(f"there is an account {key!r} already: choose another name")
            _refuse_look_alike(session, key)
            row = UserRow(name=key, password_hash=hashed, role=role.value, language=language, created_at=now)
            row.first_until = first_until
            session.add(row)
            session.flush()
            return _record(row)

    def change(self, user_id: int, change: AccountChange) -> User:
        """The account after the change. A new role, password or activity ends every session of that account.

        `person` binds a clerk's account to a person of the roster; another role ends the binding. Raises LookupError
        when there is no such account and ModelError when no active admin would be left, or when a clerk has no person,
        or another role is given one.
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
            row.first_until = row.first_until if hashed is None else change.first_until
            row.version += (row.role, row.active, row.password_hash) != before
            row.person = _person(row, change.person)
            session.flush()
            _keep_an_admin(session, was=(before[0], before[1]), row=row)
            return _record(row)

    def end_first_password(self, user_id: int) -> None:
        """Replace a first password by one that nobody knows, for an account that signs in otherwise."""
        unknown = hash_password(random_password(), "")
        mine = update(UserRow).where(UserRow.id == user_id, UserRow.first_until.is_not(None))
        with self._writing("accounts") as session:
            session.execute(mine.values(password_hash=unknown, first_until=None))

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

    def listed(self, wanted: PageRequest) -> ListPage[User]:
        """A page of the accounts, in an order of ORDERS."""
        with self._reading() as session:
            return sql_page(session, select(UserRow), self.ORDERS, wanted).of(lambda row: _record(row[0]))

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


def _person(row: UserRow, given: str | None) -> str | None:
    """The person of the account with the role that it has now; None for a role without one."""
    is_clerk, person = row.role == Role.CLERK.value, tidied(given or "")
    if given is not None and not is_clerk:
        raise ModelError(
            f"{row.name!r} is no clerk: only a clerk's account belongs to a person of the roster"
        )
    if is_clerk and not (person or row.person):
        raise ModelError(f"{row.name!r}: say which person of the roster the clerk is")
    return (person or row.person) if is_clerk else None


def _keep_an_admin(session: Session, was: tuple[str, bool], row: UserRow) -> None:
    if was != (Role.ADMIN.value, True) or (row.role, row.active) == was:
        return
    admins = select(UserRow.id).where(UserRow.role == Role.ADMIN.value, UserRow.active)
    if session.scalar(admins.limit(1)) is None:
        raise ModelError(f"{row.name!r} is the last active admin: make another one first")


def _record(row: UserRow) -> User:
    language = row.language if row.language in languages() else REFERENCE
    return User(
        row.id, row.name, Role(row.role), language, row.active, row.version, row.first_until, row.person or ""
    )
