"""F1 with the shipped durations on long days: `make long-days`, or

    python -m benchmarks.long_days [--days 4] [--hours 4] [--seed 0] [--profile general]
                                   [--signals DIR --footage DIR] [--json FILE]

Synthetic days show whether a behaviour finds its events around its limits, with clear signals and under the strains of
benchmarks.accuracy. With `--signals`, the stored signals of labelled clips (`python -m benchmarks.accuracy --signals
DIR` writes them) are made into days as well.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.accuracy.markdown import seconds, share, table
from benchmarks.long_days.days import Plan, made_up
from benchmarks.long_days.tiles import tiled_days
from models.norms import Profile, load_profile
from pipeline.evaluation.document import document
from pipeline.evaluation.evaluate import Evaluation, summarise
from pipeline.evaluation.figures import Figures
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.truth import load_clips
from pipeline.recordings.analysis_report import write_json

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_HEADS = ("kind", "happened", "facts", "right", "false", "false/h", "onset s", "F1", "F1 with questions")


@click.command()
@click.option("--days", type=click.IntRange(1), default=4, show_default=True, help="Synthetic days.")
@click.option(
    "--hours", type=click.FloatRange(0.1), default=4.0, show_default=True, help="Hours of each day."
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--profile", "name", default="general", show_default=True, help="The norm profile that judges.")
@click.option("--signals", type=_FOLDER, help="Signals of labelled clips, as stored by benchmarks.accuracy.")
@click.option("--footage", type=_FOLDER, help="With --signals: the labelled clips themselves.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False))
def main(  # noqa: PLR0913 - one for every option
    *,
    days: int,
    hours: float,
    seed: int,
    name: str,
    signals: Path | None,
    footage: Path | None,
    json_file: Path | None,
) -> None:
    """Print F1 of each kind on long days."""
    if (signals is None) != (footage is None):
        raise click.UsageError("--signals requires --footage, and --footage requires --signals")
    found = made_up(Plan(days, hours, seed, load_profile(name)))
    if signals and footage:
        found |= _of_clips(signals, footage, hours, load_profile(name))
    parts = {title: summarise(part) for title, part in found.items()}
    click.echo("\n".join(line for title, part in parts.items() for line in page(title, part)))
    if json_file:
        write_json(json_file, {title: document(part) for title, part in parts.items()})


def _of_clips(signals: Path, footage: Path, hours: float, profile: Profile) -> dict[str, list[ClipResult]]:
    results = list(tiled_days(load_clips(footage), signals, hours, profile))
    if not results:
        raise click.UsageError(f"{signals}: no Signals of the clips in {footage}")
    origins = sorted({result.truth.origin for result in results})
    return {f"{one} clips, tiled": [r for r in results if r.truth.origin == one] for one in origins}


def page(title: str, evaluation: Evaluation) -> list[str]:
    """A table with a row for each kind and one for all of them."""
    part = evaluation.all
    words = f"{title}: {part.clips} days, {part.hours:.1f} hours"
    kinds = [kind for kind, figures in part.kinds.items() if figures.found or figures.truth]
    rows = [_row(kind, part.facts.kinds[kind], part.kinds[kind]) for kind in kinds]
    return [words, "", *table(_HEADS, [*rows, _row("**all**", part.facts.overall, part.overall)])]


def _row(name: str, facts: Figures, found: Figures) -> Sequence[str]:
    counts = (facts.truth, facts.found, facts.matched, facts.false_alarms)
    rates = (seconds(facts.false_alarms_per_hour), seconds(facts.onset_error_s))
    return name, *map(str, counts), *rates, share(facts.f1), share(found.f1)


if __name__ == "__main__":
    main()
