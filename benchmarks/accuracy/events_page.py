"""The part of the page about events: tables for one origin of clips, and what still fails."""

from collections.abc import Iterable, Mapping, Sequence

from scipy.stats import chi2

from benchmarks.accuracy.markdown import between, seconds, share, table
from models.events import Scalar
from pipeline.evaluation.evaluate import Evaluation, Slice, summarise
from pipeline.evaluation.figures import NEAR_S, Figures
from pipeline.evaluation.findings import ClipResult, Finding

_HEADS = ("truth", "found", "matched", "false", "precision", "recall", "F1", "95 %", "onset s", "false/h")


def origin_section(title: str, results: Sequence[ClipResult]) -> list[str]:
    """All tables over clips of one origin."""
    evaluation = summarise(results)
    part = evaluation.all
    return [
        f"### {title}",
        "",
        f"{part.clips} clips, {part.hours * 60:.1f} minutes of camera together."
        f" {_at_most(part.overall.false_alarms, part.hours)}",
        "",
        *table(("kind", *_HEADS), _kind_rows(part)),
        *_cameras(evaluation),
        *_attributes(evaluation),
        *_states(evaluation),
    ]


def failures(title: str, results: Sequence[ClipResult]) -> list[str]:
    """Every miss, false alarm and wrong attribute, by clip; one line where there is none."""
    lines = [line for result in results for line in _clip_failures(result)]
    return [f"{title}:" if lines else f"{title}: nothing.", "", *lines, *([""] if lines else [])]


def wrong_attributes(result: ClipResult) -> list[str]:
    """What matched events say otherwise than their labels, in words; attributes not said at all are no error here."""
    return [
        f"{f.kind} at {f.span[0]:.1f} s: {name} is {_word(true)}, found {_word(said)}"
        for f in result.findings
        if f.truth is not None and f.found is not None
        for name, true in f.truth.attributes.items()
        if (said := f.found.attributes.get(name)) is not None
        and not _agrees(name, true, said, result.truth.tolerance_s + NEAR_S)
    ]


def _at_most(false_alarms: int, hours: float) -> str:
    """What so few hours leave possible: the exact upper limit of a Poisson rate (Garwood 1936)."""
    if not hours:
        return ""
    rate = float(chi2.ppf(0.95, 2 * (false_alarms + 1))) / 2 / hours
    return (
        f"{false_alarms} false alarms in {hours:.2f} camera-hours are compatible with up to {rate:.1f} an hour"
        " (95 %, Poisson)."
    )


def _kind_rows(part: Slice) -> Iterable[Sequence[str]]:
    """Kinds that were labelled or found; those that were looked for in vain, rightly, have zeros and dashes."""
    for kind, figures in part.kinds.items():
        yield kind, *_cells(figures)
    yield "**all**", *_cells(part.overall)


def _cells(f: Figures) -> list[str]:
    counts = [str(n) for n in (f.truth, f.found, f.matched, f.false_alarms)]
    shares = [share(x) for x in (f.precision, f.recall, f.f1)]
    return [
        *counts,
        *shares,
        between(f.f1_low, f.f1_high),
        seconds(f.onset_error_s),
        seconds(f.false_alarms_per_hour),
    ]


def _cameras(evaluation: Evaluation) -> list[str]:
    """By the angle of the camera, as far as the clips' names tell; then F1 of each kind by camera."""
    cameras = evaluation.by_camera
    if not cameras:
        return []
    kinds = [kind for kind, figures in evaluation.all.kinds.items() if figures.truth or figures.found]
    f1 = [[kind, *(_f1(part, kind) for part in cameras.values())] for kind in kinds]
    return [
        "By camera: A over the customer, facing the staff; B in a corner of the ceiling; C from the side.",
        "",
        *table(
            ("camera", *_HEADS), [(f"{name} ({p.clips} clips)", *_cells(p.overall)) for name, p in cameras.items()]
        ),
        "F1 of each kind by camera:",
        "",
        *table(("kind", *cameras), f1),
    ]  # fmt: skip


def _f1(part: Slice, kind: str) -> str:
    figures = part.kinds.get(kind)
    return share(figures.f1) if figures else "–"


def _attributes(evaluation: Evaluation) -> list[str]:
    rows = [
        (kind, name, str(a.matched), str(a.said), str(a.right), share(a.accuracy), seconds(a.median_error))
        for kind, names in evaluation.attributes.items()
        for name, a in names.items()
    ]
    heads = ("kind", "attribute", "matched", "said", "right", "accuracy", "median error s")
    return ["Attributes of matched events:", "", *table(heads, rows, left=2)] if rows else []


def _states(evaluation: Evaluation) -> list[str]:
    rows = [
        (
            name,
            *(f"{x:.1f}" for x in (s.labelled_s, s.found_s, s.both_s)),
            share(s.recall),
            share(s.precision),
        )
        for name, s in evaluation.states.items()
    ]
    heads = ("state", "labelled s", "found s", "both s", "recall", "precision")
    words = "Time of states, at counters that label them:"
    return [words, "", *table(heads, rows)] if rows else []


def _clip_failures(result: ClipResult) -> Iterable[str]:
    if result.failed:
        yield f"* `{result.clip.name}`: not analysed: {result.failed}"
    errors = sorted((f for f in result.findings if not f.matched), key=lambda f: f.span)
    parts = [*map(_error, errors), *(f"wrong: {line}" for line in wrong_attributes(result))]
    if parts:
        yield f"* `{result.clip.name}`: " + "; ".join(parts)


def _error(finding: Finding) -> str:
    start, end = finding.span
    word = "missed" if finding.missed else "false alarm"
    when = f"{start:.1f} s" if start == end else f"{start:.1f}–{end:.1f} s"
    return f"{word}: {finding.kind} at {finding.counter}, {when}"


def _agrees(name: str, true: Scalar, said: Scalar, near: float) -> bool:
    """As pipeline.evaluation.figures counts them: seconds within `near`, everything else the same."""
    if name.endswith("_s") and not isinstance(true, str) and not isinstance(said, str):
        return abs(said - true) <= near
    return true == said


def _word(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def worst_kind(part: Slice) -> tuple[str, float]:
    """The labelled kind with the lowest F1, and that; ("", NaN) where nothing was labelled."""
    labelled = [(figures.f1, kind) for kind, figures in part.kinds.items() if figures.truth]
    return (min(labelled)[1], min(labelled)[0]) if labelled else ("", float("nan"))


def origins(results: Sequence[ClipResult]) -> Mapping[str, list[ClipResult]]:
    """Rendered and real, strictly apart; an origin without clips is left out."""
    parts = {name: [r for r in results if r.truth.origin == name] for name in ("rendered", "real")}
    return {name: part for name, part in parts.items() if part}
