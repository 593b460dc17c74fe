"""Second factors of accounts: a secret for one-time codes, and recovery codes that are used once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import ModelError
from models.account_tables import RecoveryCodeRow, SecondFactorRow
from models.store.base import Repository


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A second factor. `sealed` is its secret, which only the server can open; it counts once it is `confirmed`."""

    sealed: str
    confirmed: bool


class SecondFactors(Repository):
    """Sets up, uses and removes second factors."""

    def get(self, user_id: int) -> SecondFactor | None:
        """The second factor of an account, None without one."""
        with self._reading() as session:
            row = session.get(SecondFactorRow, user_id)
            return SecondFactor(row.sealed, row.confirmed) if row else None

    def begin(self, user_id: int, sealed: str, now: float) -> None:
        """Keep a secret that is to be confirmed; an earlier one that was not is replaced.

        Raises ModelError when the account has a second factor already.
        """
        with self._writing(_subject(user_id)) as session:
            row = session.get(SecondFactorRow, user_id)
            if row is not None and row.confirmed:
                raise ModelError("the account has a second factor already: remove it first")
            if row is not None:
                session.delete(row)
                session.flush()
            new = SecondFactorRow(user_id=user_id, sealed=sealed, confirmed=False, last_step=0, made_at=now)
            session.add(new)

    def confirm(self, user_id: int, step: int, recovery: Sequence[str]) -> bool:
        """Whether the secret that was begun counts from now on, with these hashes of recovery codes."""
        with self._writing(_subject(user_id)) as session:
            row = session.get(SecondFactorRow, user_id)
            if row is None or row.confirmed:
                return False
            row.confirmed, row.last_step = True, step
            _forget_codes(session, user_id)
            session.add_all(RecoveryCodeRow(user_id=user_id, hash=code) for code in recovery)
            return True

    def accept(self, user_id: int, step: int) -> bool:
        """Whether the code of this step of time was not accepted before; it is not accepted again."""
        with self._writing(_subject(user_id)) as session:
            row = session.get(SecondFactorRow, user_id)
            if row is None or not row.confirmed or step <= row.last_step:
                return False
            row.last_step = step
            return True

    def recover(self, user_id: int, code: str) -> bool:
        """Whether the hash is that of a recovery code that was not used; it is used now."""
        query = select(RecoveryCodeRow).where(
            RecoveryCodeRow.user_id == user_id, RecoveryCodeRow.hash == code
        )
        with self._writing(_subject(user_id)) as session:
            row = session.scalar(query)
            if row is None:
                return False
            session.delete(row)
            return True

    def remove(self, user_id: int) -> bool:
        """Remove the second factor and its recovery codes; False when there is none."""
        with self._writing(_subject(user_id)) as session:
            row = session.get(SecondFactorRow, user_id)
            _forget_codes(session, user_id)
            if row is not None:
                session.delete(row)
            return row is not None


def _forget_codes(session: Session, user_id: int) -> None:
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))


def _subject(user_id: int) -> str:
    return f"second factor {user_id}"
