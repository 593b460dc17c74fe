"""Events and scores as a person reads them in the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models import Event, Score, Site
from models.norms import Profile, label, load_catalogue
from pipeline.phrasing.sentences import happened
from pipeline.recordings.analysis import Analysed
from pipeline.recordings.storing import StoredAnalysis
from pipeline.recordings.terminal import console


@dataclass(frozen=True, slots=True)
class RecordingEvent:
    """An event of a recording that began at `start`, UTC seconds."""

    video: str
    start: float
    event: Event


def print_kept(kept: Sequence[StoredAnalysis], language: str) -> None:
    """Events and scores of recordings of one site that were just kept; a day of several of them stands once."""
    screen, first = console(), kept[0].analysed
    rows = [
        RecordingEvent(one.analysed.task.file.name, one.analysed.info.start, event)
        for one in kept
        for event in one.analysed.judgement.events
    ]
    print_events(rows, first.profile, first.task.site, screen, language)
    for one in kept:
        _print_gaps(one.analysed, screen)
    print_scores(list({(s.counter, s.day): s for one in kept for s in one.scores}.values()), screen, language)


def print_events(
    rows: Sequence[RecordingEvent], profile: Profile, site: Site, screen: Console, language: str
) -> None:
    """Every event with its place in the recording and its reason."""
    table = Table("video", "counter", "at", "event", "what happened", title="events", title_justify="left")
    table.add_column("sure", justify="right")
    catalogue = load_catalogue()
    for row in rows:
        event = row.event
        words = label("kinds", event.kind).of(language)
        what = happened(event, profile, site.zone).of(language)
        cells = (row.video, event.counter, _clock(event.start - row.start), words, what)
        style = "" if catalogue.is_fault(event.kind) else "dim"
        table.add_row(*map(escape, cells), f"{event.confidence:.2f}", style=style)
    screen.print(table)


def print_scores(scores: Sequence[Score], screen: Console, language: str) -> None:
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


def _print_gaps(one: Analysed, screen: Console) -> None:
    for gap in one.gaps:
        span = f"{_clock(gap.start - one.info.start)} to {_clock(gap.end - one.info.start)}"
        screen.print(f"{one.task.file.name}: not seen {span}: {gap.reason}", markup=False)


def _clock(seconds: float) -> str:
    """m:ss.t since the first picture."""
    minutes, rest = divmod(max(seconds, 0.0), 60)
    return f"{int(minutes)}:{rest:04.1f}"
