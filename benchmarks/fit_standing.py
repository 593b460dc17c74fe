"""Fits the weights that distinguish sitting from standing by the body, and tests them on clips that were left out.

    python -m benchmarks.fit_standing --signals DIR --footage DIR [--write]

reads the stored signals (benchmarks.kept_signals) of every clip of the footage that has them, prints the
results of the fit on every family of clips that was left out, and with --write writes the table
`pipeline/states/standing_weights.py`. The same input gives the same table. A family is a set of clips with one
script (the rendered `stand_A` of all folders) or one source (`ipd_*`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from scipy.optimize import minimize

from benchmarks.kept_signals import kept
from pipeline.evaluation.truth import EvaluationClip, load_clips
from pipeline.intervals import Bools, Floats
from pipeline.states import standing
from pipeline.states.standing import LIMITS, TERMS, log_odds, terms
from vision.core import Signals

# Ridge penalty on each weight, in levels; 0.1 to 1 give the same answers.
_RIDGE = 0.3
# All rendered levels together have half the weight of all real ones, because rendered levels are similar to each other.
_RENDERED = 0.5
_LEAST_LOOKS = 3
# Largest share of wrong decisions among the decided real levels that were left out.
_MOST_WRONG = 0.05
_BOXES = ("box_left", "box_top", "box_right", "box_bottom")


@dataclass(frozen=True, slots=True)
class Level:
    """The looks at one counter of one clip while its staff stood (or sat): `terms` (k,6), and those without boxes."""

    clip: str
    counter: str
    family: str
    real: bool
    stands: bool
    terms: Floats
    unboxed: Floats


@click.command()
@click.option("--signals", "made", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--footage", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--write", is_flag=True, help="Write the table that the product uses.")
def main(made: Path, footage: Path, *, write: bool) -> None:
    """Fit the weights, print the results on clips left out, and write the table on request."""
    levels = list(read_levels(made, footage))
    if len({level.stands for level in levels}) < 2:
        raise click.ClickException(f"{made}: no Signals of labelled clips that sit and stand")
    out = left_out(levels)
    sure = surest(levels, out)
    figures = _figures(levels, out, sure)
    click.echo("\n".join([*_wrong(levels, out, sure), *figures]))
    if write:
        Path(standing.__file__).with_name("standing_weights.py").write_text(
            _table(fit(levels), sure, figures), encoding="utf-8"
        )


def read_levels(made: Path, footage: Path) -> Iterator[Level]:
    """Every labelled level of the clips whose Signals lie in `made`, by folder and name."""
    for clip in load_clips(footage):
        seen = kept(made, clip)
        for counter, signals in seen.signals.items() if seen else ():
            yield from _levels(clip, counter, signals)


def _levels(clip: EvaluationClip, counter: str, signals: Signals) -> Iterator[Level]:
    found = (signals["staff"] >= 1) & (signals["scale"] > 0) & ~np.isnan(signals["shoulder_y"])
    real = clip.truth.origin == "real"
    bare = Signals(signals.time, {n: c for n, c in signals.columns.items() if n not in _BOXES})
    for state in ("staff_seated", "staff_standing"):
        rows = np.flatnonzero(found & _labelled(clip, counter, state, signals.time))
        if len(rows) >= _LEAST_LOOKS:
            scale = float(np.median(signals["scale"][rows]))
            yield Level(
                clip.name, counter, family(Path(clip.name).name, real=real), real, state == "staff_standing",
                terms(signals, rows, scale), terms(bare, rows, scale),
            )  # fmt: skip


def _labelled(clip: EvaluationClip, counter: str, state: str, time: Floats) -> Bools:
    since = time - time[0]
    spans = [(s.start, s.end) for s in clip.truth.states if s.counter == counter and s.state == state]
    return np.any([np.zeros(len(time), np.bool_), *((since >= a) & (since < b) for a, b in spans)], axis=0)


def family(name: str, *, real: bool) -> str:
    """The family of a clip: its script or its source, by its name."""
    return name.split("_", maxsplit=1)[0] if real else re.sub(r"(_[ABC])?\d*$", "", name)


def fit(levels: Sequence[Level]) -> Floats:
    """(6,) weights by ridge logistic regression; each level counts once with boxes and once without."""
    stands = np.array([level.stands for level in levels])
    real = np.array([level.real for level in levels])
    weight = np.where(real, 1.0, _RENDERED * max(1, real.sum()) / max(1, (~real).sum()))
    for way in (False, True):
        weight[stands == way] *= len(levels) / 2 / weight[stands == way].sum()
    looks = [of for level in levels for of in (level.terms, level.unboxed)]
    x = np.concatenate(looks)
    sign = np.concatenate(
        [np.full(len(of), 2.0 * way - 1) for of, way in zip(looks, stands.repeat(2), strict=True)]
    )
    w = np.concatenate(
        [np.full(len(of), one / len(of)) for of, one in zip(looks, weight.repeat(2), strict=True)]
    )

    def loss(b: Floats) -> tuple[float, Floats]:
        z = sign * (x @ b)
        slope = -w * sign / (1 + np.exp(z))
        return float(w @ np.logaddexp(0, -z) + _RIDGE * b @ b), x.T @ slope + 2 * _RIDGE * b

    return np.asarray(minimize(loss, np.zeros(len(TERMS)), jac=True, method="L-BFGS-B").x, np.float64)


def left_out(levels: Sequence[Level]) -> Floats:
    """(n,) mean log-odds of each level by weights fitted without its family."""
    odds = np.zeros(len(levels))
    for name in sorted({level.family for level in levels}):
        weights = fit([level for level in levels if level.family != name])
        for row, level in enumerate(levels):
            if level.family == name:
                odds[row] = log_odds(level.terms, weights).mean()
    return odds


def surest(levels: Sequence[Level], odds: Floats) -> float:
    """The lowest multiple of 0.1 from which at most _MOST_WRONG of the real levels are decided wrongly."""
    real, wrong = np.array([level.real for level in levels]), _false(levels, odds)
    for tenths in range(1, 10 * int(LIMITS.most_look)):
        decided = real & (np.abs(odds) >= tenths / 10)
        if (wrong & decided).sum() <= _MOST_WRONG * decided.sum():
            return tenths / 10
    return LIMITS.most_look


def _false(levels: Sequence[Level], odds: Floats) -> Bools:
    return np.asarray((odds > 0) != np.array([level.stands for level in levels]), np.bool_)


def _wrong(levels: Sequence[Level], odds: Floats, sure: float) -> list[str]:
    """One line for every level left out that is decided wrongly or not at all."""
    return [
        f"{level.clip} {level.counter}: {'standing' if level.stands else 'seated'}, log-odds {z:+.2f}"
        for level, z, false in zip(levels, odds, _false(levels, odds), strict=True)
        if false or abs(z) < sure
    ]


def _figures(levels: Sequence[Level], odds: Floats, sure: float) -> list[str]:
    """Numbers of levels left out that are decided correctly, wrongly and not at all, by origin."""
    wrong, decided = _false(levels, odds), np.abs(odds) >= sure
    lines = []
    for name, real in (("real", True), ("rendered", False)):
        for way in (False, True):
            of = np.array([level.real == real and level.stands == way for level in levels])
            lines.append(
                f"{name} {'standing' if way else 'seated'}: {(of & decided & ~wrong).sum()} of {of.sum()} right, "
                f"{(of & decided & wrong).sum()} wrong, {(of & ~decided).sum()} not told"
            )
    return lines


def _table(weights: Floats, sure: float, figures: Sequence[str]) -> str:
    rows = [*zip(TERMS, weights.round(3), strict=True), ("sure", sure)]
    lines = [
        '"""Weights of pipeline.states.standing, written by `benchmarks.fit_standing --write`; no hand edits.',
        "",
        "Levels of clips whose family was left out of the fit:",
        "",
        *(f"* {line}" for line in figures),
        '"""',
        "",
        "from collections.abc import Mapping",
        "",
        "FITTED: Mapping[str, float] = {",
        *(f'    "{name}": {value:g},' for name, value in rows),
        "}",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
