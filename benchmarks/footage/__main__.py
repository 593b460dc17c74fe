"""Generated footage: signals and truth of N rendered clips, a minute each, families by turns.

    python -m benchmarks.footage --scenes DIR --out DIR [--clips 200] [--seed 1] [--jobs 1] [--family NAME ...]

The renderer (`make footage` installs what it needs) runs in its own Python and draws people, rooms, cameras, clothes
and poor pictures from the seed, five pictures a second. The program looks at each clip as `counterwatch analyze`
does; then the film is deleted. Clips that are there already are skipped, so a run that was stopped goes on.
"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from benchmarks.footage.made import complete
from benchmarks.footage.making import Renderer, make
from benchmarks.footage.scripts import names

# Families of the renderer: hard halls, scripts that hard halls also use, and ordinary clips.
HARD = (
    "cif", "barrel", "slow5", "dropped", "habits_soft", "backlight", "flicker", "windows2", "windows3",
    "windows3_corner", "glass", "glass_corner", "clutter", "traffic", "traffic_corner", "swap", "child", "stops",
    "deskwork", "turned", "covered", "standing_counter", "seated_from_start",
)  # fmt: skip
ORDINARY = (
    "full_service_A", "full_service_B", "no_greet_A", "phone_A", "sleeping_A", "slouch_C", "sit_after_C",
    "sit_before_B", "mixed_A", "mixed_B", "mixed_C",
)  # fmt: skip


@click.command()
@click.option(
    "--scenes", type=click.Path(path_type=Path, exists=True), required=True, help="The renderer's folder."
)
@click.option("--python", default=".venv-scenes/bin/python", help="The renderer's Python.")
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--clips", default=200, help="Number of clips.")
@click.option("--seed", default=1)
@click.option("--jobs", default=1)
@click.option("--family", "families", multiple=True, help="Only these families; without it all of them.")
def main(  # noqa: PLR0913, PLR0917 - one option each
    scenes: Path, python: str, out: Path, clips: int, seed: int, jobs: int, families: tuple[str, ...]
) -> None:
    """Make the clips that are missing."""
    chosen = families or (*names(), *HARD, *ORDINARY)
    wanted = [(chosen[row % len(chosen)], seed + row) for row in range(clips)]
    left = [one for one in wanted if not complete(out, *one)]
    click.echo(f"{len(wanted) - len(left)} of {len(wanted)} clips are there", err=True)
    shares = [left[first::jobs] for first in range(jobs)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(make, share, Renderer(scenes, python), out) for share in shares if share]
        made = sum(task.result() for task in tasks)
    click.echo(f"{made} made in {out}", err=True)


if __name__ == "__main__":
    main()
