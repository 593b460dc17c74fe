"""What all commands share: options, the store they open, one line for what a person can mend, exit codes."""
# ruff: noqa: PLC0415

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from models.store import Store
    from vision.pose.choice import Name, Wish

Result = TypeVar("Result")
Command = TypeVar("Command", bound=Callable[..., object])


class Option(Protocol):
    """A decorator that adds an option to a command and leaves its type as it is."""

    def __call__(self, command: Command, /) -> Command:
        """The same command, with the option."""


FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def data_option(default: str = "data") -> Option:
    """--data DIR: where database, clips and signals are."""
    return click.option(
        "--data",
        type=FILE,
        default=Path(default),
        envvar="COUNTERWATCH_DATA",
        show_default=True,
        help="Folder of the database, clips and signals.",
    )


def json_option() -> Option:
    """--json FILE, refused at once where it cannot be written: not after hours of work."""
    return click.option(
        "--json",
        "json_file",
        type=FILE,
        callback=_writable,
        help="Write everything that was found to this file.",
    )


def pose_option(command: Callable[..., Result]) -> Callable[..., Result]:
    """--backend NAME, --weights FILE and --detector NAME, given to the command as one `wish`."""

    @click.option(
        "--backend",
        type=click.Choice(["auto", "mediapipe", "ultralytics"]),
        default="auto",
        envvar="COUNTERWATCH_BACKEND",
        show_default=True,
        help="The pose model. auto: ultralytics where YOLO weights are named and it is installed, else mediapipe.",
    )
    @click.option(
        "--weights",
        type=FILE,
        envvar="COUNTERWATCH_POSE_WEIGHTS",
        help="YOLO pose weights for ultralytics: a .pt or .onnx file, or an OpenVINO folder.",
    )
    @click.option(
        "--detector",
        metavar="auto|none|FILE",
        default="auto",
        envvar="COUNTERWATCH_DETECTOR",
        show_default=True,
        help="The person detector. auto: the installed one; none: MediaPipe alone, which sees less in unknown halls.",
    )
    @wraps(command)
    def wished(*args: Any, backend: "Name", weights: Path | None, detector: str, **rest: Any) -> Result:
        from vision.pose.choice import Wish

        named = detector if detector in ("auto", "none") else Path(detector)
        return command(*args, wish=Wish(backend, weights, detector=named), **rest)  # type: ignore[arg-type]

    return wished


def wish_option(command: Callable[..., Result]) -> Callable[..., Result]:
    """--backend NAME, --weights FILE and --objects FILE, given to the command as one `wish`."""

    @pose_option
    @click.option(
        "--objects",
        type=FILE,
        envvar="COUNTERWATCH_OBJECT_WEIGHTS",
        help="YOLO detection weights: a phone that they see in a hand is evidence of phone use.",
    )
    @wraps(command)
    def wished(*args: Any, wish: "Wish", objects: Path | None, **rest: Any) -> Result:
        return command(*args, wish=replace(wish, objects=objects), **rest)

    return wished


def port_option() -> Option:
    """--port N of the dashboard."""
    return click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))


def site_option() -> Option:
    """--site SITE.yaml: which cameras look at which counters."""
    return click.option(
        "--site",
        "site_file",
        type=FILE,
        required=True,
        help="The site file: cameras, counters, norm profile.",
    )


def _writable(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise click.ClickException(f"{path}: cannot be written; give another file to --json")
    return path


def database() -> str | None:
    """The address in COUNTERWATCH_DATABASE, which replaces the embedded database of the data folder."""
    return os.environ.get("COUNTERWATCH_DATABASE")


def open_store(data: Path) -> "Store":
    """The store of a data folder; raises ModelError with one line when it cannot be used."""
    from models.store import Store

    address = database()
    return Store(address) if address else Store.at(data)


def language() -> str:
    """The language of tables: the shell's, English where it is neither."""
    return "zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en"


def complain(message: str) -> int:
    """One line on stderr; gives back the exit code that goes with it."""
    click.echo(f"counterwatch: {' '.join(message.split())}", err=True)
    return 2


def run(cli: click.Group) -> int:
    """Run the command line and give back its exit code: 0 done, 2 to be mended, 130 interrupted."""
    from models.errors import ModelError
    from pipeline.errors import PipelineError
    from vision.core.errors import VisionError

    try:
        return int(cli.main(standalone_mode=False) or 0)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return 0
    except click.ClickException as error:
        return complain(error.format_message())
    except (ModelError, VisionError, PipelineError) as error:
        return complain(str(error))
    except OSError as error:
        return _broken(error)


def _broken(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):  # `counterwatch norms show general | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return complain(f"{error.filename or 'cannot go on'}: {error.strerror or error}")
