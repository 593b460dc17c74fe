"""The fit of the network: the same at every run, lines that fit what was left out, and honest probabilities."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.fit.__main__ import written
from benchmarks.fit.lines import Tally, TriedEvent, calibrated, calibration_error
from benchmarks.fit.looks import KINDS, Looks
from benchmarks.fit.network import Training, train
from pipeline.states.posture_net import FILE, PostureLine, posture_net
from synthetic.labelled_clips import clip

SMALL = Training(networks=2, hidden=8, epochs=30, batch=32, noise=0.1, lost=0.0)


def looks(seed: int, family: str) -> Looks:
    """Two figures; a clerk slouches where the first one is high. Heads on desks are not labelled."""
    rng = np.random.default_rng(seed)
    figures = rng.normal(0, 1, (400, 2))
    labels = np.zeros((400, len(KINDS)))
    labels[:, KINDS.index("slouching")] = figures[:, 0] > 1
    labels[:, KINDS.index("head_on_desk")] = np.nan
    usual = {"height": np.array([rng.normal(0.2, 0.02)]), "reach": np.array([rng.normal(0.5, 0.05)])}
    return Looks(
        family, clip(), "W1", None, None, 0.0, np.arange(400), ("high", "noise"), figures, labels, usual
    )


def test_the_same_looks_give_the_same_network_and_it_tells_what_it_was_shown() -> None:
    whole = [looks(seed, f"family {seed}") for seed in range(8)]
    net, again = train(whole, [], SMALL), train(whole, [], SMALL)
    assert written(net) == written(again)
    odds = net.log_odds({"high": np.array([-1.0, 2.5]), "noise": np.zeros(2)})[:, KINDS.index("slouching")]
    assert odds[0] < -2
    assert odds[1] > 2


def test_people_are_known_by_whole_clips_and_not_by_cuts_of_their_postures() -> None:
    whole = [looks(seed, "a") for seed in range(8)]
    bent = [replace(one, usual={name: value + 9 for name, value in one.usual.items()}) for one in whole]
    assert train(whole, bent, SMALL).people.middle == pytest.approx(train(whole, [], SMALL).people.middle)


def test_the_installed_network_is_written_as_it_was_read() -> None:
    assert written(posture_net()) == FILE.read_text(encoding="utf-8")


def found(odds: float, family: str, *, true: bool) -> TriedEvent:
    return TriedEvent(family, odds, 1.0, true)


def test_probabilities_are_those_of_events_and_not_of_looks() -> None:
    """Half of the events at log-odds 2 are true, nearly all at 6: the network alone would say 0.88 and 0.998."""
    events = [found(2.0, "a", true=row % 2 == 0) for row in range(40)]
    events += [found(6.0, "b", true=row % 20 != 0) for row in range(40)]
    line = calibrated(PostureLine(0.0, -0.75), events)
    assert line.probability(2.0, 1.0) == pytest.approx(0.5, abs=0.1)
    assert line.probability(6.0, 1.0) == pytest.approx(0.95, abs=0.05)


def test_no_event_is_surer_than_so_many_events_can_show() -> None:
    line = calibrated(PostureLine(0.0, -0.75), [found(9.0, "a", true=True) for _ in range(18)])
    assert line.probability(99.0, 1.0) == pytest.approx(19 / 20)


def test_the_error_of_a_calibration_is_measured_on_families_that_did_not_set_it() -> None:
    alike = [found(2.0, family, true=row % 4 != 0) for family in "abcd" for row in range(20)]
    assert calibration_error(PostureLine(0.0, -0.75), alike) < 0.05
    unlike = [found(2.0, family, true=family in "ab") for family in "abcd" for row in range(20)]
    assert calibration_error(PostureLine(0.0, -0.75), unlike) > 0.1


def test_a_tally_counts_hits_misses_and_false_events() -> None:
    assert Tally((found(1, "a", true=True), found(1, "a", true=False)), missed=1).f1 == pytest.approx(0.5)
    assert np.isnan(Tally((), 0).f1)
