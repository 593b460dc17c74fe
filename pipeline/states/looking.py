"""Which models looked, as the signals tell it, and how far their events can be trusted."""

from vision.core.signals import Signals

ALONE = 0.8
"""Confidence of events without a person detector beside that with one (choice: on clips that nobody tuned to, the core
events of a pose model alone had F1 0.83 where those of a detector had 1.00; docs/decisions/0022)."""


def looked_alone(signals: Signals) -> bool:
    """Whether a pose model looked without a person detector; False where the signals do not say."""
    detector = signals.columns.get("detector")
    return detector is not None and bool((detector == 0).any()) and not bool((detector == 1).any())


def certainty(signals: Signals) -> float:
    """0..1, by which the confidence of events about people is multiplied."""
    return ALONE if looked_alone(signals) else 1.0
