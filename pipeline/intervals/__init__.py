"""Intervals of time: unions of intervals, three-valued states over time, robust statistics; and limits of judging."""

from pipeline.intervals.robust import median, median_row, percentile, seen_median
from pipeline.intervals.running import Around, Rows
from pipeline.intervals.spans import Bools, Floats, Spans
from pipeline.intervals.state import State, latched
from pipeline.intervals.ticks import TICK, keeps_to, looks_between, reaches
from vision.core import Basis, limit

__all__ = [
    "TICK",
    "Around",
    "Basis",
    "Bools",
    "Floats",
    "Rows",
    "Spans",
    "State",
    "keeps_to",
    "latched",
    "limit",
    "looks_between",
    "median",
    "median_row",
    "percentile",
    "reaches",
    "seen_median",
]
