"""Fits the network of postures to generated clips, and says of each kind whether it is better than the rule.

    python -m benchmarks.fit --made DIR [--footage DIR --signals DIR] [--write]

`--made` is what `make footage` made. Every family of clips is judged by a network that saw none of its clips, then a
last network is trained on all of them. The network judges a kind if it finds more of it in the clips left out than
the rule does, and no less in the labelled footage, whose signals `--signals` has (from `python -m
benchmarks.accuracy`). With --write the network is written into the program. The same input gives the same file.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from benchmarks.accuracy.markdown import table
from benchmarks.fit.judging import labelled, results
from benchmarks.fit.lines import best_line, calibration_error, left_out, tally
from benchmarks.fit.looks import KINDS, cuts_of, families, looks_of
from benchmarks.fit.network import train
from benchmarks.footage.made import made_clips
from pipeline.evaluation.figures import event_figures
from pipeline.evaluation.findings import ClipResult
from pipeline.states.posture_net import FILE, PostureNet

_FOLDS = 4
# A kind for the network must gain more than chance would give.
_BETTER = 0.02
_DIGITS = 4


@click.command()
@click.option("--made", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--footage", type=click.Path(path_type=Path, exists=True))
@click.option("--signals", type=click.Path(path_type=Path, exists=True))
@click.option("--write", is_flag=True, help="Write the network that the product uses.")
def main(made: Path, footage: Path | None, signals: Path | None, *, write: bool) -> None:
    """Fit, print the table of kinds, and write the network on request."""
    clips = list(made_clips(made))
    if not clips:
        raise click.ClickException(f"{made}: no generated clips; make some with `make footage`")
    looks = list(looks_of(clips))
    names = families(looks)
    folds = [frozenset(names[first::_FOLDS]) for first in range(_FOLDS)]
    cuts = list(cuts_of(clips))
    nets = [
        (held, train(*([one for one in part if one.family not in held] for part in (looks, cuts))))
        for held in folds
    ]
    said = left_out(looks, nets)
    lines = {kind: best_line(looks, said, kind) for kind in KINDS}
    errors = {
        kind: calibration_error(line, tally(looks, said, kind, line).found) for kind, line in lines.items()
    }
    every = lines
    last = replace(train(looks, cuts), lines=every)
    rules, learned = [], []
    for held, net in nets:
        part = [one for one in clips if one.family in held]
        rules += results(part, replace(net, lines={}))
        learned += results(part, replace(net, lines=every))
    shown = list(labelled(footage, signals)) if footage and signals else []
    real = [one for one in shown if one.clip.truth.origin == "real"]
    rest = [one for one in shown if one.clip.truth.origin != "real"]
    columns = [
        (rules, learned),
        *((results(part, replace(last, lines={})), results(part, last)) for part in (rest, real)),
    ]
    chosen = [kind for kind in KINDS if _better(columns, kind)]
    click.echo("\n".join(_page(columns, chosen, errors, last)))
    if write:
        FILE.write_text(written(replace(last, lines={kind: lines[kind] for kind in chosen})), "utf-8")


def _better(columns: Sequence[tuple[Sequence[ClipResult], Sequence[ClipResult]]], kind: str) -> bool:
    """Whether the network finds more on the clips left out, and on all clips together."""
    rule, learned = (f1(part, kind) for part in columns[0])
    all_rule, all_learned = (
        f1([one for part in way for one in part], kind) for way in zip(*columns, strict=True)
    )
    return learned > rule + _BETTER and all_learned > all_rule + _BETTER


def f1(found: Sequence[ClipResult], kind: str) -> float:
    """F1 of one kind over clips, questions counted; NaN without any event."""
    return event_figures(found, kind, seed=0).f1


def _page(columns, chosen: Sequence[str], errors, net: PostureNet) -> list[str]:
    rows = []
    for kind in KINDS:
        cells = [f"{f1(part, kind):.3f}" for column in columns for part in column]
        line = net.lines[kind]
        rows.append(
            (kind, *cells, f"{errors[kind]:.3f}", f"{line.on:g}", "network" if kind in chosen else "rule")
        )
    head = ["kind", "left out: rule", "network", "rendered footage: rule", "network", "real: rule", "network"]
    return table((*head, "calibration error", "from log-odds", "judged by"), rows)


def written(net: PostureNet) -> str:
    """The file of a network: numbers with four digits, a line for each row."""
    whole = {
        "figures": net.figures,
        "kinds": net.kinds,
        "middle": _short(net.middle),
        "spread": _short(net.spread),
        "unseen": net.unseen,
        "networks": [{name: _short(part) for name, part in asdict(one).items()} for one in net.networks],
        "lines": {kind: asdict(line) for kind, line in net.lines.items()},
        "people": {
            "figures": net.people.figures,
            "middle": _short(net.people.middle),
            "inverse": _short(net.people.inverse),
            "farthest": net.people.farthest,
        },
    }
    return json.dumps(whole, separators=(",", ":")) + "\n"


def _short(values):
    if values.ndim == 1:
        return [float(f"{value:.{_DIGITS}g}") for value in values]
    return [_short(row) for row in values]


if __name__ == "__main__":
    main()
