"""The store: everything that is kept. Only the modules of this package build queries."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from models import ModelError, OvertakenError, StoreBusyError, StoreError, ZonesOvertakenError
from models.retention import (
    RetentionClass,
    RetentionPolicy,
    known_sites,
    load_retention,
    retention_defaults,
)
from models.store.accounts import AccountChange, Accounts
from models.store.analysis import Analysis, FootageSource, FoundEvent, Saved, Stamp, fingerprint
from models.store.appeals import Appeals
from models.store.audit import SYSTEM, Audit, AuditChain, AuditFilter, Deed
from models.store.audit_head import NAME as HEAD_FILE
from models.store.audit_head import HeadFile, head_line
from models.store.backgrounds import Backgrounds
from models.store.base import (
    EVERYTHING,
    OneTransaction,
    OwnSpan,
    OwnTime,
    OwnTransactions,
    Scope,
    Sessions,
)
from models.store.changes import ChangeKind, ChangeLog, RecordedChanges, StoredChange
from models.store.channels import Channels, SealedAddress
from models.store.coverage import Observed
from models.store.day_reconcile import DayChanges
from models.store.engine import Patience, open_engine, public_address, sqlite_url, writer_turn
from models.store.erasure import Erasure, NameSwap, SwapResult
from models.store.events import Events
from models.store.expiry import DatedRow, Expiry
from models.store.grants import Grants, TokenGrants
from models.store.holds import Holds
from models.store.identities import Identities, Identity
from models.store.inspections import Inspections
from models.store.lines import LearnedLines
from models.store.nights import Mark, NightDay, Nights, Progress, Scored
from models.store.notices import Notice, Notices, StoredNotice
from models.store.outbox import Outbox
from models.store.pages import (
    ListPage,
    Orders,
    PageRequest,
    Place,
    SortKey,
    Value,
    both_ways,
    list_page,
)
from models.store.paging import EventFilter, Position
from models.store.parcels import Bounds
from models.store.profiles import Profiles
from models.store.quality_audits import QualityAudits
from models.store.quiet_minutes import QuietMinutes
from models.store.recordings import Recordings
from models.store.request_keys import KeyState, RequestKey, RequestKeys
from models.store.reviews import Reviews, ReviewStep
from models.store.roster import Replaced, Rosters
from models.store.schema import is_current, migrate
from models.store.scores import DayFilter, Scores, score_subject
from models.store.seals import Seals
from models.store.seats import Seats
from models.store.second_factors import SecondFactors
from models.store.service_tokens import ServiceTokens
from models.store.sign_ins import SignIns
from models.store.sites import Sites, StoredCounter, StoredSite
from models.store.throttle import (
    Guess,
    Throttle,
    guesses_of_known,
    guesses_of_provider,
    guesses_of_stranger,
    guesses_of_token,
)
from models.store.whole_day import DayJudgement
from models.store.zones import ZoneCorrection, ZoneVersions

__all__ = [
    "DATABASE_FILE",
    "EVERYTHING",
    "HEAD_FILE",
    "SYSTEM",
    "AccountChange",
    "Accounts",
    "Analysis",
    "Appeals",
    "Audit",
    "AuditFilter",
    "Bounds",
    "ChangeKind",
    "Channels",
    "DatedRow",
    "DayChanges",
    "DayFilter",
    "DayJudgement",
    "Deed",
    "EventFilter",
    "Events",
    "FootageSource",
    "FoundEvent",
    "Guess",
    "Holds",
    "Identity",
    "Inspections",
    "KeyState",
    "ListPage",
    "Mark",
    "ModelError",
    "NameSwap",
    "NightDay",
    "Notice",
    "Notices",
    "Observed",
    "Orders",
    "Outbox",
    "OvertakenError",
    "OwnSpan",
    "OwnTime",
    "PageRequest",
    "Patience",
    "Place",
    "Position",
    "Progress",
    "QualityAudits",
    "Replaced",
    "Repositories",
    "RequestKey",
    "RetentionClass",
    "RetentionPolicy",
    "ReviewStep",
    "Saved",
    "Scope",
    "Scored",
    "Scores",
    "SealedAddress",
    "ServiceTokens",
    "SortKey",
    "Stamp",
    "Store",
    "StoreBusyError",
    "StoreError",
    "StoredChange",
    "StoredCounter",
    "StoredNotice",
    "StoredSite",
    "SwapResult",
    "UnitOfWork",
    "Value",
    "ZoneCorrection",
    "ZonesOvertakenError",
    "both_ways",
    "fingerprint",
    "guesses_of_known",
    "guesses_of_provider",
    "guesses_of_stranger",
    "guesses_of_token",
    "head_line",
    "is_current",
    "known_sites",
    "list_page",
    "load_retention",
    "public_address",
    "retention_defaults",
    "score_subject",
    "sqlite_url",
]

DATABASE_FILE = "counterwatch.db"
"""The embedded database of a data folder."""


class Repositories:
    """All repositories over one source of sessions."""

    def __init__(self, sessions: Sessions, heads: HeadFile) -> None:
        self._sessions, self._heads = sessions, heads
        self.sites = Sites(sessions)
        self.recordings = Recordings(sessions)
        self.events = Events(sessions)
        self.observed = Observed(sessions)
        self.reviews = Reviews(sessions)
        self.appeals = Appeals(sessions)
        self.scores = Scores(sessions)
        self.profiles = Profiles(sessions)
        self.accounts = Accounts(sessions)
        self.sign_ins = SignIns(sessions)
        self.grants = Grants(sessions)
        self.identities = Identities(sessions)
        self.service_tokens = ServiceTokens(sessions)
        self.token_grants = TokenGrants(sessions)
        self.audit = Audit(sessions, heads)
        self.throttle = Throttle(sessions)
        self.second_factors = SecondFactors(sessions)
        self.rosters = Rosters(sessions)
        self.nights = Nights(sessions)
        self.notices = Notices(sessions)
        self.changes = RecordedChanges(sessions)
        self.request_keys = RequestKeys(sessions)
        self.channels = Channels(sessions)
        self.outbox = Outbox(sessions)
        self.seats = Seats(sessions)
        self.zones = ZoneVersions(sessions)
        self.backgrounds = Backgrounds(sessions)
        self.lines = LearnedLines(sessions)
        self.seals = Seals(sessions)
        self.holds = Holds(sessions)
        self.quality_audits = QualityAudits(sessions)
        self.quiet_minutes = QuietMinutes(sessions)
        self.inspections = Inspections(sessions)
        self.expiry = Expiry(sessions)
        self.erasure = Erasure(sessions)

    @contextmanager
    def unit_of_work(self, subject: str) -> Iterator["UnitOfWork"]:
        """One decision in one transaction: kept at the end, or not at all when an error leaves the block.

        No other unit of the same `subject` overlaps. SQLite takes its write lock with the first statement, so that
        the second of two decisions waits at its beginning and does not fail in its middle. A unit that is opened
        within another one joins it, and is kept or not with the outer one.
        """
        with self._sessions.writing(subject) as session:
            yield UnitOfWork(OneTransaction(session), self._heads)


class UnitOfWork(Repositories):
    """The repositories within one transaction: everything that is written here is kept, or nothing of it."""


class Store(Repositories):
    """An open database, brought to the tables of this version. Each call of a repository is one transaction.

    `url` is `sqlite:///FILE` or `postgresql://...`. Safe for several threads and processes at once. Close it. Opening
    raises ModelError with one line when the database cannot be used; every call StoreError when it cannot be reached or
    written, after `patience`. The head of the audit log is written to a file in `data`, or beside the SQLite file.
    `clock` (UTC seconds) dates the changes of events.
    """

    def __init__(
        self,
        url: str,
        patience: Patience | None = None,
        data: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.url = url
        self._engine: Engine = open_engine(url, patience)
        try:
            migrate(self._engine)
        except BaseException:
            self._engine.dispose()
            raise
        if data is None and self._engine.url.get_backend_name() == "sqlite":
            data = Path(str(self._engine.url.database)).parent
        heads = HeadFile(data / HEAD_FILE if data else None)
        super().__init__(
            OwnTransactions(
                self._engine, ChangeLog(clock), AuditChain(heads), writer_turn(self._engine, patience)
            ),
            heads,
        )

    @classmethod
    def at(
        cls, data: Path, patience: Patience | None = None, clock: Callable[[], float] = time.time
    ) -> "Store":
        """The embedded database of a data folder; the folder is made if it is missing."""
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"{data}: cannot be the data folder: {error.strerror}") from error
        return cls(sqlite_url(data / DATABASE_FILE), patience, clock=clock)

    def ping(self) -> None:
        """Reach the database and do nothing else; raises StoreError when it cannot be reached."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def current(self) -> bool:
        """Whether the database has the tables of this version; raises StoreError when it cannot be reached."""
        return bool(is_current(self.url))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
