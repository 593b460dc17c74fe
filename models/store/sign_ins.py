"""Sessions of accounts: each sign-in starts one, and the server alone decides when it ends."""

import secrets
from contextlib import suppress

from sqlalchemy import delete

from models import StoreError
from models.account_tables import SignInRow
from models.store.base import Repository

_NOTED_EVERY_S = 60.0
"""A request is noted at most this often: readers would otherwise wait for each other to write."""


class SignIns(Repository):
    """Starts, follows and ends sessions. Times are UTC seconds."""

    def start(
        self, user_id: int, client: str, now: float, ends_at: float, *, provider_factor: bool = False
    ) -> str:
        """The id of a new session of this account; sessions that are over are removed.

        `provider_factor` says that an OpenID provider asked for a second factor that counts here.
        """
        row = SignInRow(id=secrets.token_hex(16), user_id=user_id, started_at=now, last_at=now)
        row.ends_at, row.client, row.provider_factor = ends_at, client[:64], provider_factor
        with self._writing("sessions") as session:
            session.execute(delete(SignInRow).where(SignInRow.ends_at <= now))
            session.add(row)
        return row.id

    def seen(self, sign_in_id: str, now: float, idle_s: float, *, by_person: bool) -> bool:
        """Whether the session lives: started, not ended, within its limit, and not idle for `idle_s` seconds.

        A request `by_person` starts the idle time anew; one that a page sends by itself does not.
        """
        with self._reading() as session:
            row = session.get(SignInRow, sign_in_id)
        if row is None or now >= row.ends_at or now - row.last_at >= idle_s:
            return False
        if by_person and now - row.last_at >= _NOTED_EVERY_S:
            # A database that another program holds must not keep people from reading.
            with suppress(StoreError):
                self._note(sign_in_id, now)
        return True

    def has_provider_factor(self, sign_in_id: str) -> bool:
        """Whether an OpenID provider asked for the second factor of this session."""
        with self._reading() as session:
            row = session.get(SignInRow, sign_in_id)
            return row is not None and row.provider_factor

    def _note(self, sign_in_id: str, now: float) -> None:
        with self._writing("sessions") as session:
            row = session.get(SignInRow, sign_in_id)
            if row is not None:
                row.last_at = max(row.last_at, now)

    def end(self, sign_in_id: str) -> None:
        """End one session: its token opens nothing any more."""
        with self._writing("sessions") as session:
            session.execute(delete(SignInRow).where(SignInRow.id == sign_in_id))
