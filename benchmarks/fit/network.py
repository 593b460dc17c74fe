"""Trains the network of postures: one hidden layer, Adam (Kingma and Ba, 2015), the same result at every run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.fit.looks import KINDS, Looks
from pipeline.intervals import Floats
from pipeline.states.posture_net import NetworkWeights, PostureNet, UsualPeople

# A figure that is missing in more than this share of the looks tells by its absence as well.
_OFTEN_UNSEEN = 0.02
# The width from the 10th to the 90th percentile is 2.5 standard deviations of a normal distribution.
_WIDTH, _NARROWEST = 2.5, 1e-3
# The last hundredth of the people is left to the rules; a share of each figure's own variance keeps the inverse sound.
# Adam's own forgetting.
_MEAN, _SQUARE = 0.9, 0.999
_KNOWN_PEOPLE, _OWN = 99, 0.01


@dataclass(frozen=True, slots=True)
class Training:
    """The size of the networks and how they are trained: one of four that were tried with families left out.

    The four differed little.

    `noise` is added to every scaled figure and `lost` of them are taken away at each step, so that no look is learned
    by heart; `decay` draws the weights toward 0.
    """

    networks: int = 3
    hidden: int = 32
    epochs: int = 40
    batch: int = 256
    rate: float = 3e-3
    noise: float = 0.3
    lost: float = 0.15
    decay: float = 2e-3


def train(whole: Sequence[Looks], cuts: Sequence[Looks], training: Training = Training()) -> PostureNet:
    """A network without lines yet, from whole clips and cuts of clips; the people are those of the whole clips."""
    looks = [*whole, *cuts]
    figures = np.vstack([one.figures for one in looks])
    labels = np.vstack([one.labels for one in looks])
    names = looks[0].names
    with np.errstate(invalid="ignore"):
        low, middle, high = np.nanpercentile(figures, (10, 50, 90), axis=0)
    unseen = tuple(
        name
        for name, share in zip(names, np.isnan(figures).mean(axis=0), strict=True)
        if share > _OFTEN_UNSEEN
    )
    spread = np.maximum((high - low) / _WIDTH, _NARROWEST)
    net = PostureNet(names, KINDS, middle, spread, unseen, (), {}, _people(whole))
    rows = net.scaled(figures).astype(np.float32)
    networks = [_fitted(rows, labels, training, seed) for seed in range(training.networks)]
    return replace(net, networks=networks)


def _people(looks: Sequence[Looks]) -> UsualPeople:
    """The people of the looks, each counter once: their middle, their covariance, and how far the last ones are."""
    names = tuple(looks[0].usual)
    rows = np.array([[float(one.usual[name][0]) for name in names] for one in looks])
    rows = rows[np.isfinite(rows).all(axis=1)]
    middle = np.median(rows, axis=0)
    own = np.diag((_OWN * rows.std(axis=0)) ** 2)
    people = UsualPeople(names, middle, np.linalg.inv(np.cov(rows.T) + own), np.inf)
    distances = [people.distance({name: row[[n]] for n, name in enumerate(names)}) for row in rows]
    return replace(people, farthest=round(float(np.percentile(distances, _KNOWN_PEOPLE)), 2))


def _fitted(rows: Floats, labels: Floats, training: Training, seed: int) -> NetworkWeights:
    rng = np.random.default_rng(seed)
    told = np.isfinite(labels)
    target = np.where(told, labels, 0.0).astype(np.float32)
    weight = (told * np.where(target > 0, _rarity(target, told), 1.0)).astype(np.float32)
    size, hidden, kinds = rows.shape[1], training.hidden, labels.shape[1]
    parts = [
        rng.normal(0, size**-0.5, (size, hidden)).astype(np.float32),
        np.zeros(hidden, np.float32),
        rng.normal(0, hidden**-0.5, (hidden, kinds)).astype(np.float32),
        np.full(kinds, -2.0, np.float32),
    ]
    adam = _Adam(parts, training.rate, training.epochs * (len(rows) // training.batch))
    for _ in range(training.epochs):
        order = rng.permutation(len(rows))
        for first in range(0, len(rows) - training.batch + 1, training.batch):
            batch = order[first : first + training.batch]
            spoiled = rows[batch] + training.noise * rng.standard_normal((len(batch), size), dtype=np.float32)
            spoiled *= rng.random(spoiled.shape, dtype=np.float32) > training.lost
            adam.step(_slopes(parts, spoiled, target[batch], weight[batch], training.decay))
    return NetworkWeights(*(part.astype(np.float64) for part in parts))


def _rarity(target: Floats, told: Floats) -> Floats:
    """(kinds,) the weight of a look that shows a kind: the square root of how many do not."""
    shown = (target * told).sum(axis=0)
    return np.sqrt(np.maximum(1.0, (told.sum(axis=0) - shown) / np.maximum(shown, 1.0)))


def _slopes(
    parts: Sequence[Floats], rows: Floats, target: Floats, weight: Floats, decay: float
) -> list[Floats]:
    """The slopes of the weighted cross entropy by each part."""
    first, first_offset, second, second_offset = parts
    hidden = np.maximum(rows @ first + first_offset, 0.0)
    found = 1 / (1 + np.exp(-(hidden @ second + second_offset)))
    error = (found - target) * weight / len(rows)
    back = (error @ second.T) * (hidden > 0)
    return [
        rows.T @ back + decay * first,
        back.sum(axis=0),
        hidden.T @ error + decay * second,
        error.sum(axis=0),
    ]


class _Adam:
    """Changes `parts` in place, by less and less over `steps`."""

    def __init__(self, parts: Sequence[Floats], rate: float, steps: int) -> None:
        self._parts, self._rate, self._steps, self._step = parts, rate, steps, 0
        self._mean = [np.zeros_like(part) for part in parts]
        self._square = [np.zeros_like(part) for part in parts]

    def step(self, slopes: Sequence[Floats]) -> None:
        self._step += 1
        rate = self._rate * max(0.01, 1 - self._step / self._steps)
        for row, slope in enumerate(slopes):
            mean, square = self._mean[row], self._square[row]
            np.add(mean, (1 - _MEAN) * (slope - mean), out=mean)
            np.add(square, (1 - _SQUARE) * (slope * slope - square), out=square)
            steady = mean / (1 - _MEAN**self._step)
            width = np.sqrt(square / (1 - _SQUARE**self._step)) + 1e-8
            np.subtract(self._parts[row], rate * steady / width, out=self._parts[row])
