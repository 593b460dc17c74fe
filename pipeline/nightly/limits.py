"""Limits of the nightly run: which days it looks after, how long it waits for others, how large its reports may be."""

from dataclasses import dataclass

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class NightlyLimits:
    """Limits of the nightly run."""

    look_back_days: int = limit(
        62,
        "days",
        Basis.CHOICE,
        "a run looks after them by default; an older day is judged when the request names it",
    )
    quiet_s: float = limit(
        900.0,
        "s",
        Basis.CHOICE,
        "an owner of the lock on another host that is silent for so long is gone: one camera's day "
        "takes seconds",
    )
    late_s: float = limit(
        93600.0,
        "s",
        Basis.CHOICE,
        "26 hours: a server that finds that no run ended for so long catches up at once",
    )
    most_letters: float = limit(
        32_000_000,
        "letters",
        Basis.CHOICE,
        "a hall's report of longer scores takes gigabytes to make; its counters still have theirs",
    )
    most_rows: float = limit(
        20_000,
        "rows",
        Basis.CHOICE,
        "a longer workbook takes minutes and half a gigabyte; page and CSV say the same",
    )


LIMITS = NightlyLimits()
