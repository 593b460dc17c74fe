"""`counterwatch weights`: the model files that detection and pose estimation need."""

from pathlib import Path

import click

from counterwatch.command_parts import FOLDER


@click.command()
@click.option("--from", "folder", type=FOLDER, help="Take weights from this folder before pip's index.")
@click.option(
    "--detector", metavar="NAME", help="Person detector: yolov8n, or yolo26n, yolo26s ... (extra yolo)."
)
@click.option("--verify", is_flag=True, help="Hash every file instead of trusting its size and date.")
@click.option("--list", "listed", is_flag=True, help="Print each installed file with its source.")
def weights(folder: Path | None, detector: str | None, verify: bool, listed: bool) -> None:
    """Install the model weights; prints nothing when they are installed already."""
    from vision.weights.manifest import weights_dir
    from vision.weights.store import WANTED, install, installed

    if not {i.name for i in installed()} >= set(WANTED):
        click.echo(f"installing model weights into {weights_dir()}")
    done = install(folder, verify=verify, detector=detector)
    if done.warning:
        click.echo(f"counterwatch: {done.warning}", err=True)
    for item in done.files if listed else []:
        click.echo(f"{item.path}  sha256 {item.sha256}  from {item.source}")
