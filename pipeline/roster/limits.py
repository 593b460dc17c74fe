"""Limits of reading a roster file."""

from dataclasses import dataclass

from pipeline.intervals import Basis, limit


@dataclass(frozen=True, slots=True)
class RosterLimits:
    """Sizes and spans beyond which a roster is asked about and not read."""

    overnight_h: float = limit(
        14,
        "h",
        Basis.CHOICE,
        "a shift of twelve hours and two of handover; a longer night is a slip of the pen",
    )
    first_year: float = limit(2000, "year", Basis.CHOICE, "an earlier day is a cell that holds no date")
    last_year: float = limit(2100, "year", Basis.CHOICE, "a later day stands for a leave without an end")
    heading_rows: float = limit(30, "row", Basis.CHOICE, "titles and remarks stand above the columns' names")
    file_mb: float = limit(50, "MB", Basis.CHOICE, "a year of 100 counters has about 10 MB")
    unpacked_mb: float = limit(200, "MB", Basis.CHOICE, "the reader needs about ten times as much memory")


LIMITS = RosterLimits()
