"""The limits that separate sitting from standing: each with its unit and origin, none chosen by hand."""

import numpy as np
import pytest

from pipeline.states.standing import LIMITS, TERMS, StandingLimits, log_odds
from pipeline.states.standing_weights import FITTED
from vision.core import Basis, origins


def test_every_number_has_a_unit_a_basis_and_a_source() -> None:
    for name, origin in origins(StandingLimits).items():
        assert origin.unit, name
        assert origin.reason, name


def test_every_weight_is_from_the_table_that_the_command_writes() -> None:
    measured = {name for name, origin in origins(StandingLimits).items() if origin.basis is Basis.MEASURED}
    assert measured == set(FITTED) == {*TERMS, "sure"}
    assert LIMITS.weights == pytest.approx([FITTED[name] for name in TERMS])


def test_straighter_lower_and_narrower_is_nearer_to_standing() -> None:
    for name in ("hip", "below", "narrow", "narrow_whole"):
        assert FITTED[name] > 0, name


def test_one_wild_look_counts_for_no_more_than_the_limit() -> None:
    assert log_odds(np.full((1, len(TERMS)), 100.0), LIMITS.weights).tolist() == [LIMITS.most_look]
