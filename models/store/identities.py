"""Identities at OpenID providers: who there may sign in as which account here."""

from dataclasses import dataclass

from sqlalchemy import select

from models import ModelError
from models.account_tables import IdentityRow
from models.store.base import Repository

_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody at a provider. A provider gives a `subject` to one person for ever; names and addresses change hands."""

    issuer: str
    subject: str

    def __post_init__(self) -> None:
        for name, value in (("issuer", self.issuer), ("subject", self.subject)):
            if not 0 < len(value) <= _LONGEST or not value.isprintable() or value != value.strip():
                raise ModelError(f"the {name} has 1 to {_LONGEST} printable letters")


class Identities(Repository):
    """Binds identities to accounts. Times are UTC seconds."""

    def bind(self, user_id: int, identity: Identity, by: str, now: float) -> None:
        """Let an identity sign in as an account, in place of one that the account had at this provider.

        Raises ModelError when the identity is bound to another account.
        """
        mine = select(IdentityRow).where(
            IdentityRow.user_id == user_id, IdentityRow.issuer == identity.issuer
        )
        with self._writing("identities") as session:
            taken = session.get(IdentityRow, (identity.issuer, identity.subject))
            if taken is not None and taken.user_id != user_id:
                raise ModelError("this identity signs in as another account: remove it there first")
            for row in session.scalars(mine):
                session.delete(row)
            session.flush()
            row = IdentityRow(issuer=identity.issuer, subject=identity.subject, user_id=user_id, bound_at=now)
            row.bound_by = by[:64]
            session.add(row)

    def remove(self, user_id: int) -> bool:
        """Remove every identity of an account; False when there is none."""
        with self._writing("identities") as session:
            rows = session.scalars(select(IdentityRow).where(IdentityRow.user_id == user_id)).all()
            for row in rows:
                session.delete(row)
            return bool(rows)

    def user_of(self, identity: Identity) -> int | None:
        """The id of the account that an identity signs in as, or None."""
        with self._reading() as session:
            row = session.get(IdentityRow, (identity.issuer, identity.subject))
            return row.user_id if row else None

    def of(self, user_id: int) -> list[Identity]:
        """The identities of an account, by issuer."""
        query = select(IdentityRow).where(IdentityRow.user_id == user_id).order_by(IdentityRow.issuer)
        with self._reading() as session:
            return [Identity(row.issuer, row.subject) for row in session.scalars(query)]
