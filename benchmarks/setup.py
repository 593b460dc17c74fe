"""How good proposed zones are: events found with them against events found with zones that a person drew.

    python -m benchmarks.setup --footage DIR [--out docs/setup-measured.md] CLIP...

The proposal sees the pictures of a clip alone; the drawn zones serve to count its counters and to compare.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from models.site import Camera, Counter, Site, load_site
from pipeline.analyse import Task, analyse_recording
from pipeline.errors import PipelineError
from pipeline.evaluation import summarise
from pipeline.eyes import Eyes, open_eyes
from pipeline.findings import ClipResult, compare, not_analysed
from pipeline.terminal import hushed
from pipeline.truth import Clip, load_clips
from pipeline.zoning import CounterProposal, propose
from pipeline.zoning.survey import survey
from vision.sources import open_source

# Clips of one counter or more with people at it. Close-ups of a face have nothing to find a counter by.
CLIPS = (
    "real/postoffice_input", "dev/mixed_A", "real/checkout_monitoring", "dev/queue_B", "dev/mixed_C", "dev/mixed_B",
    "dev/full_service_A", "dev/absent_B", "real/ahsan_cctv", "dev2/full_service_B", "dev/swap_B", "dev/passers_A",
    "dev2/queue_B",
)  # fmt: skip
_WATCH_S = 300.0
# A proposed counter is a drawn one when their staff zones share this much of the smaller of them, counted on a grid.
_SAME, _GRID = 0.5, 400


@dataclass(frozen=True, slots=True)
class Row:
    """One clip: counters `drawn`, `proposed` and `right` (both), and what was found with either's zones."""

    clip: str
    drawn: int
    proposed: int
    right: int
    with_drawn: ClipResult
    with_proposed: ClipResult


def rows(clips: Sequence[Clip], eyes: Eyes) -> Iterator[Row]:
    """Every clip; each is named on standard error as it begins."""
    for clip in clips:
        print(clip.name, file=sys.stderr, flush=True)
        site = load_site(clip.site)
        camera = site.cameras[0]
        with open_source(
            str(clip.video.resolve()), camera=camera.id, base=clip.video.parent, start=0.0
        ) as source:
            watched = survey(source, eyes, _WATCH_S)
        drawn = _result(clip, site, camera.counters, eyes)
        try:
            found = propose(watched.seen, watched.size).counters
        except PipelineError as error:
            yield Row(clip.name, len(camera.counters), 0, 0, drawn, not_analysed(clip, str(error)))
            continue
        counters, right = as_drawn(found, camera)
        mine = _result(clip, site, counters, eyes)
        row = Row(clip.name, len(camera.counters), len(found), right, drawn, mine)
        print(_line(clip.name, [row]), file=sys.stderr, flush=True)
        yield row


def as_drawn(found: Sequence[CounterProposal], camera: Camera) -> tuple[list[Counter], int]:
    """Proposed counters under the ids of the drawn ones that they are, and how many are."""
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


def _result(clip: Clip, site: Site, counters: Sequence[Counter], eyes: Eyes) -> ClipResult:
    camera = site.cameras[0].model_copy(update={"counters": list(counters)})
    site = site.model_copy(update={"cameras": [camera]})
    return compare(clip, analyse_recording(Task(clip.video, site, clip.site, camera, 0.0), eyes).report())


def table(made: Sequence[Row]) -> list[str]:
    """The rows as a Markdown table, all together at the end, rendered and real apart."""
    lines = [
        "| clip | counters drawn | proposed | right | F1, drawn zones | F1, proposed zones | false alarms, both |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(row.clip, [row]) for row in made]
    for name, real in (("all rendered", False), ("all real", True)):
        if some := [row for row in made if row.clip.startswith("real/") == real]:
            lines.append(_line(f"**{name}**", some))
    return lines


def _line(name: str, some: Sequence[Row]) -> str:
    drawn, mine = (
        summarise([getattr(row, kind) for row in some]).all.overall
        for kind in ("with_drawn", "with_proposed")
    )
    counts = " | ".join(
        str(sum(getattr(row, what) for row in some)) for what in ("drawn", "proposed", "right")
    )
    alarms = " / ".join(str(figures.false_alarms) for figures in (drawn, mine))
    return f"| {name} | {counts} | {drawn.f1:.2f} | {mine.f1:.2f} | {alarms} |"


def main() -> None:
    """Print the table, or put it into a page between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("clips", nargs="*", default=CLIPS)
    asked = parser.parse_args()
    known = {clip.name: clip for clip in load_clips(asked.footage)}
    clips = [known[name] for name in asked.clips if name in known]
    with hushed(), open_eyes() as eyes:
        made = list(rows(clips, eyes))
    lines = table(sorted(made, key=lambda row: row.clip))
    print("\n".join(lines))
    if asked.out:
        put(asked.out, lines)


def put(page: Path, lines: Sequence[str]) -> None:
    """Replace what stands between the marks of a page."""
    begin, end = "<!-- measured -->\n", "<!-- /measured -->"
    before, _, rest = page.read_text("utf-8").partition(begin)
    page.write_text(before + begin + "\n".join(lines) + "\n" + end + rest.partition(end)[2], "utf-8")


if __name__ == "__main__":
    main()
