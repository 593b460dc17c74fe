"""Accuracy of proposed zones: events found with them compared with events found with drawn zones.

    python -m benchmarks.setup --footage DIR [--out docs/setup.md] [--seen DIR] [--zones-only] CLIP...

The proposal uses only the pictures of a clip; the drawn zones are used to count counters and to compare. `--seen`
stores the people who were found, for the next run. `--zones-only` compares zones and judges nothing, which is fast.
"""

import argparse
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from models import Camera, Counter, Site, load_site
from pipeline.errors import PipelineError
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import ClipResult, compare, not_analysed
from pipeline.evaluation.truth import EvaluationClip, load_clips
from pipeline.recordings.analysis import Task, analyse_recording
from pipeline.recordings.model_set import ModelSet
from pipeline.recordings.terminal import load_models_quietly
from pipeline.zoning import CounterProposal, propose
from pipeline.zoning.survey import Survey, survey
from scripts.marked_page import replace_table
from vision.sources.opening import open_source

# Clips of at least one counter with people at it. Close-ups of a face do not show a counter. The limits were chosen
# on the clips of dev; those of dev2 and the real ones test them.
CLIPS = (
    "dev/queue_B", "real/postoffice_input", "dev2/queue_B", "dev2/absent_B", "dev2/sleeping_A", "dev/absent_B",
    "real/ahsan_cctv", "real/checkout_monitoring", "dev/mixed_A", "dev/mixed_B", "dev/mixed_C", "dev2/full_service_A",
    "dev2/full_service_B", "dev2/swap_B", "dev2/passers_A", "dev2/sit_after_C", "dev2/no_greet_A", "dev2/sit_before_B",
    "dev2/slouch_C", "dev/full_service_A", "dev/full_service_B", "dev/swap_B", "dev/passers_A", "dev/sit_after_C",
    "dev/no_greet_A", "dev/sit_before_B", "dev/slouch_C",
)  # fmt: skip
_WATCH_S = 300.0
# A proposed counter is right if the staff zones overlap by this share of the smaller one, counted on a grid.
_SAME, _GRID = 0.5, 400


@dataclass(frozen=True, slots=True)
class Row:
    """One clip: counters `drawn`, `proposed` and `right` (both), and the results with the zones of each.

    `said` is the certainty of the proposal, "none" if it proposed nothing.
    """

    clip: str
    drawn: int
    proposed: int
    right: int
    said: str
    with_drawn: ClipResult | None = None
    with_proposed: ClipResult | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Options: the folder of people `seen` before, and whether only zones are compared."""

    seen: Path | None = None
    zones_only: bool = False


def rows(clips: Sequence[EvaluationClip], models: ModelSet, way: Way) -> Iterator[Row]:
    """Every clip; each is named on standard error as it begins."""
    for clip in clips:
        print(clip.name, file=sys.stderr, flush=True)
        site = load_site(clip.site)
        camera = site.cameras[0]
        watched = _watched(clip, models, way.seen)
        drawn = None if way.zones_only else _result(clip, site, camera.counters, models)
        try:
            found = propose(watched.seen, watched.size).counters
        except PipelineError as error:
            missed = None if way.zones_only else not_analysed(clip, str(error))
            yield Row(clip.name, len(camera.counters), 0, 0, "none", drawn, missed)
            continue
        counters, right = as_drawn(found, camera)
        mine = None if way.zones_only else _result(clip, site, counters, models)
        said = ", ".join(one.sure for one in found)
        row = Row(clip.name, len(camera.counters), len(found), right, said, drawn, mine)
        print(_line(clip.name, [row]), file=sys.stderr, flush=True)
        yield row


def _watched(clip: EvaluationClip, models: ModelSet, kept: Path | None) -> Survey:
    """The people that a survey finds, read from a file if it was made before."""
    file = kept / f"{clip.name.replace('/', '_')}.pkl" if kept else None
    if file is not None and file.exists():
        return pickle.loads(file.read_bytes())  # type: ignore[no-any-return]
    spec = str(clip.video.resolve())
    with open_source(spec, camera=clip.video.stem, base=clip.video.parent, start=0.0) as source:
        watched = survey(source, models, _WATCH_S)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(watched))
    return watched


def as_drawn(found: Sequence[CounterProposal], camera: Camera) -> tuple[list[Counter], int]:
    """Proposed counters under the ids of the matching drawn ones, and the number of matches."""
    here = np.array([_cells(one.staff) for one in found])
    there = np.array([_cells(one.staff_zone) for one in camera.counters])
    both = (here[:, None] & there[None]).sum((2, 3))
    shares = both / np.minimum(here.sum((1, 2))[:, None], there.sum((1, 2))[None])
    pairs = {
        int(i): int(j) for i, j in zip(*linear_sum_assignment(-shares), strict=True) if shares[i, j] >= _SAME
    }
    return [
        Counter.model_validate(
            {
                "id": camera.counters[pairs[row]].id if row in pairs else f"extra {row + 1}",
                "staff_zone": one.staff, "customer_zone": one.customer, "waiting_zone": one.waiting,
            }
        )
        for row, one in enumerate(found)
    ], len(pairs)  # fmt: skip


def _cells(zone: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Which cells of a grid over the picture a zone covers."""
    corners = np.round(np.array(zone) * _GRID).astype(np.int32)
    return np.asarray(cv2.fillPoly(np.zeros((_GRID, _GRID), np.uint8), [corners], [1]), np.bool_)


