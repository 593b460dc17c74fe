"""Generated footage: what is kept of a clip, a run that goes on, and a renderer that fails."""

import shutil
from pathlib import Path

import click
import numpy as np
import pytest

from benchmarks.footage.made import complete, made_clips, store
from benchmarks.footage.making import Renderer, render
from benchmarks.kept_signals import Seen
from counterwatch.demo_footage import FOOTAGE
from pipeline.processes import ProcessCost
from synthetic.made_day import made_day


@pytest.fixture
def rendered(tmp_path: Path) -> Path:
    """A film with its site file and truth, as the renderer leaves them; returns the truth file."""
    folder = tmp_path / "rendered"
    folder.mkdir()
    for file in FOOTAGE.glob("no_greet_A.*"):
        shutil.copy(file, folder)
    return folder / "no_greet_A.truth.json"


def seen() -> Seen:
    signals = made_day(0.0, 1)
    return Seen({"W1": signals}, float(signals.time[0]), float(signals.time[-1]), ProcessCost(video_s=1.0))


def test_signals_labels_and_site_of_a_clip_are_kept_and_the_film_is_not(
    rendered: Path, tmp_path: Path
) -> None:
    store(rendered, "counter", seen(), tmp_path / "made")
    shutil.rmtree(rendered.parent)
    assert not list((tmp_path / "made").rglob("*.mp4"))
    (made,) = made_clips(tmp_path / "made")
    assert made.family == "counter"
    assert made.clip.truth.events
    np.testing.assert_array_equal(made.seen.signals["W1"]["staff"], seen().signals["W1"]["staff"])


def test_a_run_that_was_stopped_within_a_clip_makes_that_clip_again(rendered: Path, tmp_path: Path) -> None:
    store(rendered, "counter", seen(), tmp_path)
    done = tmp_path / "counter" / "no_greet_A.json"
    done.rename(tmp_path / "counter" / "counter-7.json")
    assert complete(tmp_path, "counter", 7)
    assert not complete(tmp_path, "counter", 8)
    assert not list(made_clips(tmp_path)), "labels without signals are no clip"


def test_a_renderer_that_fails_is_told_in_one_line_with_the_clip(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'Traceback' >&2\necho 'ModuleNotFoundError: moderngl' >&2\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(
        click.ClickException, match=r"^desk_A, seed 3: the renderer failed: ModuleNotFoundError: moderngl$"
    ):
        render(Renderer(tmp_path, str(broken)), ("desk_A", 3), tmp_path)
