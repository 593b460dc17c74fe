"""`counterwatch evaluate`: labelled clips in, the figures that an auditor asks for out.

docs/evaluation.md describes what is counted and why.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models import Certainty, ModelError
from pipeline.errors import PipelineError
from pipeline.evaluation.figures import (
    AttributeFigures,
    EventFigures,
    Figures,
    UnchargedEvents,
    attribute_figures,
    events_of,
    uncharged_of,
)
from pipeline.evaluation.findings import ClipResult, compare, facts_alone, not_analysed
from pipeline.evaluation.state_figures import StateFigures, state_figures
from pipeline.evaluation.truth import EvaluationClip
from pipeline.processes import ProcessCost
from pipeline.recordings import AnalysisReport
from vision.core import VisionError

Analyse = Callable[
    [Path, Path], AnalysisReport
]  # (video, site file) -> what was found, seconds from the first picture


@dataclass(frozen=True, slots=True)
class Slice:
    """A group of clips: `hours` of camera, and the figures of their events and of the time of their states.

    `found` are all found events alike, `facts` those that may cost points, `questions` those that a person decides
    first, `hints` those that never cost anything.
    """

    clips: int
    hours: float
    found: EventFigures
    facts: EventFigures
    questions: UnchargedEvents
    hints: UnchargedEvents
    states: dict[str, StateFigures]

    @property
    def overall(self) -> Figures:
        """All found events of all kinds."""
        return self.found.overall

    @property
    def kinds(self) -> dict[str, Figures]:
        """All found events by kind."""
        return self.found.kinds


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All clips together and sliced: by origin (never mix rendered and real), by folder, by camera, by scene."""

    all: Slice
    by_origin: dict[str, Slice]
    by_folder: dict[str, Slice]
    by_camera: dict[str, Slice]
    by_scene: dict[str, Slice]
    attributes: dict[str, dict[str, AttributeFigures]]
    results: tuple[ClipResult, ...]

    @property
    def states(self) -> dict[str, StateFigures]:
        """The time of states over all clips."""
        return self.all.states

    @property
    def cost(self) -> ProcessCost:
        """The cost of the analysis of all clips."""
        return sum((result.cost for result in self.results), ProcessCost())


def evaluate_clips(clips: Sequence[EvaluationClip], analyse: Analyse) -> Iterator[ClipResult]:
    """Analyse the clips one by one and compare each with its truth.

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
        by_folder=_slices(chosen, lambda clip: folder_of(clip.name), seed),
        by_camera=_slices(chosen, lambda clip: camera_of(clip.name), seed),
        by_scene=_slices(chosen, lambda clip: scene_of(clip.name), seed),
        attributes=attribute_figures(chosen),
        results=chosen,
    )


def folder_of(name: str) -> str | None:
    """The first folder below the evaluated one that holds a clip, None for a clip in that folder itself."""
    return name.split("/", maxsplit=1)[0] if "/" in name else None


def camera_of(name: str) -> str | None:
    """The camera of a clip that is named SCENE_LETTER (`dim_A`), None for another name."""
    tail = re.search(r"_([A-Z])$", name)
    return tail[1] if tail else None


def scene_of(name: str) -> str | None:
    """The scene (script, light) of a clip that is named SCENE_LETTER, None for another name."""
    return Path(name).name[:-2] if camera_of(name) else None


def _only(result: ClipResult, kinds: Collection[str]) -> ClipResult:
    """The result as if only these kinds had been labelled and found; all kinds when none is named."""
    if not kinds:
        return result
    clip, truth = result.clip, result.truth
    fewer = truth.model_copy(update={"exhaustive": truth.exhaustive & frozenset(kinds)})
    findings = tuple(finding for finding in result.findings if finding.kind in kinds)
    return replace(result, clip=clip.model_copy(update={"truth": fewer}), findings=findings)


def _slices(
    results: Sequence[ClipResult], key: Callable[[EvaluationClip], str | None], seed: int
) -> dict[str, Slice]:
    names = sorted({name for result in results if (name := key(result.clip)) is not None})
    return {name: _slice([r for r in results if key(r.clip) == name], seed) for name in names}


def _slice(results: Sequence[ClipResult], seed: int) -> Slice:
    return Slice(
        clips=len(results),
        hours=sum(result.watched_s() for result in results) / 3600,
        found=events_of(results, seed),
        facts=events_of([facts_alone(result) for result in results], seed),
        questions=uncharged_of(results, Certainty.QUESTION),
        hints=uncharged_of(results, Certainty.HINT),
        states=state_figures(state for result in results for state in result.states),
    )
