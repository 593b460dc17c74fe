"""The weights that tell sitting from standing: fitted to labelled looks, tried on families left out, written down."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.fit_standing import family, fit, left_out, main, read_levels, surest
from benchmarks.kept_signals import Seen, keep
from pipeline.evaluation.truth import load_clip
from pipeline.processes import ProcessCost
from pipeline.states.standing import TERMS
from pipeline.states.standing_weights import FITTED
from synthetic.stories import FRONT, POST, SEATED, STANDING, Pose, Story

SITE = """
site: made
cameras:
- id: {name}
  source: {name}.mp4
  counters:
  - id: W1
    staff_zone: [[0, 0], [1, 0], [1, 1], [0, 1]]
"""
STOOL = replace(SEATED, legs=0.95, hip=100, feet=1.1, wide=0.75)
ON_FEET = replace(STANDING, legs=0.95, feet=1.3, wide=0.5)
POSES = {
    "desk": (SEATED, "staff_seated"),
    "stool": (STOOL, "staff_seated"),
    "till": (STANDING, "staff_standing"),
    "feet": (ON_FEET, "staff_standing"),
}


def clip(folder: Path, name: str, pose: Pose, state: str) -> None:
    """A labelled clip of 20 s in one pose, with its Signals."""
    real = folder / "footage" / "real"
    real.mkdir(parents=True, exist_ok=True)
    (real / f"{name}.mp4").touch()
    (real / f"{name}.site.yaml").write_text(SITE.format(name=name))
    spans = [{"counter": POST, "state": state, "start": 0, "end": 20}]
    truth = {"video": f"{name}.mp4", "origin": "real", "tolerance_s": 0.5, "states": spans}
    (real / f"{name}.truth.json").write_text(json.dumps(truth))
    (folder / "signals").mkdir(exist_ok=True)
    signals = Story(((20.0, {"staff": pose}),)).signals(FRONT)
    keep(
        folder / "signals",
        load_clip(real / f"{name}.truth.json", folder / "footage"),
        Seen({POST: signals}, 0.0, 20.0, ProcessCost()),
    )


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    for pose, (how, state) in POSES.items():
        for source in ("first", "other"):
            clip(tmp_path, f"{source}{pose}_1", how, state)
    return tmp_path


def test_every_labelled_level_with_signals_is_read(clips: Path) -> None:
    for file in (clips / "signals").glob("real_other*.json"):
        file.unlink()
    levels = list(read_levels(clips / "signals", clips / "footage"))
    assert [(level.clip, level.stands) for level in levels] == [
        ("real/firstdesk_1", False),
        ("real/firstfeet_1", True),
        ("real/firststool_1", False),
        ("real/firsttill_1", True),
    ]
    assert levels[0].terms.shape == (100, len(TERMS))
    assert np.abs(levels[0].unboxed).max() < 0.1


def test_the_same_clips_give_the_same_weights(clips: Path) -> None:
    levels = list(read_levels(clips / "signals", clips / "footage"))
    assert fit(levels) == pytest.approx(fit(levels), abs=0)
    stands = np.array([level.stands for level in levels])
    assert ((left_out(levels) > 0) == stands).all()
    assert surest(levels, left_out(levels)) == 0.1


def test_what_is_wrong_of_the_clips_left_out_raises_what_counts_as_sure(clips: Path) -> None:
    levels = list(read_levels(clips / "signals", clips / "footage"))
    stands = np.array([level.stands for level in levels])
    odds = np.where(stands, 2.0, -2.0)
    odds[0] = 0.75 * -np.sign(odds[0])
    assert surest(levels, odds) == 0.8


@pytest.mark.parametrize(
    ("name", "real", "of"),
    [("stand_greet_A", False, "stand_greet"), ("mixed2_A", False, "mixed2"), ("mixed2", False, "mixed"),
     ("ipd_tsit", True, "ipd"), ("post", True, "post")],
)  # fmt: skip
def test_clips_of_one_script_or_source_are_one_family(name: str, real: bool, of: str) -> None:
    assert family(name, real=real) == of


def test_the_command_prints_figures_and_changes_nothing_unasked(clips: Path) -> None:
    before = dict(FITTED)
    asked = ["--signals", str(clips / "signals"), "--footage", str(clips / "footage")]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 0, told.output
    assert "real standing: 4 of 4 right, 0 wrong, 0 not told" in told.output
    assert dict(FITTED) == before


def test_without_signals_it_says_so(clips: Path) -> None:
    (clips / "empty").mkdir()
    asked = ["--signals", str(clips / "empty"), "--footage", str(clips / "footage")]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 1
    assert "no Signals of labelled clips" in told.output
