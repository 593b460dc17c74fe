"""A long day: scenes in sequence with quiet time between them, judged and compared with their truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy.strain import STRAINS, Strain, strained
from benchmarks.long_days.scenes import KINDS, Scene, tell
from models import Thresholds
from models.norms import Profile
from pipeline.evaluation.findings import ClipResult, compare
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, Truth
from pipeline.judging.judge import judge
from pipeline.processes import ProcessCost
from pipeline.recordings.analysis_report import AnalysisReport, VideoClock
from synthetic.stories import POST, START, Story, View, seated, standing
from vision.core import Signals

MADE = "synthetic days"
_FIRST = seated(60) + standing(5) + seated(30)
"""The staff sits and stands once before the first scene, as on any morning."""
_QUIET_S = (20.0, 90.0)
TOLERANCE_S = 0.5


def made_day(hours: float, limits: Thresholds, seed: int) -> Scene:
    """A day of the given hours with its true events; the same seed and limits give the same day."""
    chance = np.random.default_rng(seed)
    steps, true, at = [_FIRST], [], _FIRST.seconds
    while at < hours * 3600:
        scene = tell(chance, limits)
        true += [(kind, at + start, at + end) for kind, start, end in scene.true]
        quiet = seated(round(chance.uniform(*_QUIET_S)))
        steps += [scene.story, quiet]
        at += scene.story.seconds + quiet.seconds
    return Scene(sum(steps, Story()), tuple(true))


@dataclass(frozen=True, slots=True)
class Plan:
    """Number and hours of the synthetic days, the first seed, and the norm profile that judges them."""

    days: int
    hours: float
    seed: int
    profile: Profile


def judged_days(plan: Plan, strain: Strain | None = None) -> Iterator[ClipResult]:
    """The results of synthetic days, each with another camera, with degraded signals if a strain is given."""
    for number in range(plan.days):
        day = made_day(plan.hours, plan.profile.thresholds, plan.seed + number)
        chance = np.random.default_rng([plan.seed, number])
        view = View(noise_deg=float(chance.uniform(0.5, 3)), noise_m=float(chance.uniform(0.002, 0.006)))
        signals = day.story.signals(view)
        worse = signals if strain is None else strained(signals, strain, chance)
        yield judged_day(f"made/day{number}", day, {POST: worse}, plan.profile)


def made_up(plan: Plan) -> dict[str, list[ClipResult]]:
    """The results of synthetic days by title: unchanged, and under each strain."""
    parts = {MADE: list(judged_days(plan))}
    return parts | {f"{MADE}, {one.name} strain": list(judged_days(plan, one)) for one in STRAINS}


def judged_day(name: str, day: Scene, signals: dict[str, Signals], profile: Profile) -> ClipResult:
    """The result of a synthetic day compared with its truth."""
    events = tuple(TrueEvent(counter=POST, kind=kind, start=s, end=e) for kind, s, e in day.true)
    truth = Truth(video="day", origin="rendered", tolerance_s=TOLERANCE_S, events=events, exhaustive=KINDS)
    return judged(name, truth, signals, profile, (START, START + day.story.seconds))


def judged(
    name: str, truth: Truth, signals: dict[str, Signals], profile: Profile, span: tuple[float, float]
) -> ClipResult:
    """Signals of a long day judged by a profile, against a truth in seconds from the start of `span` (UTC s)."""
    found = judge(name, signals, profile.thresholds, span).decided(profile.scoring)
    clock = VideoClock(name, span[0])
    report = AnalysisReport(
        tuple(map(clock.event, found.events)),
        clock.states(found.states),
        cost=ProcessCost(video_s=span[1] - span[0]),
        certain_from=profile.scoring.certain_from,
    )
    return compare(EvaluationClip(name=name, video=Path(name), site=Path(name), truth=truth), report)
