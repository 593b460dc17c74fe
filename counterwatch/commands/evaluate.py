"""`counterwatch evaluate`: labelled clips compared with what the program finds in them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import FILE, json_option, wish_option

if TYPE_CHECKING:
    from vision.pose.choice import ModelRequest


@click.command()
@click.argument("folder", type=FILE, metavar="DIR")
@json_option()
@click.option("--kind", "kinds", multiple=True, help="Only this kind of event; may be given again.")
@click.option("--misses", is_flag=True, help="Name every missed event and false alarm.")
@click.option("--smile", is_flag=True, help="Measure mouths as well, whatever the clips' site files say.")
@wish_option
def evaluate(
    *,
    folder: Path,
    json_file: Path | None,
    kinds: tuple[str, ...],
    misses: bool,
    smile: bool,
    wish: "ModelRequest",
) -> None:
    """Compare the events found in a folder of labelled clips with their ground truth."""
    from pipeline.evaluation.document import document
    from pipeline.evaluation.evaluate import summarise
    from pipeline.evaluation.folder import evaluate_folder
    from pipeline.evaluation.table import print_evaluation
    from pipeline.recordings import console, write_json

    evaluation = summarise(evaluate_folder(folder, wish, smile=smile), kinds)
    print_evaluation(evaluation, console(), misses=misses)
    if json_file:
        write_json(json_file, document(evaluation))
