"""`counterwatch evaluate`: labelled clips in, the figures that an auditor asks for out.

What is counted and why is written down in docs/evaluation.md.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from models.errors import ModelError
from pipeline.cost import Cost
from pipeline.errors import PipelineError
from pipeline.evaluation.figures import (
    AttributeFigures,
    Figures,
    StateFigures,
    attribute_figures,
    event_figures,
    state_figures,
)
from pipeline.evaluation.findings import ClipResult, Finding, compare, not_analysed
from pipeline.evaluation.truth import Clip
from pipeline.recordings.report import Json, Report, clean
from vision.core.errors import VisionError

Analyse = Callable[
    [Path, Path], Report
]  # (video, site file) -> what was found, seconds from the first picture


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the clips: the figures of each kind in them and of all kinds together."""

    clips: int
    hours: float
    overall: Figures
    kinds: dict[str, Figures]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All clips together and sliced: by origin (never mix rendered and real), by camera, by scene."""

    all: Slice
    by_origin: dict[str, Slice]
    by_camera: dict[str, Slice]
    by_scene: dict[str, Slice]
    attributes: dict[str, dict[str, AttributeFigures]]
    states: dict[str, StateFigures]
    results: tuple[ClipResult, ...]

    @property
    def cost(self) -> Cost:
        """What the analysis of all clips cost."""
        return sum((result.cost for result in self.results), Cost())


def evaluate_clips(clips: Sequence[Clip], analyse: Analyse) -> Iterator[ClipResult]:
    """Analyse the clips one by one and hold each against its truth.

    A clip that cannot be analysed is a result with its reason and everything missed, not the end of the run.
    """
    for clip in clips:
        try:
            yield compare(clip, analyse(clip.video, clip.site))
        except (ModelError, VisionError, PipelineError) as error:
            yield not_analysed(clip, str(error))


def summarise(results: Sequence[ClipResult], kinds: Collection[str] = (), seed: int = 0) -> Evaluation:
    """The evaluation of these results; `kinds`, when given, leaves all other kinds out.

    `seed` fixes the draws of the bootstrap: the same results give the same intervals.
    """
    chosen = tuple(_only(result, kinds) for result in results)
    return Evaluation(
        all=_slice(chosen, seed),
        by_origin=_slices(chosen, lambda clip: clip.truth.origin, seed),
        by_camera=_slices(chosen, lambda clip: camera_of(clip.name), seed),
        by_scene=_slices(chosen, lambda clip: scene_of(clip.name), seed),
        attributes=attribute_figures(chosen),
        states=state_figures(chosen),
        results=chosen,
    )


def camera_of(name: str) -> str | None:
    """The camera of a clip that is named SCENE_LETTER (`dim_A`), None for another name."""
    tail = re.search(r"_([A-Z])$", name)
    return tail[1] if tail else None


def scene_of(name: str) -> str | None:
    """The scene (script, light) of a clip that is named SCENE_LETTER, None for another name."""
    return Path(name).name[:-2] if camera_of(name) else None


def document(evaluation: Evaluation) -> Json:
    """What `evaluate --json` writes; a figure that cannot be known is null."""
    return clean(
        {
            **_slice_json(evaluation.all),
            "by_origin": {name: _slice_json(part) for name, part in evaluation.by_origin.items()},
            "by_camera": {name: _slice_json(part) for name, part in evaluation.by_camera.items()},
            "by_scene": {name: _slice_json(part) for name, part in evaluation.by_scene.items()},
            "attributes": {
                kind: {name: asdict(figures) for name, figures in names.items()}
                for kind, names in evaluation.attributes.items()
            },
            "states": {name: asdict(figures) for name, figures in evaluation.states.items()},
            "clips": [_clip_json(result) for result in evaluation.results],
            "cost": asdict(evaluation.cost),
        }
    )


def _only(result: ClipResult, kinds: Collection[str]) -> ClipResult:
    """The result as if nothing but these kinds had been labelled and found; all kinds when none is named."""
    if not kinds:
        return result
    clip, truth = result.clip, result.truth
    fewer = truth.model_copy(update={"exhaustive": truth.exhaustive & frozenset(kinds)})
    findings = tuple(finding for finding in result.findings if finding.kind in kinds)
    return replace(result, clip=clip.model_copy(update={"truth": fewer}), findings=findings)


def _slices(results: Sequence[ClipResult], key: Callable[[Clip], str | None], seed: int) -> dict[str, Slice]:
    names = sorted({name for result in results if (name := key(result.clip)) is not None})
    return {name: _slice([r for r in results if key(r.clip) == name], seed) for name in names}


def _slice(results: Sequence[ClipResult], seed: int) -> Slice:
    labelled = {kind for result in results for kind in result.truth.exhaustive}
    kinds = labelled | {finding.kind for result in results for finding in result.findings}
    return Slice(
        clips=len(results),
        hours=sum(result.watched_s() for result in results) / 3600,
        overall=event_figures(results, None, seed),
        kinds={kind: event_figures(results, kind, seed) for kind in sorted(kinds)},
    )


def _slice_json(part: Slice) -> dict[str, Json]:
    return {
        "kinds": {kind: asdict(figures) for kind, figures in part.kinds.items()},
        "overall": {**asdict(part.overall), "clips": part.clips, "hours": part.hours},
    }


def _clip_json(result: ClipResult) -> Json:
    return {
        "clip": result.clip.name,
        "origin": result.truth.origin,
        "video_s": result.cost.video_s,
        "failed": result.failed,
        "misses": [_finding_json(f) for f in result.findings if f.missed],
        "false_alarms": [_finding_json(f) for f in result.findings if f.false_alarm],
    }


def _finding_json(finding: Finding) -> Json:
    start, end = finding.span
    return {"counter": finding.counter, "kind": finding.kind, "start": start, "end": end}
