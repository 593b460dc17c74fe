"""How far machine and reviewers can be trusted at a site: agreement, shares and estimated recall, with intervals."""

from pipeline.quality.agreement import Agreement, agreement
from pipeline.quality.proportion import Proportion, proportion
from pipeline.quality.recall import Flagged, QuietStratum, RecallEstimate, estimated_recall

__all__ = [
    "Agreement",
    "Flagged",
    "Proportion",
    "QuietStratum",
    "RecallEstimate",
    "agreement",
    "estimated_recall",
    "proportion",
]
