"""How often events of a kind were right at a site, by its audits."""

from dataclasses import dataclass

from models.store import EVERYTHING, Repositories, Scope
from pipeline.intervals import Basis, limit
from pipeline.quality.outcomes import right_of_kind
from pipeline.quality.proportion import Proportion, proportion


@dataclass(frozen=True, slots=True)
class AccuracyLimits:
    """Limits of the accuracy that is shown beside an event."""

    audits: int = limit(4, "audits", Basis.CHOICE, "the last ones: cameras, people and norms change")


LIMITS = AccuracyLimits()


def accuracy(store: Repositories, site: str, kind: str, scope: Scope = EVERYTHING) -> Proportion:
    """The right events of a kind, of those judged in the last closed audits of a site within `scope`."""
    audits = store.quality_audits.closed(site, LIMITS.audits, scope)
    counts = [right_of_kind(one, store.quality_audits.judgements(one.id), kind) for one in audits]
    return proportion(sum(right for right, _ in counts), sum(judged for _, judged in counts))
