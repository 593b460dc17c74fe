"""Kinds that become questions by themselves at a site, because audits found too few of their events right."""

from dataclasses import dataclass

from models import Action, DoubtedKind, QualityAudit, phrase
from models.norms import label
from models.store import Deed, Notice, UnitOfWork
from pipeline.intervals import Basis, limit
from pipeline.quality.accuracy import accuracy


@dataclass(frozen=True, slots=True)
class DoubtLimits:
    """Limits of doubting a kind."""

    events: int = limit(
        5, "judged events", Basis.CHOICE, "a single wrong event would put the interval under most lines"
    )


LIMITS = DoubtLimits()


def reconsider(work: UnitOfWork, audit: QualityAudit, line: float, by: str, now: float) -> None:
    """Doubt or trust the kinds of an audit that was closed now; `line` is the least share of right events (0..1).

    A kind is doubted while the interval of its share, over the last closed audits, lies under the line. Its new events
    are questions from then on; days that were scored keep the norms of their time. Each change has a line in the audit
    log and a notice.
    """
    site = audit.draw.site
    doubted = {one.kind for one in work.lines.doubted(site)}
    for kind in sorted({stratum.kind for stratum in audit.draw.strata if stratum.kind}):
        told = accuracy(work, site, kind)
        if told.n >= LIMITS.events and told.high < line:
            work.lines.doubt(DoubtedKind(site, kind, told.of, told.n, told.high, line, now))
            if kind not in doubted:
                _tell(work, audit, (Action.KIND_DOUBTED, kind), f"{told.of} of {told.n} right", by, now)
        elif told.n and kind in doubted:
            work.lines.trust(site, kind, now)
            _tell(work, audit, (Action.KIND_TRUSTED, kind), f"{told.of} of {told.n} right", by, now)


def _tell(
    work: UnitOfWork, audit: QualityAudit, what: tuple[Action, str], figures: str, by: str, now: float
) -> None:
    action, kind = what
    key = action.value.replace("-", "_")
    detail = f"{kind}: {figures}, quality audit {audit.id}"
    work.audit.add(Deed(by, action, f"site {audit.draw.site}", detail), now)
    words = phrase(f"notice.{key}", kind=label("kinds", kind), audit=audit.id)
    work.notices.put(Notice(key, f"{key}:{kind}:{audit.id}", words, audit.draw.site), now)
