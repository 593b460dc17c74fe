"""A small network from figures of a pose to the probability of each posture and gesture, run with NumPy.

`python -m benchmarks.fit` trains it on generated clips and writes `posture_net.json` beside this module.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.intervals import Basis, Floats, limit

FILE = Path(__file__).with_name("posture_net.json")
Matrix = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class NetLimits:
    """The limit of what goes into the network."""

    farthest: float = limit(4.0, "spreads", Basis.CHOICE, "figures further from the usual say no more")


LIMITS = NetLimits()


@dataclass(frozen=True, slots=True)
class NetworkWeights:
    """One network: `first` (n, h) and `second` (h, k) weights with their offsets."""

    first: Matrix
    first_offset: Matrix
    second: Matrix
    second_offset: Matrix

    def log_odds(self, rows: Matrix) -> Matrix:
        """(t, k) of the scaled figures (t, n)."""
        hidden = np.maximum(rows @ self.first + self.first_offset, 0.0)
        return np.asarray(hidden @ self.second + self.second_offset, np.float64)


@dataclass(frozen=True, slots=True)
class PostureLine:
    """Decisions about one kind: from `on` a look shows it, until under `off`; and how sure an event is.

    The probability of an event is the logistic function of `offset` + `slope` x its median log-odds + `longer` x
    how far it lasts over what its kind needs, of which twice as long is 1. It is `most` at most: so many events cannot
    show more (Laplace's rule of succession).
    """

    on: float
    off: float
    offset: float = 0.0
    slope: float = 1.0
    longer: float = 0.0
    most: float = 1.0

    def probability(self, log_odds: float, margin: float) -> float:
        """0..1, that a person would see the event as well: its median log-odds, and the share it lasts too long."""
        margin = min(1.0, max(0.0, margin))
        likely = float(1 / (1 + np.exp(-(self.offset + self.slope * log_odds + self.longer * margin))))
        return min(self.most, likely)


@dataclass(frozen=True, slots=True)
class UsualPeople:
    """The upright people that the network learned from: `middle` (m,) of their `figures`, and how they vary.

    `inverse` (m, m) is the inverse of their covariance, `farthest` the distance of all but the last hundredth of them.
    """

    figures: Sequence[str]
    middle: Matrix
    inverse: Matrix
    farthest: float

    def distance(self, figures: Mapping[str, Floats]) -> float:
        """Mahalanobis distance, by the square root of the number of figures: 1 is usual. NaN if one was not seen.

        Mahalanobis, Proc. Natl. Inst. Sci. India 2 (1936) 49.
        """
        off = np.concatenate([figures[name] for name in self.figures]) - self.middle
        return float(np.sqrt(off @ self.inverse @ off / len(off)))

    def like(self, figures: Mapping[str, Floats]) -> bool:
        """Whether people with these figures are like those that the network learned from."""
        return self.distance(figures) <= self.farthest


@dataclass(frozen=True, slots=True)
class PostureNet:
    """Several networks with the same inputs, whose log-odds are averaged; `lines` are those of the judged kinds."""

    figures: Sequence[str]
    kinds: Sequence[str]
    middle: Matrix
    spread: Matrix
    unseen: Sequence[str]
    networks: Sequence[NetworkWeights]
    lines: Mapping[str, PostureLine]
    people: UsualPeople

    def log_odds(self, figures: Mapping[str, Floats]) -> Matrix:
        """(t, k) of every kind in `kinds`, from figures (t,) by name."""
        rows = self.scaled(np.column_stack([figures[name] for name in self.figures])).astype(np.float32)
        return np.asarray(np.mean([one.log_odds(rows) for one in self.networks], axis=0), np.float64)

    def scaled(self, rows: Matrix) -> Matrix:
        """(t, n + m) figures (t, n) in their own spread, and for the `unseen` ones whether they were not seen."""
        with np.errstate(invalid="ignore"):
            scaled = np.clip((rows - self.middle) / self.spread, -LIMITS.farthest, LIMITS.farthest)
        missing = np.isnan(scaled)
        places = [self.figures.index(name) for name in self.unseen]
        return np.hstack([np.where(missing, 0.0, scaled), missing[:, places]])


@functools.cache
def posture_net(file: Path = FILE) -> PostureNet:
    """The network of the file."""
    read = json.loads(file.read_text(encoding="utf-8"))
    networks = [
        NetworkWeights(
            *(np.array(one[part]) for part in ("first", "first_offset", "second", "second_offset"))
        )
        for one in read["networks"]
    ]
    people = read["people"]
    return PostureNet(
        figures=tuple(read["figures"]),
        kinds=tuple(read["kinds"]),
        middle=np.array(read["middle"]),
        spread=np.array(read["spread"]),
        unseen=tuple(read["unseen"]),
        networks=networks,
        lines={kind: PostureLine(**line) for kind, line in read["lines"].items()},
        people=UsualPeople(
            tuple(people["figures"]),
            np.array(people["middle"]),
            np.array(people["inverse"]),
            float(people["farthest"]),
        ),
    )
