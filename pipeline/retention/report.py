"""The report of a retention run: counts, bytes and the oldest that is left, for the log, the audit and a notice."""

import datetime as dt
from dataclasses import dataclass

from models import listed, phrase
from models.store import Notice, RetentionClass

_MB = 1e6


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """One class: rows or files that were deleted, their bytes on disk, and those that a legal hold keeps.

    Rows of the database count no bytes but those of pictures. `oldest_left` is the time (UTC seconds) of the oldest
    that remains, None if nothing does.
    """

    kind: RetentionClass
    deleted: int
    bytes: int
    held: int
    oldest_left: float | None

    def line(self) -> str:
        """One line for the operator."""
        left = "nothing left" if self.oldest_left is None else f"oldest left {_date(self.oldest_left)}"
        held = f", {self.held} held" if self.held else ""
        return f"{self.kind}: {self.deleted} ({self.bytes / _MB:.1f} MB){held}, {left}"


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """A whole run at `now` (UTC seconds). `notes` are what could not be deleted; a dry run deletes nothing."""

    now: float
    dry_run: bool
    lines: tuple[RetentionLine, ...]
    notes: tuple[str, ...] = ()

    @property
    def deleted(self) -> int:
        """Rows and files of all classes."""
        return sum(line.deleted for line in self.lines)

    @property
    def bytes(self) -> int:
        """Bytes of all classes."""
        return sum(line.bytes for line in self.lines)

    def line(self) -> str:
        """One line for the operator."""
        done = "would delete" if self.dry_run else "deleted"
        told = "; ".join(one.line() for one in self.lines if one.deleted or one.held)
        return f"retention {done} {self.deleted} ({self.bytes / _MB:.1f} MB){': ' if told else ''}{told}"

    def notice(self) -> Notice:
        """The notice of what was deleted, for people."""
        day = _date(self.now)
        told = [phrase("notice.retention", day=day, n=self.deleted, size=f"{self.bytes / _MB:.1f}")]
        for one in self.lines:
            name = phrase(f"retention.class.{one.kind}")
            if one.deleted:
                left = "–" if one.oldest_left is None else str(_date(one.oldest_left))
                told.append(phrase("notice.retention.class", name=name, n=one.deleted, left=left))
            if one.held:
                told.append(phrase("notice.retention.held", name=name, n=one.held))
        return Notice("retention", f"retention:{self.now:.0f}", listed(told, "format.semicolons"))


def _date(moment: float) -> dt.date:
    return dt.datetime.fromtimestamp(moment, dt.UTC).date()
