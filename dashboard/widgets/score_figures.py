"""The figures of a score: points, coverage bar, rates with intervals, and whether the score is final."""

from collections.abc import Mapping, Sequence

from api.schemas import DayItem, RateOut
from dashboard.page_context import PageContext
from dashboard.widgets.elements import box, chip, tag

LOW_COVERAGE = 0.5
"""The coverage bar shows a warning colour when less than this share of the day was observed."""


def points_figure(page: PageContext, points: float | None, digits: int = 2) -> None:
    """The points out of 100, or a text that there is no score."""
    with box():
        if points is None:
            tag("div", page.t("scores.unseen"), "none")
        else:
            tag("span", page.format.number(points, digits), "big")
            tag("span", page.t("scores.points"), "of")


def coverage_meter(page: PageContext, share: float | None) -> None:
    """The observed share of the opening time as text and as a bar."""
    t = page.t
    text = t("scores.coverage.none") if share is None else t("scores.coverage", n=page.format.percent(share))
    with box():
        tag("div", text, "small soft")
        with box("meter low" if share is None or share < LOW_COVERAGE else "meter", aria_hidden="true"):
            tag("i").style(f"width: {100 * min(share or 0.0, 1.0):.1f}%")


def final_chip(page: PageContext, final: bool) -> None:
    """A chip that says whether reviews may still change the score."""
    chip(page.t("scores.final" if final else "scores.provisional.wait"), "good" if final else "open")


def day_state_chip(page: PageContext, item: DayItem) -> None:
    """A chip that says whether a day's score is final, or how many events still need a review."""
    if item.final:
        chip(page.t("scores.final"), "good")
    elif item.open:
        chip(page.t("scores.open" if item.points is None else "scores.provisional", n=item.open), "open")
    elif item.points is not None:
        chip(page.t("scores.provisional.wait"))


def rate_list(page: PageContext, rates: Sequence[RateOut], *, bars: bool = True) -> None:
    """Every rate with its denominator and its interval, as text and with `bars` also drawn."""
    if not rates:
        tag("p", page.t("day.rate.none"), "soft")
    for rate in rates:
        with box("rate"):
            tag("b", page.t("day.rate", n=rate.met, of=rate.of))
            with box("grow" if bars else ""):
                tag("div", page.text_of(rate.title))
                if bars:
                    _interval_bar(rate)
                low, high = page.format.percent(rate.low), page.format.percent(rate.high)
                tag("div", page.t("day.rate.interval", low=low, high=high), "small faint")


def _interval_bar(rate: RateOut) -> None:
    """A bar from the lower to the upper end of the interval, with a mark at the rate."""
    with box("interval", aria_hidden="true"):
        width = 100 * (rate.high - rate.low)
        tag("i").style(f"left: {100 * rate.low:.2f}%; width: {width:.2f}%")
        tag("b").style(f"left: {100 * rate.met / rate.of:.2f}%")


def unobserved_reasons(page: PageContext, lost_s: Mapping[str, float]) -> None:
    """The reasons for unobserved time with their durations, longest first; nothing below one second."""
    longest = sorted(lost_s.items(), key=lambda pair: -pair[1])
    parts = [f"{page.t.named('loss', why)} {page.format.seconds(s)}" for why, s in longest if s >= 1]
    if parts:
        tag("p", f"{page.t('day.lost')} {' · '.join(parts)}", "small soft")
