"""The part of docs/accuracy.md about confidence: on the original signals, and on signals made worse on purpose."""

from collections.abc import Iterable, Mapping, Sequence
from math import nan
from statistics import mean

from benchmarks.accuracy.markdown import between, seconds, share, table
from benchmarks.accuracy.reliability import Bin, Claim, bins_of, brier, calibration_error, claims_of
from benchmarks.accuracy.strain import STRAINS
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import ClipResult

WORDS = """\
Eight of ten events with a confidence of 0.8 should be true. The table counts found events of the rendered clips, of
kinds whose events are all labelled. Missed events are not counted. Bars are 95 % intervals (Wilson).
"""
STRAIN_WORDS = """\
While every found event is true, a confidence can only be too low. The signals of the same clips are therefore made
worse and judged again: people are not detected for a second at a time, and positions and angles get noise. This also
shows how the product fails: it should miss an event rather than report a false one.
"""


def confidence_lines(
    results: Sequence[ClipResult], strained: Mapping[str, Sequence[ClipResult]], plot: str | None
) -> list[str]:
    """Reliability of the confidences, as found and under strain."""
    plain, worse = claims_of(results), claims_of(r for part in strained.values() for r in part)
    picture = [f"![Reliability of event confidences]({plot})", ""] if plot else []
    lines = ["### Calibration of the confidence", "", WORDS, *picture, *_reliability("As found", plain)]
    if not worse:
        return lines
    return [
        *lines,
        STRAIN_WORDS,
        *_strains(results, strained),
        *_reliability("All strains", worse),
        *_kinds(worse),
    ]


def _reliability(title: str, claims: Sequence[Claim]) -> list[str]:
    bins = bins_of(claims)
    return [
        *table((f"{title}: confidence", "events", "mean", "true", "95 %"), map(_bin_row, bins)),
        f"Expected calibration error {share(calibration_error(bins))}, Brier score {share(brier(claims))};"
        f" {sum(c.right for c in claims)} of {len(claims)} events are true. {_lean(bins)}",
        "",
    ]


def _bin_row(one: Bin) -> Sequence[str]:
    shares = (share(one.confidence), share(one.right), between(one.right_low, one.right_high))
    return f"{one.low:.1f} to {one.high:.1f}", str(one.claims), *shares


def _lean(bins: Sequence[Bin]) -> str:
    """One sentence: how many events are in bins whose interval does not contain the mean confidence, by direction."""
    low = sum(one.claims for one in bins if one.confidence < one.right_low)
    high = sum(one.claims for one in bins if one.confidence > one.right_high)
    words = [
        f"{count} events are in bins whose confidence is too {word}"
        for count, word in ((low, "low"), (high, "high"))
        if count
    ]
    return "; ".join(words) + "." if words else "Every bin agrees with its confidence within its interval."


def _strains(results: Sequence[ClipResult], strained: Mapping[str, Sequence[ClipResult]]) -> list[str]:
    rows = [("none", "–", "–", "–", *_overall(results))]
    for strain in STRAINS:
        if strain.name in strained:
            said = (f"{strain.missed:.0%}", f"{strain.noise_m * 100:.0f}", f"{strain.noise_deg:.0f}")
            rows.append((strain.name, *said, *_overall(strained[strain.name])))
    heads = (
        "strain",
        "not detected",
        "noise cm",
        "noise °",
        "precision",
        "recall",
        "F1",
        "onset s",
        "false",
        "false/h",
    )
    return table(heads, rows)


def _overall(results: Sequence[ClipResult]) -> tuple[str, ...]:
    f = summarise(results).all.overall
    shares = (share(f.precision), share(f.recall), share(f.f1), seconds(f.onset_error_s))
    return *shares, str(f.false_alarms), seconds(f.false_alarms_per_hour)


def _kinds(claims: Sequence[Claim]) -> list[str]:
    """Mean confidence of each kind, of true and of false events."""
    heads = ("all strains: kind", "events", "true", "mean confidence when true", "when false")
    return table(heads, _kind_rows(claims))


def _kind_rows(claims: Sequence[Claim]) -> Iterable[Sequence[str]]:
    for kind in sorted({claim.kind for claim in claims}):
        mine = [claim for claim in claims if claim.kind == kind]
        claimed = ([c.confidence for c in mine if c.right is which] for which in (True, False))
        means = (share(mean(values) if values else nan) for values in claimed)
        yield kind, str(len(mine)), share(sum(c.right for c in mine) / len(mine)), *means
