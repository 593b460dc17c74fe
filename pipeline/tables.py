"""Events and scores as a person reads them in the terminal."""

from collections.abc import Sequence
from math import isnan

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models.norms import load_catalogue
from models.scores import Score
from pipeline.analyse import Analysed
from pipeline.keeping import Kept
from pipeline.reasons import happened
from pipeline.terminal import console


def print_kept(kept: Sequence[Kept], language: str) -> None:
    """The events and the scores of these recordings; a day that several of them touch stands once, as it is now."""
    screen = console()
    print_events([one.analysed for one in kept], screen, language)
    latest = {(one.analysed.task.site.site, s.counter, s.day): s for one in kept for s in one.scores}
    print_scores(list(latest.values()), screen, language)


def print_events(found: Sequence[Analysed], screen: Console, language: str = "en") -> None:
    """Every event of these recordings with its reason, and what could not be read of them."""
    table = Table("video", "counter", "at", "event", "what happened", title="events", title_justify="left")
    table.add_column("sure", justify="right")
    kinds = load_catalogue().kinds
    for one in found:
        for event in one.judgement.events:
            words = kinds[event.kind].words.of(language) if event.kind in kinds else event.kind
            at = _clock(event.start - one.info.start)
            what = happened(event, one.profile, one.task.site.zone).of(language)
            style = "" if load_catalogue().is_fault(event.kind) else "dim"
            row = (one.task.video.name, event.counter, at, words, what)
            table.add_row(*map(escape, row), f"{event.confidence:.2f}", style=style)
    screen.print(table)
    for one in found:
        for gap in one.gaps:
            span = f"{_clock(gap.start - one.info.start)} to {_clock(gap.end - one.info.start)}"
            screen.print(f"{one.task.video.name}: not seen {span}: {gap.reason}", markup=False)


def print_scores(scores: Sequence[Score], screen: Console, language: str = "en") -> None:
    """Every counter's day with its deductions; a score without enough coverage is a dash."""
    table = Table("counter", "day", title="scores", title_justify="left")
    for head in ("points", "seen"):
        table.add_column(head, justify="right")
    table.add_column("deductions")
    for score in scores:
        points = "–" if isnan(score.points) else f"{score.points:g}"
        seen = "–" if isnan(score.coverage) else f"{score.coverage:.0%}"
        why = "\n".join(
            f"{d.clause} −{d.points:g}  {escape(d.reason.of(language))}" for d in score.deductions
        )
        table.add_row(escape(score.counter), score.day.isoformat(), points, seen, why)
    screen.print(table)


def _clock(seconds: float) -> str:
    """m:ss.t since the first picture."""
    minutes, rest = divmod(max(seconds, 0.0), 60)
    return f"{int(minutes)}:{rest:04.1f}"
