"""The store: everything that is kept, behind one door. Only the modules in here build queries."""

from pathlib import Path

from sqlalchemy import Engine, text

from models.errors import ModelError
from models.store.accounts import Accounts, UserChange
from models.store.analysis import Analysis, Finding, Footage, Saved, Stamp, fingerprint
from models.store.appeals import Appeals
from models.store.audit import Audit, AuditFilter, Deed
from models.store.backgrounds import Backgrounds
from models.store.base import EVERYTHING, Scope
from models.store.coverage import Observed
from models.store.day_reconcile import DayChanges
from models.store.engine import open_engine, sqlite_url
from models.store.events import Events
from models.store.nights import Mark, NightDay, Nights, Progress, Scored
from models.store.notices import Notice, Notices, StoredNotice, Unread
from models.store.paging import EventFilter, Position
from models.store.profiles import Profiles
from models.store.recordings import Recordings
from models.store.reviews import OvertakenError, Reviews, Step
from models.store.roster import Replaced, Rosters
from models.store.schema import migrate
from models.store.scores import Scores
from models.store.seats import Seats
from models.store.sites import Place, Sites, StoredSite
from models.store.whole_day import DayJudgement
from models.store.zones import Correction, ZonesOvertakenError, ZoneVersions

__all__ = [
    "EVERYTHING",
    "Analysis",
    "AuditFilter",
    "Correction",
    "DayChanges",
    "DayJudgement",
    "Deed",
    "EventFilter",
    "Finding",
    "Footage",
    "Mark",
    "NightDay",
    "Notice",
    "OvertakenError",
    "Place",
    "Position",
    "Progress",
    "Replaced",
    "Saved",
    "Scope",
    "Scored",
    "Stamp",
    "Step",
    "Store",
    "StoredNotice",
    "StoredSite",
    "Unread",
    "UserChange",
    "ZonesOvertakenError",
    "fingerprint",
    "sqlite_url",
]


class Store:
    """An open database, brought to the tables of this version.

    `url` is `sqlite:///FILE` or `postgresql://...`. Safe for several threads and processes at once; close it,
    or use it in a `with`. Opening raises ModelError with one line when the database cannot be used.
    """

    def __init__(self, url: str) -> None:
        self._engine: Engine = open_engine(url)
        try:
            migrate(self._engine)
        except BaseException:
            self._engine.dispose()
            raise
        self.sites = Sites(self._engine)
        self.recordings = Recordings(self._engine)
        self.events = Events(self._engine)
        self.observed = Observed(self._engine)
        self.reviews = Reviews(self._engine)
        self.appeals = Appeals(self._engine)
        self.scores = Scores(self._engine)
        self.profiles = Profiles(self._engine)
        self.accounts = Accounts(self._engine)
        self.audit = Audit(self._engine)
        self.rosters = Rosters(self._engine)
        self.nights = Nights(self._engine)
        self.notices = Notices(self._engine)
        self.seats = Seats(self._engine)
        self.zones = ZoneVersions(self._engine)
        self.backgrounds = Backgrounds(self._engine)

    @classmethod
    def at(cls, data: Path) -> "Store":
        """The embedded database of a data folder, which is made where it is missing."""
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"{data}: cannot be the data folder: {error.strerror}") from error
        return cls(sqlite_url(data / "counterwatch.db"))

    def ping(self) -> None:
        """Do nothing but reach the database; raises SQLAlchemy's error when it cannot be reached."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
