"""The evaluation as `counterwatch evaluate --json` writes it; a figure that cannot be known is null."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from models import Certainty
from pipeline.evaluation.evaluate import Evaluation, Slice
from pipeline.evaluation.figures import EventFigures, UnchargedEvents
from pipeline.evaluation.findings import ClipResult, EventMatch
from pipeline.recordings import Json, clean


def document(evaluation: Evaluation) -> Json:
    """The whole evaluation; docs/evaluation.md says what the keys mean."""
    return clean(
        {
            **_slice(evaluation.all),
            "by_origin": _slices(evaluation.by_origin),
            "by_folder": _slices(evaluation.by_folder),
            "by_camera": _slices(evaluation.by_camera),
            "by_scene": _slices(evaluation.by_scene),
            "attributes": {
                kind: {name: asdict(figures) for name, figures in names.items()}
                for kind, names in evaluation.attributes.items()
            },
            "clips": [_clip(result) for result in evaluation.results],
            "cost": asdict(evaluation.cost),
        }
    )


def _slices(slices: Mapping[str, Slice]) -> Json:
    return {name: _slice(part) for name, part in slices.items()}


def _slice(part: Slice) -> dict[str, Json]:
    everything = _events(part.found)
    return {
        "kinds": everything["kinds"],
        "overall": {**asdict(part.found.overall), "clips": part.clips, "hours": part.hours},
        "facts": _events(part.facts),
        "questions": _events(part.questions),
        "hints": _events(part.hints),
        "states": {name: asdict(figures) for name, figures in part.states.items()},
    }


def _events(figures: EventFigures | UnchargedEvents) -> dict[str, Json]:
    return {
        "overall": asdict(figures.overall),
        "kinds": {kind: asdict(one) for kind, one in figures.kinds.items()},
    }


def _clip(result: ClipResult) -> Json:
    found = result.findings
    return {
        "clip": result.clip.name,
        "origin": result.truth.origin,
        "video_s": result.cost.video_s,
        "failed": result.failed,
        "misses": _places(f for f in found if f.missed),
        "false_alarms": _places(f for f in found if f.false_alarm and f.certainty is Certainty.FACT),
        "asked_only": _places(f for f in found if f.matched and f.question),
        "false_questions": _places(f for f in found if f.false_alarm and f.question),
        "hinted_only": _places(f for f in found if f.matched and f.hint),
        "false_hints": _places(f for f in found if f.false_alarm and f.hint),
    }


def _places(findings: Iterable[EventMatch]) -> Json:
    return [{"counter": f.counter, "kind": f.kind, "start": f.span[0], "end": f.span[1]} for f in findings]
