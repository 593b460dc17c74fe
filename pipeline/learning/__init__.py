"""Lines learned from verdicts: from which confidence on an event of a kind is a fact at this site."""

from pipeline.learning import wording
from pipeline.learning.acceptance import LineDecision, accept_line, take_back_line
from pipeline.learning.choice import LIMITS
from pipeline.learning.proposals import SiteProposal, line_now, propose

__all__ = [
    "LIMITS",
    "LineDecision",
    "SiteProposal",
    "accept_line",
    "line_now",
    "propose",
    "take_back_line",
    "wording",
]
