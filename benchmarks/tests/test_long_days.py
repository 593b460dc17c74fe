"""Long days are judged with the shipped durations, and their truth follows from these and not from the judge."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.kept_signals import Seen, keep, kept
from benchmarks.long_days import __main__ as command
from benchmarks.long_days.days import Plan, judged_days, made_day
from benchmarks.long_days.scenes import KINDS, SCENES, lasting
from benchmarks.long_days.tiles import PAUSE_S, tile_offsets, tiled, tiled_days, tiled_truth
from models.norms import load_profile
from pipeline.errors import PipelineError
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.truth import EvaluationClip, TrueEvent, TrueState, Truth
from pipeline.processes import ProcessCost
from synthetic.stories import (
    POST,
    START,
    Story,
    away,
    customer_arrives,
    customer_leaves,
    goes_on,
    seated,
    standing,
)

SHIPPED = load_profile("general")


def event(kind: str, start: float, end: float) -> TrueEvent:
    return TrueEvent(counter=POST, kind=kind, start=start, end=end)


def labelled(*events: TrueEvent, exhaustive: str = "absence arrival departure") -> EvaluationClip:
    state = TrueState(counter=POST, state="staff_present", start=0, end=40)
    truth = Truth.model_validate(
        {
            "video": "hall.mp4",
            "origin": "real",
            "tolerance_s": 0.5,
            "events": events,
            "states": [state],
            "exhaustive": exhaustive.split(),
        }
    )
    return EvaluationClip(name="real/hall", video=Path("hall.mp4"), site=Path("hall.site.yaml"), truth=truth)


def looked_at(story: Story) -> Seen:
    return Seen(
        {POST: story.signals()}, START, START + story.seconds, ProcessCost(video_s=story.seconds, cpu_s=3)
    )


# -- synthetic days --------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_day() -> None:
    one, again, other = (made_day(1, SHIPPED.thresholds, seed) for seed in (3, 3, 4))
    assert one == again
    assert one != other


def test_durations_lie_on_both_sides_of_the_limit_and_never_on_it() -> None:
    chance = np.random.default_rng(0)
    some = np.array([lasting(chance, 30) for _ in range(300)])
    assert ((some < 28.2) | (some > 31.8)).all()
    assert 60 < (some < 30).sum() < 140
    assert some.max() > 600


def test_the_truth_of_a_day_follows_the_durations_of_the_profile() -> None:
    limits = SHIPPED.thresholds
    day = made_day(4, limits, 1)
    lasted = {kind: [end - start for one, start, end in day.true if one == kind] for kind in KINDS}
    assert min(lasted["absence"]) >= limits.absence_after_s
    assert min(lasted["slouching"]) >= limits.slouch_after_s
    patient = limits.model_copy(update={"absence_after_s": 600.0})
    assert min(end - start for kind, start, end in made_day(4, patient, 1).true if kind == "absence") >= 600


@pytest.mark.parametrize("teller", SCENES, ids=lambda teller: teller.__name__)
def test_each_scene_tells_kinds_that_are_counted_and_lies_within_its_story(teller: object) -> None:
    chance = np.random.default_rng(5)
    for _ in range(20):
        scene = teller(chance, SHIPPED.thresholds)  # type: ignore[operator]
        assert {kind for kind, _, _ in scene.true} <= KINDS
        assert all(0 <= start <= end <= scene.story.seconds + 1e-6 for _, start, end in scene.true)


def test_the_shipped_durations_find_what_happens_in_two_hours() -> None:
    part = summarise(list(judged_days(Plan(1, 2, 11, SHIPPED))), KINDS).all
    assert part.facts.overall.truth > 20
    assert part.overall.f1 >= 0.97
    assert part.facts.overall.false_alarms <= 1


# -- days made of clips --------------------------------------------------------------------------------------


def test_what_was_seen_is_kept_whole(tmp_path: Path) -> None:
    seen = looked_at(seated(20))
    assert kept(tmp_path, labelled()) is None
    keep(tmp_path, labelled(), seen)
    again = kept(tmp_path, labelled())
    assert again is not None
    assert (again.start, again.end, again.cost) == (seen.start, seen.end, seen.cost)
    np.testing.assert_array_equal(again.signals[POST].time, seen.signals[POST].time)
    np.testing.assert_array_equal(again.signals[POST]["shoulder_y"], seen.signals[POST]["shoulder_y"])


def test_a_clip_whose_looking_was_interrupted_is_not_kept(tmp_path: Path) -> None:
    keep(tmp_path, labelled(), looked_at(seated(20)))
    (tmp_path / "real_hall.json").unlink()
    assert kept(tmp_path, labelled()) is None


def test_damaged_signals_are_one_clear_line(tmp_path: Path) -> None:
    keep(tmp_path, labelled(), looked_at(seated(20)))
    (tmp_path / "real_hall.parquet").write_bytes(b"no longer a table")
    with pytest.raises(PipelineError, match="damaged"):
        kept(tmp_path, labelled())


def test_a_clip_is_repeated_with_pauses_for_as_long_as_is_asked() -> None:
    offsets = tile_offsets(60, 1)
    assert offsets[:3] == [0, 60 + PAUSE_S, 2 * (60 + PAUSE_S)]
    assert len(offsets) == 30
    assert tile_offsets(7200, 1) == [0]
    rows = looked_at(seated(10)).signals[POST]
    assert len(tiled(rows, [0, 100])) == 2 * len(rows)


def test_events_too_short_for_the_shipped_durations_are_no_events_of_a_long_day() -> None:
    truth = labelled(event("absence", 5, 20), event("absence", 30, 62), event("arrival", 3, 3)).truth
    day = tiled_truth(truth, [0, 1000], SHIPPED.thresholds)
    assert [(one.kind, one.start) for one in day.events] == [
        ("absence", 30), ("arrival", 3), ("absence", 1030), ("arrival", 1003),
    ]  # fmt: skip
    assert [one.start for one in day.states] == [0, 1000]


def test_a_day_of_a_clip_is_judged_tile_by_tile(tmp_path: Path) -> None:
    story = (
        seated(20)
        + standing(3)
        + customer_arrives()
        + goes_on(10)
        + customer_leaves()
        + seated(7)
        + away(40)
        + seated(20)
    )
    clip = labelled(event("arrival", 23, 23), event("departure", 33, 33), event("absence", 40, 80))
    keep(tmp_path, clip, looked_at(story))
    part = summarise(
        list(tiled_days([clip], tmp_path, 0.2, SHIPPED)), ["absence", "arrival", "departure"]
    ).all
    assert part.overall.truth == 12, "three events in each of four tiles"
    assert (part.overall.matched, part.overall.false_alarms) == (12, 0)


# -- the command ---------------------------------------------------------------------------------------------


def test_the_command_prints_a_table_and_writes_the_figures(tmp_path: Path) -> None:
    arguments = ["--days", "1", "--hours", "0.5", "--json", str(tmp_path / "f.json")]
    ran = CliRunner().invoke(command.main, arguments, catch_exceptions=False)
    assert ran.exit_code == 0
    assert "| kind | happened |" in ran.output
    assert "| **all** |" in ran.output
    written = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert {"synthetic days", "synthetic days, heavy strain"} <= set(written)
    assert written["synthetic days"]["facts"]["overall"]["truth"] > 0


def test_signals_without_their_footage_are_refused(tmp_path: Path) -> None:
    ran = CliRunner().invoke(command.main, ["--signals", str(tmp_path)])
    assert ran.exit_code == 2
    assert "requires" in ran.output
