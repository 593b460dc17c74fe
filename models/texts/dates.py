"""Dates in the formats of a language. Its file of texts holds the patterns; Babel has the names of days and months."""

import datetime as dt

from babel.dates import format_date

from models.texts.catalogue import texts


def day(date: dt.date, language: str) -> str:
    """A date with its weekday: "Mon 23 Nov 2026"."""
    return _formatted(date, language, "format.day")


def short_day(date: dt.date, language: str) -> str:
    """A date without its year, for axes and table heads: "23 Nov"."""
    return _formatted(date, language, "format.short_day")


def month(date: dt.date, language: str) -> str:
    """A month with its year: "November 2026"."""
    return _formatted(date, language, "format.month")


def weekday(date: dt.date, language: str) -> str:
    """The short name of the weekday: "Mon"."""
    return _formatted(date, language, "format.weekday")


def week_start(first: dt.date, last: dt.date, language: str) -> str:
    """The first day of a week, without what its last day says too: "23" of "23–29 Nov 2026"."""
    same = first.month == last.month
    return _formatted(first, language, "format.week_start.same_month" if same else "format.week_start")


def week_end(last: dt.date, language: str) -> str:
    """The last day of a week: "29 Nov 2026"."""
    return _formatted(last, language, "format.week_end")


def _formatted(date: dt.date, language: str, key: str) -> str:
    found = texts(language)
    return format_date(date, found[key], locale=found["format.locale"])
