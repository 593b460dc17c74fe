"""The command line, the only place that wires the rooms together.

What a person can mend is one line on stderr and exit code 2. Commands import what they need when they run, so
that help comes at once.
"""

import sys
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Watches service counters, scores them against written norms and shows every reason."""


@cli.command()
@click.option("--from", "folder", type=FOLDER, help="Take weights from this folder before pip's index.")
@click.option("--verify", is_flag=True, help="Hash every file instead of trusting its size and date.")
@click.option("--list", "listed", is_flag=True, help="Say what is installed and where it came from.")
def weights(folder: Path | None, verify: bool, listed: bool) -> None:
    """Install the model weights; says nothing when they are there."""
    from vision.weights import install, weights_dir  # noqa: PLC0415

    for item in install(folder, verify=verify):
        if listed:
            click.echo(f"{weights_dir() / item.file}  sha256 {item.sha256}  from {item.source}")


@cli.command()
def version() -> None:
    """The version of this program."""
    from importlib.metadata import version as version_of  # noqa: PLC0415

    click.echo(version_of("counterwatch"))


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 2 to be mended, 130 interrupted."""
    sys.exit(_run())


def _run() -> int:
    from models.errors import ModelError  # noqa: PLC0415
    from pipeline.errors import PipelineError  # noqa: PLC0415
    from vision.errors import VisionError  # noqa: PLC0415

    try:
        result = cli.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return 0
    except click.ClickException as error:
        return _complain(error.format_message())
    except (ModelError, VisionError, PipelineError) as error:
        return _complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        return 130
    return result if isinstance(result, int) else 0


def _complain(message: str) -> int:
    click.echo(f"counterwatch: {' '.join(message.split())}", err=True)
    return 2
