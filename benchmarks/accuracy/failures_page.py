"""The part of docs/accuracy.md about remaining errors: by kind, and by clip."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models import Certainty, Scalar
from pipeline.evaluation.figures import LIMITS
from pipeline.evaluation.findings import ClipResult, EventMatch

Place = tuple[str, EventMatch]
"""A finding and the name of its clip."""
_FALSE = {
    Certainty.FACT: "false alarm",
    Certainty.QUESTION: "false question",
    Certainty.HINT: "false hint",
}


def failures_by_kind(title: str, results: Sequence[ClipResult]) -> list[str]:
    """Numbers of errors, then an item for each kind with its clips, the kind with most errors first."""
    places = [(result.clip.name, finding) for result in results for finding in result.findings]
    wrong = [place for place in places if not place[1].matched or place[1].certainty is not Certainty.FACT]
    kinds = sorted({f.kind for _, f in wrong}, key=lambda kind: (-_errors(wrong, kind), kind))
    lines = [f"* {kind}: {_told([one for one in wrong if one[1].kind == kind])}." for kind in kinds]
    lines += [
        f"* attributes in `{r.clip.name}`: {'; '.join(told)}."
        for r in results
        if (told := wrong_attributes(r))
    ]
    lines += [f"* `{r.clip.name}` was not analysed: {r.failed}" for r in results if r.failed]
    if not lines:
        return [f"{title}: nothing.", ""]
    return [f"{title}: {_in_short(places)}", "", *lines, ""]


def _errors(places: Sequence[Place], kind: str) -> int:
    """Number of misses and false facts of a kind; a question and a hint are no error."""
    return sum(f.kind == kind and f.certainty is Certainty.FACT for _, f in places)


def _in_short(places: Sequence[Place]) -> str:
    found = [f for _, f in places]
    true = sum(f.truth is not None for f in found)
    missed = sum(f.missed for f in found)
    only = Counter(f.certainty for f in found if f.matched)
    wrong = Counter(f.certainty for f in found if f.false_alarm)
    hints = only[Certainty.HINT] + wrong[Certainty.HINT]
    return (
        f"of {true} true events {missed} are missed and {only[Certainty.QUESTION]} are found as questions only;"
        f" {wrong[Certainty.FACT]} facts and {wrong[Certainty.QUESTION]} questions are not true."
        + (f" {only[Certainty.HINT]} of {hints} hints are true." if hints else "")
    )


def _told(places: Sequence[Place]) -> str:
    """The failures of one kind: how many of each sort, and where."""
    ways = (
        ("missed", [p for p in places if p[1].missed]),
        ("false", [p for p in places if p[1].false_alarm and p[1].certainty is Certainty.FACT]),
        ("found as a question only", [p for p in places if p[1].matched and p[1].question]),
        ("false question", [p for p in places if p[1].false_alarm and p[1].question]),
        ("found as a hint only", [p for p in places if p[1].matched and p[1].hint]),
        ("false hint", [p for p in places if p[1].false_alarm and p[1].hint]),
    )
    return "; ".join(f"{len(some)} {way} ({', '.join(map(_place, some))})" for way, some in ways if some)


def _place(place: Place) -> str:
    name, finding = place
    return f"`{name}` {finding.counter} {_when(finding)}"


def _when(finding: EventMatch) -> str:
    start, end = finding.span
    return f"{start:.1f} s" if start == end else f"{start:.1f}–{end:.1f} s"


def failures(title: str, results: Sequence[ClipResult]) -> list[str]:
    """Every miss, false alarm and wrong attribute, by clip; one line if there is none."""
    lines = [line for result in results for line in _clip_failures(result)]
    return [f"{title}:" if lines else f"{title}: nothing.", "", *lines, *([""] if lines else [])]


def wrong_attributes(result: ClipResult) -> list[str]:
    """Attributes of matched events that differ from their labels, in words; a missing attribute is no error here."""
    return [
        f"{f.kind} at {f.span[0]:.1f} s: {name} is {_word(true)}, found {_word(said)}"
        for f in result.findings
        if f.truth is not None and f.found is not None
        for name, true in f.truth.attributes.items()
        if (said := f.found.attributes.get(name)) is not None
        and not _agrees(name, true, said, result.truth.tolerance_s + LIMITS.near_s)
    ]


def _clip_failures(result: ClipResult) -> Iterable[str]:
    if result.failed:
        yield f"* `{result.clip.name}`: not analysed: {result.failed}"
    errors = sorted((f for f in result.findings if not f.matched), key=lambda f: f.span)
    parts = [*map(_error, errors), *(f"wrong: {line}" for line in wrong_attributes(result))]
    if parts:
        yield f"* `{result.clip.name}`: " + "; ".join(parts)


def _error(finding: EventMatch) -> str:
    word = "missed" if finding.missed else _FALSE[finding.certainty]
    return f"{word}: {finding.kind} at {finding.counter}, {_when(finding)}"


def _agrees(name: str, true: Scalar, said: Scalar, near: float) -> bool:
    """As pipeline.evaluation.figures counts them: seconds within `near`, everything else the same."""
    if name.endswith("_s") and not isinstance(true, str) and not isinstance(said, str):
        return abs(said - true) <= near
    return true == said


def _word(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
