"""From a few minutes of footage to proposed counters and zones: nobody should need to measure anything."""

from pipeline.zoning.proposal import CounterProposal, Proposal, propose

__all__ = ["CounterProposal", "Proposal", "propose"]
