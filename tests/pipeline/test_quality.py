"""What an audit says of machine and reviewers: agreement, shares, and the recall that a sample of quiet time shows."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.quality import Flagged, QuietStratum, agreement, estimated_recall, proportion


class TestAgreement:
    def test_two_auditors_who_judge_alike_agree_fully(self) -> None:
        told = agreement(["right", "wrong", "right"], ["right", "wrong", "right"])
        assert (told.n, told.observed, told.kappa) == (3, 1.0, pytest.approx(1.0))

    @pytest.mark.parametrize("seed", range(20))
    def test_kappa_is_that_of_scikit_learn(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        classes = ["right", "wrong", "unsure", "excused"][: 2 + seed % 3]
        first = rng.choice(classes, 60)
        second = np.where(rng.random(60) < 0.7, first, rng.choice(classes, 60))
        told = agreement(first.tolist(), second.tolist())
        assert told.kappa == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
        assert told.low <= told.kappa <= told.high

    def test_the_interval_holds_the_kappa_of_a_thousand_times_as_many_items(self) -> None:
        held = 0
        for run in range(200):
            rng = np.random.default_rng(run)
            first = rng.random(150) < 0.6
            second = np.where(rng.random(150) < 0.8, first, rng.random(150) < 0.6)
            told = agreement(first.tolist(), second.tolist())
            held += told.low <= 0.8 <= told.high
        assert held >= 184  # 92 % of 200 runs

    def test_the_same_answer_to_everything_says_nothing_about_chance(self) -> None:
        told = agreement(["right"] * 9, ["right"] * 9)
        assert told.observed == 1.0
        assert np.isnan([told.kappa, told.low, told.high]).all()

    def test_nothing_judged_is_not_known(self) -> None:
        assert np.isnan(agreement([], []).kappa)

    def test_answers_to_different_items_are_refused(self) -> None:
        with pytest.raises(ValueError, match="2 answers cannot be compared with 1"):
            agreement(["right", "wrong"], ["right"])


class TestShares:
    @pytest.mark.parametrize(
        ("of", "n", "low", "high"),
        [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
    )
    def test_wilsons_interval(self, of: int, n: int, low: float, high: float) -> None:
        """The last row is the example of Newcombe (1998)."""
        told = proportion(of, n)
        assert (told.low, told.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))

    def test_no_items_have_no_share(self) -> None:
        assert np.isnan(proportion(0, 0).share)

    def test_more_than_all_is_refused(self) -> None:
        with pytest.raises(ValueError, match="4 of 3 items is no share"):
            proportion(4, 3)


class TestEstimatedRecall:
    def test_a_complete_audit_leaves_nothing_open(self) -> None:
        told = estimated_recall(Flagged(10, 10, 8), [QuietStratum(100, 100, 2)])
        assert (told.recall, told.low, told.high, told.overlooked) == (0.8, 0.8, 0.8, 2.0)

    def test_each_rate_counts_for_its_own_minutes(self) -> None:
        """One missed event in a tenth of the quiet morning is ten; in half of the afternoon it is two."""
        told = estimated_recall(Flagged(24, 24, 12), [QuietStratum(1000, 100, 1), QuietStratum(200, 100, 1)])
        assert told.overlooked == pytest.approx(12)
        assert told.recall == pytest.approx(0.5)
        assert told.low < 0.5 < told.high

    def test_quiet_time_that_nobody_looked_at_is_not_known(self) -> None:
        told = estimated_recall(Flagged(10, 10, 9), [QuietStratum(500, 0, 0)])
        assert np.isnan([told.recall, told.low, told.high, told.overlooked]).all()

    def test_nothing_missed_in_few_minutes_is_no_proof(self) -> None:
        few = estimated_recall(Flagged(20, 20, 20), [QuietStratum(5000, 30, 0)])
        many = estimated_recall(Flagged(20, 20, 20), [QuietStratum(5000, 3000, 0)])
        assert few.recall == many.recall == 1.0
        assert few.low < 0.5
        assert many.low > 0.9

    def test_nothing_ever_happened(self) -> None:
        assert np.isnan(estimated_recall(Flagged(0, 0, 0), [QuietStratum(50, 50, 0)]).recall)

    def test_the_same_sample_gives_the_same_interval(self) -> None:
        sample = Flagged(40, 20, 17), [QuietStratum(900, 60, 1)]
        assert estimated_recall(*sample) == estimated_recall(*sample)

    @pytest.mark.parametrize("true_recall", [0.95, 0.85, 0.6])
    def test_the_interval_holds_the_true_recall_of_made_weeks(self, true_recall: float) -> None:
        """A week of a hall: quiet minutes are drawn at one rate in the morning and at another one in the afternoon."""
        held = sum(self._holds(np.random.default_rng(run), true_recall) for run in range(100))
        assert held >= 93

    @staticmethod
    def _holds(rng: np.random.Generator, true_recall: float) -> bool:
        true = int(rng.integers(60, 200))
        found = rng.random(true) < true_recall
        wrong = int(rng.integers(0, 30))
        minutes = (2000, 3000)
        missed = [rng.multinomial(n, np.full(size, 1 / size)) for n, size in zip(
            rng.multinomial((~found).sum(), [0.4, 0.6]), minutes, strict=True
        )]  # fmt: skip
        drawn = [
            rng.choice(size, number, replace=False) for size, number in zip(minutes, (300, 150), strict=True)
        ]
        quiet = [
            QuietStratum(size, len(these), int(of[these].sum()))
            for size, these, of in zip(minutes, drawn, missed, strict=True)
        ]
        total = int(found.sum()) + wrong
        judged = min(total, 50)
        right = int(rng.hypergeometric(int(found.sum()), wrong, judged)) if total else 0
        told = estimated_recall(Flagged(total, judged, right), quiet, seed=1)
        return bool(told.low <= found.mean() <= told.high)

    @pytest.mark.parametrize(
        ("flagged", "quiet"),
        [
            (Flagged(3, 4, 1), []), (Flagged(3, 2, 3), []), (Flagged(3, 2, 1), [QuietStratum(5, 6, 0)]),
            (Flagged(3, 2, 1), [QuietStratum(5, 0, 1)]), (Flagged(3, 2, 1), [QuietStratum(5, 1, -1)]),
        ],
    )  # fmt: skip
    def test_impossible_numbers_are_refused(self, flagged: Flagged, quiet: list[QuietStratum]) -> None:
        with pytest.raises(ValueError, match="is impossible"):
            estimated_recall(flagged, quiet)
