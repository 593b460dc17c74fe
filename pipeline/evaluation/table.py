"""The evaluation as a person reads it in the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models import Certainty
from pipeline.evaluation.evaluate import Evaluation, Slice
from pipeline.evaluation.figures import AttributeFigures, Figures, UnchargedEvents, UnchargedFigures
from pipeline.evaluation.findings import ClipResult, EventMatch
from pipeline.evaluation.state_figures import ROLES, StateFigures

_COUNTS = ("truth", "found", "matched", "false", "precision", "recall", "F1", "95 %", "onset s", "false/h")
_ONLY = {Certainty.QUESTION: "asked only ", Certainty.HINT: "hint only  "}
_FALSE = {
    Certainty.FACT: "[red]false alarm[/]",
    Certainty.QUESTION: "false asked",
    Certainty.HINT: "false hint ",
}
"""The beginning of a line about a true event without a fact, and about one that is not true."""
_SECONDS = ("labelled s", "found s", "both s", "recall", "precision", "F1")
_QUESTIONS = ("asked", "right", "wrong", "right share", "recall with questions", "asked/h")
_HINTS = ("shown", "right", "wrong", "right share", "recall with hints", "shown/h")


def print_evaluation(evaluation: Evaluation, console: Console, *, misses: bool = False) -> None:
    """Print the tables; with `misses` also every missed event and false alarm, with its place and time."""
    console.print(kinds_table(evaluation.all))
    if evaluation.all.questions.kinds:
        console.print(questions_table(evaluation.all.questions))
    if evaluation.all.hints.kinds:
        console.print(hints_table(evaluation.all.hints))
    for title, slices in _slices(evaluation):
        console.print(slices_table(f"facts by {title}", slices))
        if any(part.questions.kinds or part.hints.kinds for part in slices.values()):
            console.print(uncharged_table(f"questions and hints by {title}", slices))
    if evaluation.attributes:
        console.print(attributes_table(evaluation.attributes))
    if evaluation.states:
        console.print(states_table(evaluation.states))
    if len(evaluation.by_origin) > 1:
        console.print(roles_table("presence by origin", evaluation.by_origin))
    for result in evaluation.results:
        _print_clip(result, console, misses=misses)
    _print_cost(evaluation, console)


def _slices(evaluation: Evaluation) -> Iterable[tuple[str, Mapping[str, Slice]]]:
    """The slicings that say something: those with more than one slice."""
    for title, slices in (
        ("origin", evaluation.by_origin),
        ("folder", evaluation.by_folder),
        ("camera", evaluation.by_camera),
        ("scene", evaluation.by_scene),
    ):
        if len(slices) > 1:
            yield title, slices


def kinds_table(part: Slice) -> Table:
    """One row for each kind that was labelled or found as a fact, one for all facts, one for all found events."""
    table = _table(f"facts in {part.clips} clips, {part.hours * 60:.1f} min", "kind", _COUNTS)
    for kind, figures in part.facts.kinds.items():
        if figures.truth or figures.found:
            _add(table, kind, figures)
    table.add_section()
    _add(table, "all", part.facts.overall)
    _add(table, "all found", part.overall)
    return table


def questions_table(questions: UnchargedEvents) -> Table:
    """One row for each kind that was asked about, and one for all together."""
    title = "questions for a person, which cost nothing before"
    return _uncharged_table(title, _QUESTIONS, questions)


def hints_table(hints: UnchargedEvents) -> Table:
    """One row for each kind that was found as a hint, and one for all together."""
    return _uncharged_table("hints, which never cost anything", _HINTS, hints)


def _uncharged_table(title: str, heads: Sequence[str], events: UnchargedEvents) -> Table:
    table = _table(title, "kind", heads)
    for kind, figures in events.kinds.items():
        _add_uncharged(table, kind, figures)
    table.add_section()
    _add_uncharged(table, "all", events.overall)
    return table


def slices_table(title: str, slices: Mapping[str, Slice]) -> Table:
    """One row for each slice, all kinds together."""
    table = _table(title, "clips", (*_COUNTS, "F1 of all"))
    for name, part in slices.items():
        _add(table, f"{name} ({part.clips})", part.facts.overall, share(part.overall.f1))
    return table


def uncharged_table(title: str, slices: Mapping[str, Slice]) -> Table:
    """The questions and the hints of each slice, all kinds together."""
    table = _table(title, "clips", ("asked", "right", "wrong", "hints", "right", "wrong"))
    for name, part in slices.items():
        both = (part.questions.overall, part.hints.overall)
        table.add_row(name, *(str(n) for one in both for n in (one.asked, one.right, one.wrong)))
    return table


def roles_table(title: str, slices: Mapping[str, Slice]) -> Table:
    """Seconds of presence per role, one row for each slice and role that it labels."""
    table = _table(title, "clips", ("role", *_SECONDS))
    for name, part in slices.items():
        for role in ROLES:
            if role in part.states:
                table.add_row(name, role, *_seconds_cells(part.states[role]))
    return table


def attributes_table(attributes: Mapping[str, Mapping[str, AttributeFigures]]) -> Table:
    """One row for each attribute of each kind."""
    table = Table("kind", "attribute", title="attributes of matched events", title_justify="left")
    for head in ("matched", "said", "right", "accuracy", "median error s"):
        table.add_column(head, justify="right")
    for kind, names in attributes.items():
        for name, a in names.items():
            shares = (share(a.accuracy), seconds(a.median_error))
            table.add_row(kind, name, str(a.matched), str(a.said), str(a.right), *shares)
    return table


def states_table(states: Mapping[str, StateFigures]) -> Table:
    """One row for each labelled state, those of presence first."""
    table = _table("time of states, where labelled", "state", _SECONDS)
    for name in [*ROLES, *(name for name in states if name not in ROLES)]:
        if name in states:
            table.add_row(name, *_seconds_cells(states[name]))
    return table


def _seconds_cells(s: StateFigures) -> list[str]:
    numbers = [f"{x:.1f}" for x in (s.labelled_s, s.found_s, s.both_s)]
    return [*numbers, share(s.recall), share(s.precision), share(s.f1)]


def share(value: float) -> str:
    """0..1 to three decimals, a dash for NaN."""
    return f"{value:.3f}" if isfinite(value) else "–"


def seconds(value: float) -> str:
    """Seconds to two decimals, a dash for NaN."""
    return f"{value:.2f}" if isfinite(value) else "–"


def _table(title: str, first: str, heads: Sequence[str]) -> Table:
    table = Table(first, title=title, title_justify="left")
    for head in heads:
        table.add_column(head, justify="left" if head == "role" else "right")
    return table


def _add_uncharged(table: Table, name: str, q: UnchargedFigures) -> None:
    numbers = (str(n) for n in (q.asked, q.right, q.wrong))
    table.add_row(name, *numbers, share(q.precision), share(q.recall), seconds(q.asked_per_hour))


def _add(table: Table, name: str, f: Figures, *more: str) -> None:
    between = f"{f.f1_low:.2f}–{f.f1_high:.2f}" if isfinite(f.f1_low) else "–"
    numbers = (str(n) for n in (f.truth, f.found, f.matched, f.false_alarms))
    shares = (share(x) for x in (f.precision, f.recall, f.f1))
    rates = (seconds(f.onset_error_s), seconds(f.false_alarms_per_hour))
    table.add_row(name, *numbers, *shares, between, *rates, *more)


def _print_clip(result: ClipResult, console: Console, *, misses: bool) -> None:
    if result.failed:
        console.print(f"[red]{escape(result.clip.name)}: not analysed: {escape(result.failed)}")
    if misses:
        for line in _lines(result.clip.name, result.findings):
            console.print(line, highlight=False, soft_wrap=True)


def _lines(clip: str, findings: Sequence[EventMatch]) -> Iterable[str]:
    """One line for each error and for each true event that only a question or a hint found, in the order of time."""
    told = [f for f in findings if not f.matched or f.certainty is not Certainty.FACT]
    for finding in sorted(told, key=lambda f: f.span):
        start, end = finding.span
        place = f"{start:7.2f}–{end:.2f} s  {escape(finding.counter)}  {finding.kind}"
        yield f"{escape(clip)}  {_word(finding)}  {place}"


def _word(finding: EventMatch) -> str:
    if finding.missed:
        return "[yellow]missed     [/]"
    return (_ONLY if finding.matched else _FALSE)[finding.certainty]


def _print_cost(evaluation: Evaluation, console: Console) -> None:
    cost = evaluation.cost
    if cost.video_s > 0:
        console.print(
            f"{cost.video_s:.1f} s of video took {cost.cpu_s:.1f} s of processor time"
            f" ({cost.cpu_per_video_s:.3f} for each second), {cost.wall_s:.1f} s, {cost.peak_mb:.0f} MB",
            highlight=False,
        )
