"""Makes generated clips: the renderer's process, then a look at its film."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.accuracy.looking import seen_of
from benchmarks.footage.made import store
from pipeline.evaluation.truth import TRUTH_SUFFIX, load_clip
from pipeline.recordings.terminal import load_models_quietly
from vision.pose.choice import ModelRequest

_RENDERER = Path(__file__).with_name("renderer.py")
Wanted = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Renderer:
    """The renderer's folder and the Python that runs it."""

    scenes: Path
    python: str


def make(wanted: list[Wanted], renderer: Renderer, out: Path) -> int:
    """Render and look at each clip; returns how many. One renderer process a clip, because it keeps its memory."""
    with load_models_quietly(ModelRequest()) as models:
        for family, seed in wanted:
            with TemporaryDirectory() as folder:
                render(renderer, (family, seed), Path(folder))
                truth = Path(folder) / f"{family}-{seed}{TRUTH_SUFFIX}"
                store(truth, family, seen_of(load_clip(truth, truth.parent), models), out)
            print(family, seed, file=sys.stderr, flush=True)
    return len(wanted)


def render(renderer: Renderer, wanted: Wanted, out: Path) -> None:
    """Film, site file and truth of one clip in `out`. Raises click.ClickException if the renderer fails."""
    family, seed = wanted
    done = subprocess.run(
        [renderer.python, _RENDERER, renderer.scenes, family, str(seed), out], capture_output=True, text=True,
        env={"LP_NUM_THREADS": "1", "SCENES_ASSETS": str(renderer.scenes / "assets"), **os.environ}, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise click.ClickException(f"{family}, seed {seed}: the renderer failed: {last}")
