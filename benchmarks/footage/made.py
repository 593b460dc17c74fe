"""Generated clips on disk: OUT/FAMILY/SEED.truth.json and SEED.site.yaml, their signals beside them, and no film."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kept_signals import Seen, keep, kept
from pipeline.evaluation.truth import TRUTH_SUFFIX, EvaluationClip, load_clip, load_truth


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A generated clip: family, labels and site, and its signals."""

    family: str
    clip: EvaluationClip
    seen: Seen


def store(rendered: Path, family: str, seen: Seen, out: Path) -> None:
    """Keep what lasts of the clip with the truth file `rendered`; its signals last, which mark it as complete."""
    clip = load_clip(rendered, rendered.parent)
    folder = out / family
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(rendered, folder / rendered.name)
    shutil.copy(clip.site, folder / clip.site.name)
    keep(folder, clip, seen)


def complete(out: Path, family: str, seed: int) -> bool:
    """Whether the clip is there already."""
    return (out / family / f"{family}-{seed}.json").is_file()


def made_clips(out: Path) -> Iterator[MadeClip]:
    """All complete clips below `out`, by family and name."""
    for file in sorted(out.rglob(f"*{TRUTH_SUFFIX}")):
        name = file.name.removesuffix(TRUTH_SUFFIX)
        truth = load_truth(file)
        site = file.with_name(f"{name}.site.yaml")
        clip = EvaluationClip(name=name, video=file.with_name(truth.video), site=site, truth=truth)
        seen = kept(file.parent, clip)
        if seen is not None:
            yield MadeClip(file.parent.name, clip, seen)
