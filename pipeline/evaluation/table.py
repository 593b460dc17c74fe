"""The evaluation as a person reads it in the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.evaluation.evaluate import Evaluation, Slice
from pipeline.evaluation.figures import AttributeFigures, Figures, StateFigures
from pipeline.evaluation.findings import ClipResult, Finding


def print_evaluation(evaluation: Evaluation, console: Console, *, misses: bool = False) -> None:
    """Print the tables; with `misses` also every missed event and false alarm, with its place and time."""
    console.print(kinds_table(evaluation.all))
    for title, slices in (
        ("by origin", evaluation.by_origin),
        ("by camera", evaluation.by_camera),
        ("by scene", evaluation.by_scene),
    ):
        if len(slices) > 1:
            console.print(slices_table(title, slices))
    if evaluation.attributes:
        console.print(attributes_table(evaluation.attributes))
    if evaluation.states:
        console.print(states_table(evaluation.states))
    for result in evaluation.results:
        _print_clip(result, console, misses=misses)
    _print_cost(evaluation, console)


def kinds_table(part: Slice) -> Table:
    """One row for each kind that was labelled or found, and one for all together."""
    table = _table(f"events in {part.clips} clips, {part.hours * 60:.1f} min", "kind")
    for kind, figures in part.kinds.items():
        if figures.truth or figures.found:
            _add(table, kind, figures)
    table.add_section()
    _add(table, "all", part.overall)
    return table


def slices_table(title: str, slices: Mapping[str, Slice]) -> Table:
    """One row for each slice, all kinds together."""
    table = _table(title, "clips")
    for name, part in slices.items():
        _add(table, f"{name} ({part.clips})", part.overall)
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
    """One row for each labelled state."""
    table = Table("state", title="time of states, where labelled", title_justify="left")
    for head in ("labelled s", "found s", "both s", "recall", "precision"):
        table.add_column(head, justify="right")
    for name, s in states.items():
        table.add_row(
            name,
            *(f"{x:.1f}" for x in (s.labelled_s, s.found_s, s.both_s)),
            share(s.recall),
            share(s.precision),
        )
    return table


def share(value: float) -> str:
    """0..1 to three decimals, a dash for NaN."""
    return f"{value:.3f}" if isfinite(value) else "–"


def seconds(value: float) -> str:
    """Seconds to two decimals, a dash for NaN."""
    return f"{value:.2f}" if isfinite(value) else "–"


def _table(title: str, first: str) -> Table:
    table = Table(first, title=title, title_justify="left")
    for head in (
        "truth",
        "found",
        "matched",
        "false",
        "precision",
        "recall",
        "F1",
        "95 %",
        "onset s",
        "false/h",
    ):
        table.add_column(head, justify="right")
    return table


def _add(table: Table, name: str, f: Figures) -> None:
    between = f"{f.f1_low:.2f}–{f.f1_high:.2f}" if isfinite(f.f1_low) else "–"
    numbers = (str(n) for n in (f.truth, f.found, f.matched, f.false_alarms))
    shares = (share(x) for x in (f.precision, f.recall, f.f1))
    table.add_row(
        name, *numbers, *shares, between, seconds(f.onset_error_s), seconds(f.false_alarms_per_hour)
    )


def _print_clip(result: ClipResult, console: Console, *, misses: bool) -> None:
    if result.failed:
        console.print(f"[red]{escape(result.clip.name)}: not analysed: {escape(result.failed)}")
    if misses:
        for line in _lines(result.clip.name, result.findings):
            console.print(line, highlight=False, soft_wrap=True)


def _lines(clip: str, findings: Sequence[Finding]) -> Iterable[str]:
    """One line for each error, in the order of time."""
    for finding in sorted((f for f in findings if not f.matched), key=lambda f: f.span):
        word = "[yellow]missed     [/]" if finding.missed else "[red]false alarm[/]"
        start, end = finding.span
        yield escape(clip) + f"  {word}  {start:7.2f}–{end:.2f} s  {escape(finding.counter)}  {finding.kind}"


def _print_cost(evaluation: Evaluation, console: Console) -> None:
    cost = evaluation.cost
    if cost.video_s > 0:
        console.print(
            f"{cost.video_s:.1f} s of video took {cost.cpu_s:.1f} s of processor time"
            f" ({cost.cpu_per_video_s:.3f} for each second), {cost.wall_s:.1f} s, {cost.peak_mb:.0f} MB",
            highlight=False,
        )
