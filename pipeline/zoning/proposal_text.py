"""A proposal in sentences: the people seen, how sure it is, what to check."""

from collections.abc import Sequence

from models import Counter
from pipeline.zoning.proposal import CounterProposal, OpenQuestion, Proposal

_CHECK = {
    "sure": "check that the zones hold heads and shoulders, seated and standing",
    "likely": "check the zones, and watch for longer when more customers are there",
    "a guess": "do not rely on it before you have answered this:",
}
_ASKED = {
    OpenQuestion.NOBODY_CAME: (
        "nobody came to it: is it a post, or does somebody wait there? Draw the customers' zone yourself"
    ),
    OpenQuestion.SIDES: "which side is the staff's? If it is the other one, swap the names of the two zones",
    OpenQuestion.SHARED: (
        "two were side by side behind it: where each has a window of their own, make two counters of it"
    ),
    OpenQuestion.TWO_POSTS: (
        "the next post is less than a metre away: where both serve at one window, make one counter of them"
    ),
}


def reason(one: CounterProposal, watched_s: float) -> str:
    """One line: the basis of a counter."""
    parts = [f"staff seen for {one.staff_s:.0f} of {watched_s:.0f} s"]
    if one.customer is None:
        parts.append("no customer seen, so no customer zone")
    else:
        guests = "1 customer" if one.customers == 1 else f"{one.customers} customers"
        parts.append(f"{guests} for {one.customer_s:.0f} s")
    if one.waiting is not None:
        parts.append(f"people waiting for {one.waiting_s:.0f} s")
    return f"{one.sure}; {', '.join(parts)}"


def proposal_lines(counters: Sequence[Counter], proposal: Proposal) -> list[str]:
    """The lines for a person."""
    count, looks = len(counters), len(set(proposal.marks.time))
    word = "counter" if count == 1 else "counters"
    lines = [f"{count} {word} proposed from {len(proposal.marks)} sightings in {looks} pictures"]
    for counter, one in zip(counters, proposal.counters, strict=True):
        lines.append(f"{counter.name or counter.id}: {reason(one, proposal.watched_s)}")
        lines.append(f"  {_CHECK[one.sure]}")
        lines += [f"  ? {_ASKED[ask]}" for ask in one.asks]
    if proposal.short:
        lines.append(f"watched for {proposal.watched_s:.0f} s only: some minutes tell more than that")
    if proposal.crowd:
        lines.append(
            "? most of those who were seen are in none of these zones: look at the dots, and draw what is missing"
        )
    if all(one.customer is None for one in proposal.counters):
        lines.append(
            "only staff was seen: run it again while customers are served, or draw their zone yourself"
        )
    return lines
