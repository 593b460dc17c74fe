"""Service tokens: only the hashes of their secrets are kept."""

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import TOKEN_LIMITS, ModelError, ServiceToken, StoreError, TokenOrder, TokenRight
from models.access_tables import ServiceTokenRow
from models.account_names import account_name, folded, looks_of
from models.service_tokens import new_secret, secret_hash, secret_hint
from models.store.base import ListPage, PageRequest, Repository, SortKey, both_ways, sql_page

_SUBJECT = "service tokens"
_NOTED_EVERY_S = 60.0
"""A use is noted at most this often: a system that asks often would otherwise write all the time."""


class ServiceTokens(Repository):
    """Makes, finds and revokes service tokens. Times are UTC seconds."""

    ORDERS = (
        both_ways("name", SortKey(ServiceTokenRow.name, str))
        | both_ways("id", SortKey(ServiceTokenRow.id, int))
        | both_ways(
            "expires_at", SortKey(ServiceTokenRow.expires_at, float), SortKey(ServiceTokenRow.id, int)
        )
    )

    def make(self, order: TokenOrder, now: float) -> tuple[ServiceToken, str]:
        """A new token and its secret, which is given only here; without grants it sees no hall.

        Raises ModelError when the name is none, is too long, or was used before: a name stands for one token for ever.
        """
        name, secret = account_name(order.name), new_secret()
        if len(name) > TOKEN_LIMITS.name_letters:
            raise ModelError(f"the name is too long: at most {TOKEN_LIMITS.name_letters} letters")
        row = ServiceTokenRow(name=name, hint=secret_hint(secret), hash=secret_hash(secret), made_at=now)
        row.may, row.made_by, row.expires_at = (
            " ".join(sorted(order.may)),
            order.by[:64],
            order.expires_at(now),
        )
        with self._writing(_SUBJECT) as session:
            _refuse_taken(session, name)
            session.add(row)
            session.flush()
            return _record(row), secret

    def of_secret(self, secret: str) -> ServiceToken | None:
        """The token of this secret, also one that is revoked or has expired; None for a secret of none."""
        with self._reading() as session:
            row = session.scalar(select(ServiceTokenRow).where(ServiceTokenRow.hash == secret_hash(secret)))
            return _record(row) if row else None

    def named(self, name: str) -> ServiceToken | None:
        """The token of this name, or None."""
        with self._reading() as session:
            row = session.scalar(select(ServiceTokenRow).where(ServiceTokenRow.name == folded(name)))
            return _record(row) if row else None

    def all(self) -> list[ServiceToken]:
        """All tokens by name, also those that open nothing any more."""
        with self._reading() as session:
            return [
                _record(row)
                for row in session.scalars(select(ServiceTokenRow).order_by(ServiceTokenRow.name))
            ]

    def listed(self, wanted: PageRequest) -> ListPage[ServiceToken]:
        """A page of the tokens, in an order of ORDERS."""
        with self._reading() as session:
            found = sql_page(session, select(ServiceTokenRow), self.ORDERS, wanted)
            return found.of(lambda row: _record(row[0]))

    def used(self, token: ServiceToken, now: float) -> None:
        """Note a use, to the minute."""
        if token.used_at is not None and now - token.used_at < _NOTED_EVERY_S:
            return
        # A database that another program holds must not keep a system from reading.
        with suppress(StoreError), self._writing(_SUBJECT) as session:
            row = session.get(ServiceTokenRow, token.id)
            if row is not None:
                row.used_at = max(row.used_at or now, now)

    def revoke(self, token_id: int, now: float) -> ServiceToken:
        """The token, which opens nothing from now on; the first time stays. Raises LookupError when there is none."""
        with self._writing(_SUBJECT) as session:
            row = session.get(ServiceTokenRow, token_id)
            if row is None:
                raise LookupError(f"there is no token {token_id}")
            row.revoked_at = now if row.revoked_at is None else row.revoked_at
            session.flush()
            return _record(row)


def _refuse_taken(session: Session, name: str) -> None:
    looks = looks_of(name)
    for other in session.scalars(select(ServiceTokenRow.name)):
        if other == name:
            raise ModelError(f"there is or was a token {name!r}: choose another name")
        if looks_of(other) == looks:
            raise ModelError(f"the token {other!r} looks the same: choose another name")


def _record(row: ServiceTokenRow) -> ServiceToken:
    return ServiceToken(
        id=row.id,
        name=row.name,
        hint=row.hint,
        may=frozenset(map(TokenRight, row.may.split())),
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
