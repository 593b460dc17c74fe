"""How much a place resembles itself when its person is missed: `python -m benchmarks.place_likeness --footage DIR
--signals DIR [--only NAME,...]`.

The signals are those that `benchmarks.accuracy --signals` kept. Each miss of staff or customer counts once, as *there*
where the person is labelled as present and as *gone* elsewhere; looks within 0.7 s of the border of a label are left
out. `pipeline.states.presence` takes its limits between the two.
"""

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.clips import chosen_clips
from benchmarks.kept_signals import kept
from pipeline.evaluation.truth import EvaluationClip
from vision.core import Signals

_ROLES = {"staff": ("staff", "staff_present"), "customer": ("customers", "customer_present")}
_BINS = np.array([-1.01, -0.99, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01])
_BORDER_S = 0.7
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def misses(
    clip: EvaluationClip, counter: str, rows: Signals, start: float
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The likeness of each miss at one counter, by role and label; nothing of a role that no label names."""
    time = rows.time - start
    for role, (count, state) in _ROLES.items():
        labels = [one for one in clip.truth.states if (one.counter, one.state) == (counter, state)]
        if not labels:
            continue
        there, border = np.zeros(len(time), np.bool_), np.zeros(len(time), np.bool_)
        for one in labels:
            there |= (time >= one.start) & (time <= one.end)
            border |= (np.abs(time - one.start) < _BORDER_S) | (np.abs(time - one.end) < _BORDER_S)
        likeness = rows[f"{role}_likeness"]
        missed = (rows[count] == 0) & ~border & ~np.isnan(likeness)
        yield f"{role} there", likeness[missed & there]
        yield f"{role} gone", likeness[missed & ~there]


@click.command()
@click.option("--footage", type=_FOLDER, required=True)
@click.option("--signals", type=_FOLDER, required=True, help="The kept signals of one backend.")
@click.option("--only", default="", metavar="NAME,...", help="Only clips of these folders or of these names.")
def main(*, footage: Path, signals: Path, only: str) -> None:
    """Print the share of misses by likeness of the place."""
    found: dict[str, list[NDArray[np.float32]]] = {}
    for clip in chosen_clips(footage, [name for name in only.split(",") if name]):
        seen = kept(signals, clip)
        for counter, rows in seen.signals.items() if seen else ():
            for name, values in misses(clip, counter, rows, seen.start if seen else 0.0):
                found.setdefault(name, []).append(values)
    click.echo("likeness from   " + "".join(f"{low:8.2f}" for low in _BINS[:-1]))
    for name, parts in sorted(found.items()):
        counts = np.histogram(np.concatenate(parts), _BINS)[0]
        click.echo(f"{name:16}" + "".join(f"{count:8d}" for count in counts))


if __name__ == "__main__":
    main()
