"""From a few minutes of footage to proposed counters and zones, without any measuring on site."""

from pipeline.zoning.proposal import CounterProposal, Proposal, propose

__all__ = ["CounterProposal", "Proposal", "propose"]