def _result(clip: EvaluationClip, site: Site, counters: Sequence[Counter], models: ModelSet) -> ClipResult:
    camera = site.cameras[0].model_copy(update={"counters": list(counters)})
    site = site.model_copy(update={"cameras": [camera]})
    return compare(clip, analyse_recording(Task(clip.video, site, clip.site, camera, 0.0), models).report())


def table(made: Sequence[Row]) -> list[str]:
    """The rows as a Markdown table, with the sum of each folder at the end."""
    what = ["clip", "drawn", "proposed", "right", "it says"]
    if any(row.with_drawn is not None for row in made):
        what += ["F1, drawn zones", "F1, proposed zones", "false alarms, both"]
    lines = [f"| {' | '.join(what)} |", "|---" * len(what) + "|"]
    lines += [_line(row.clip, [row]) for row in made]
    for folder in sorted({row.clip.partition("/")[0] for row in made}):
        lines.append(_line(f"**all of {folder}**", [r for r in made if r.clip.startswith(f"{folder}/")]))
    return lines


def _line(name: str, some: Sequence[Row]) -> str:
    counts = " | ".join(
        str(sum(getattr(row, what) for row in some)) for what in ("drawn", "proposed", "right")
    )
    said = some[0].said if len(some) == 1 else ""
    drawn = [row.with_drawn for row in some if row.with_drawn is not None]
    mine = [row.with_proposed for row in some if row.with_proposed is not None]
    if not drawn:
        return f"| {name} | {counts} | {said} |"
    theirs, ours = (summarise(results).all.overall for results in (drawn, mine))
    alarms = f"{theirs.false_alarms} / {ours.false_alarms}"
    return f"| {name} | {counts} | {said} | {theirs.f1:.2f} | {ours.f1:.2f} | {alarms} |"


def main() -> None:
    """Print the table, or write it into a page between its markers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seen", type=Path)
    parser.add_argument("--zones-only", action="store_true")
    parser.add_argument("clips", nargs="*", default=CLIPS)
    asked = parser.parse_args()
    known = {clip.name: clip for clip in load_clips(asked.footage)}
    clips = [known[name] for name in asked.clips if name in known]
    with load_models_quietly() as models:
        made = list(rows(clips, models, Way(asked.seen, asked.zones_only)))
    lines = table(sorted(made, key=lambda row: row.clip))
    print("\n".join(lines))
    if asked.out:
        sys.exit(replace_table(asked.out, "\n".join(lines), "measured"))


if __name__ == "__main__":
    main()
