"""Accepting a proposed line and taking one back, each with its line in the audit log in one transaction."""

import difflib
from dataclasses import dataclass

from models import AcceptedLine, Action, LineFigures, LineKey, LineVersion, OvertakenError, Site
from models.norms import load_catalogue
from models.store import Deed, Repositories
from pipeline.errors import PipelineError
from pipeline.learning.choice import LIMITS, LearningOutcome, LineProposal
from pipeline.learning.proposals import propose


@dataclass(frozen=True, slots=True)
class LineDecision:
    """A decision about a line by the account `by` from the address `client`.

    `seen` is the proposed line that the account saw, None if it takes the present one.
    """

    by: str
    client: str = ""
    seen: float | None = None


def accept_line(
    store: Repositories, site: Site, key: LineKey, decision: LineDecision, now: float
) -> AcceptedLine:
    """Put the proposed line of a key in force from `now` (UTC s) on.

    Raises PipelineError if no line is proposed, OvertakenError if another one is proposed than the account saw.
    """
    with store.unit_of_work(f"lines {site.site}") as work:
        version = _version(key, _proposal(work, site, key))
        if decision.seen is not None and decision.seen != version.line:
            raise OvertakenError(f"the verdicts changed: {version.line:g} is proposed for {key} now")
        kept = work.lines.accept(site.site, version, decision.by, now)
        change = f"{version.replaced:g} -> {version.line:g} from {len(version.learned_from)} verdicts"
        what = f"line {kept.id}: {change}; {_told(version.before)} -> {_told(version.after)}"
        work.audit.add(_deed(kept, Action.LINE_ACCEPTED, decision, what), now)
        return kept


def take_back_line(store: Repositories, line_id: int, decision: LineDecision, now: float) -> AcceptedLine:
    """Take a line back: the version before it, or else the line of the profile, is in force from `now` (UTC s) on.

    Raises LookupError for an unknown line, OvertakenError if it is not in force.
    """
    with store.unit_of_work(f"learned line {line_id}") as work:
        gone = work.lines.take_back(line_id, decision.by, now)
        what = f"line {gone.id}: {gone.version.line:g}"
        work.audit.add(_deed(gone, Action.LINE_TAKEN_BACK, decision, what), now)
        return gone


def _proposal(store: Repositories, site: Site, key: LineKey) -> LineProposal:
    kinds = list(load_catalogue().kinds)
    if key.kind not in kinds:
        near = difflib.get_close_matches(key.kind, kinds, 1)
        raise PipelineError(f"no such kind {key.kind!r}" + (f": did you mean {near[0]}?" if near else ""))
    counters = [counter.id for camera in site.cameras for counter in camera.counters]
    if key.counter is not None and key.counter not in counters:
        raise PipelineError(f"{site.site} has no counter {key.counter!r}: use one of {', '.join(counters)}")
    found = {one.key: one.found for one in propose(store, site)}
    if key not in found:
        raise PipelineError(f"{key}: cannot know yet: 0 of {LIMITS.verdicts} verdicts")
    return found[key]


def _version(key: LineKey, found: LineProposal) -> LineVersion:
    count = f"{len(found.verdicts)} of {LIMITS.verdicts} verdicts"
    why = {
        LearningOutcome.TOO_FEW: f"cannot know yet: {count}",
        LearningOutcome.ONE_DAY: "cannot know yet: all verdicts are of one day",
        LearningOutcome.NO_BETTER: f"no line is better than {found.today:g} on held-out verdicts",
    }
    if found.line is None or found.before is None or found.after is None:
        raise PipelineError(f"{key}: {why[found.outcome]}")
    return LineVersion(key, found.line, found.today, found.before, found.after, found.verdicts)


def _told(figures: LineFigures) -> str:
    return f"precision {figures.precision:.2f}, recall {figures.recall:.2f}"


def _deed(line: AcceptedLine, action: Action, decision: LineDecision, what: str) -> Deed:
    return Deed(decision.by, action, f"line {line.site}/{line.version.key}", what, decision.client)
