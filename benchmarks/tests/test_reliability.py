"""Calibration of confidences, computed by hand."""

from xml.etree import ElementTree as ET

import pytest

from benchmarks.accuracy.plot import Series, reliability_svg
from benchmarks.accuracy.reliability import Claim, bins_of, brier, calibration_error, claims_of, wilson
from synthetic.labelled_clips import clip, found, true, went


def claims(confidence: float, right: int, wrong: int = 0) -> list[Claim]:
    return [Claim("absence", confidence, row < right) for row in range(right + wrong)]


def test_eight_of_ten_at_confidence_eight_tenths_is_perfect() -> None:
    bins = bins_of(claims(0.8, right=8, wrong=2))
    assert [(b.low, b.high, b.claims, b.right) for b in bins] == [(0.8, 0.9, 10, 0.8)]
    assert calibration_error(bins) == pytest.approx(0)


def test_always_right_at_six_tenths_is_too_modest() -> None:
    bins = bins_of([*claims(0.6, right=3), *claims(1.0, right=1)])
    assert calibration_error(bins) == pytest.approx(3 / 4 * 0.4)
    assert brier([*claims(0.6, right=3), *claims(1.0, right=1)]) == pytest.approx(3 / 4 * 0.16)


def test_a_bin_holds_its_lower_edge_and_the_last_one_both() -> None:
    assert [b.low for b in bins_of([*claims(0.3, 1), *claims(0.7, 1), *claims(1.0, 1)])] == [0.3, 0.7, 0.9]


def test_all_of_a_few_proves_little() -> None:
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 5)[0] == 0.0


def test_only_events_that_could_have_been_told_to_be_false_are_claims() -> None:
    truth = clip(true("arrival", 10), true("slouching", 20, 30), exhaustive="arrival")
    result = went(truth, found("arrival", 10), found("arrival", 50), found("slouching", 20, 30))
    assert sorted((c.kind, c.right) for c in claims_of([result])) == [("arrival", False), ("arrival", True)]


def test_nothing_found_is_nothing_known() -> None:
    assert bins_of([]) == []
    assert calibration_error([]) != calibration_error([])


def test_the_diagram_shows_every_bin_and_is_the_same_each_time() -> None:
    plain = Series("as found", bins_of([*claims(0.65, 5, 1), *claims(0.95, 20)]), "#123456")
    worse = Series("made worse", bins_of(claims(0.75, 7, 2)), "#654321", aside=5)
    svg = reliability_svg("rendered clips", [plain, worse])
    root = ET.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{name}circle")) == 3
    assert {"6", "20", "9", "as found", "made worse", "rendered clips"} <= {
        text.text for text in root.findall(f"{name}text")
    }
    assert svg == reliability_svg("rendered clips", [plain, worse])
