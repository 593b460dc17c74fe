"""Which models looked, as the signals tell it, and how far their events can be trusted."""

from vision.core.signals import Signals

ALONE = 0.8
"""Confidence of events without a person detector beside that with one (choice, made before it was measured: of the core
facts told on the labelled real clips 9 of 11 were right without a detector and 14 of 14 with one; docs/accuracy.md)."""


def looked_alone(signals: Signals) -> bool:
    """Whether a pose model looked without a person detector; False where the signals do not say."""
    detector = signals.columns.get("detector")
    return detector is not None and bool((detector == 0).any()) and not bool((detector == 1).any())


def certainty(signals: Signals) -> float:
    """0..1, by which the confidence of events about people is multiplied."""
    return ALONE if looked_alone(signals) else 1.0
