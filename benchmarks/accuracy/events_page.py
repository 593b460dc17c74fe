"""The part of docs/accuracy.md about events: tables for clips of one origin."""

from collections.abc import Iterable, Mapping, Sequence

from scipy.stats import chi2

from benchmarks.accuracy.markdown import between, seconds, share, table
from pipeline.evaluation.evaluate import Evaluation, Slice, summarise
from pipeline.evaluation.figures import Figures, UnchargedEvents
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.state_figures import ROLES

_HEADS = ("truth", "found", "matched", "false", "precision", "recall", "F1", "95 %", "onset s", "false/h")
_WITH = "F1 with questions"


def origin_section(title: str, results: Sequence[ClipResult]) -> list[str]:
    """All tables over clips of one origin."""
    evaluation = summarise(results)
    part = evaluation.all
    return [
        f"### {title}",
        "",
        f"{part.clips} clips with {part.hours * 60:.1f} minutes of video in total."
        f" {_at_most(part.facts.overall.false_alarms, part.hours)}",
        "",
        "Facts, which may cost points. The last column counts all found events, including questions and hints:",
        "",
        *table(("kind", *_HEADS, _WITH), _kind_rows(part)),
        *_questions(part),
        *_hints(part),
        *_cameras(evaluation),
        *_attributes(evaluation),
        *_states(evaluation),
    ]


def _at_most(false_alarms: int, hours: float) -> str:
    """One sentence with the exact upper limit of the Poisson rate of false alarms (Garwood 1936); "" without hours."""
    if not hours:
        return ""
    rate = float(chi2.ppf(0.95, 2 * (false_alarms + 1))) / 2 / hours
    return (
        f"{false_alarms} false facts in {hours:.2f} camera-hours are compatible with up to {rate:.1f} an hour"
        " (95 %, Poisson)."
    )


def _kind_rows(part: Slice) -> Iterable[Sequence[str]]:
    """Rows of all kinds that were labelled or found, then of their sum."""
    for kind, figures in part.kinds.items():
        yield kind, *_cells(part.facts.kinds[kind]), share(figures.f1)
    yield "**all**", *_cells(part.facts.overall), share(part.overall.f1)


def _questions(part: Slice) -> list[str]:
    """The table of questions: how many a person is asked, and how many of them are about true events."""
    if not part.questions.kinds:
        return ["No questions were asked.", ""]
    words = "Questions, which cost nothing until a person decides:"
    heads = ("kind", "asked", "right", "wrong", "right share", "recall with facts")
    return [words, "", *table(heads, _uncharged_rows(part.questions))]


def _hints(part: Slice) -> list[str]:
    """The table of hints; nothing without any."""
    heads = ("kind", "shown", "right", "wrong", "right share", "recall with facts and questions")
    rows = _uncharged_rows(part.hints)
    return ["Hints, which never cost anything:", "", *table(heads, rows)] if part.hints.kinds else []


def _uncharged_rows(events: UnchargedEvents) -> list[Sequence[str]]:
    rows = [*events.kinds.items(), ("**all**", events.overall)]
    return [
        (name, str(q.asked), str(q.right), str(q.wrong), share(q.precision), share(q.recall))
        for name, q in rows
    ]


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
    """Tables by camera angle, as far as the names of the clips contain it, and F1 of each kind by camera."""
    cameras = evaluation.by_camera
    if not cameras:
        return []
    kinds = [kind for kind, figures in evaluation.all.kinds.items() if figures.truth or figures.found]
    f1 = [[kind, *(_f1(part, kind) for part in cameras.values())] for kind in kinds]
    return [
        "Facts by camera: A over the customer, facing the staff; B in a corner of the ceiling; C from the side.",
        "",
        *table(
            ("camera", *_HEADS),
            [(f"{name} ({p.clips} clips)", *_cells(p.facts.overall)) for name, p in cameras.items()],
        ),
        "F1 of the facts of each kind by camera:",
        "",
        *table(("kind", *cameras), f1),
    ]  # fmt: skip


def _f1(part: Slice, kind: str) -> str:
    figures = part.facts.kinds.get(kind)
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
    named = sorted(evaluation.states.items(), key=lambda one: (one[0] not in ROLES, one[0]))
    rows = [
        (
            name,
            *(f"{x:.1f}" for x in (s.labelled_s, s.found_s, s.both_s)),
            *(share(x) for x in (s.recall, s.precision, s.f1)),
        )
        for name, s in named
    ]
    heads = ("state", "labelled s", "found s", "both s", "recall", "precision", "F1")
    words = "Seconds of states, at counters with labels for them; presence first:"
    return [words, "", *table(heads, rows)] if rows else []


def worst_kind(part: Slice) -> tuple[str, float]:
    """The labelled kind with the lowest F1, and that; ("", NaN) where nothing was labelled."""
    labelled = [(figures.f1, kind) for kind, figures in part.facts.kinds.items() if figures.truth]
    return (min(labelled)[1], min(labelled)[0]) if labelled else ("", float("nan"))


def origins(results: Sequence[ClipResult]) -> Mapping[str, list[ClipResult]]:
    """Results by origin, rendered and real; an origin without clips is omitted."""
    parts = {name: [r for r in results if r.truth.origin == name] for name in ("rendered", "real")}
    return {name: part for name, part in parts.items() if part}
