"""Options that several commands share, and the types of their values."""

import datetime as dt
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from vision.pose.choice import ModelRequest, Name

Result = TypeVar("Result")
Command = TypeVar("Command", bound=Callable[..., object])


class Option(Protocol):
    """A decorator that adds an option to a command and leaves its type as it is."""

    def __call__(self, command: Command, /) -> Command:
        """The same command, with the option."""


FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def day_option(*names: str, required: bool = False, help_text: str | None = None) -> Option:
    """An option whose value is a date, written 2026-11-02; None where it is not given."""
    return click.option(
        *names, type=click.DateTime(["%Y-%m-%d"]), callback=_as_date, required=required, help=help_text
    )


def data_option(default: str = "data") -> Option:
    """--data DIR: the folder of database, clips and signals."""
    return click.option(
        "--data",
        type=FILE,
        default=Path(default),
        envvar="COUNTERWATCH_DATA",
        show_default=True,
        help="Folder of the database, clips and signals.",
    )


def json_option() -> Option:
    """--json FILE; a file that cannot be written is refused at once, not after hours of work."""
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
        help="The pose model. auto: ultralytics where YOLO weights are given and it is installed, else mediapipe.",
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
        help="The person detector. auto: the installed one; none: MediaPipe alone, which finds fewer people.",
    )
    @wraps(command)
    def wished(*args: Any, backend: "Name", weights: Path | None, detector: str, **rest: Any) -> Result:
        from vision.pose.choice import ModelRequest

        named = detector if detector in ("auto", "none") else Path(detector)
        return command(*args, wish=ModelRequest(backend, weights, detector=named), **rest)  # type: ignore[arg-type]

    return wished


def wish_option(command: Callable[..., Result]) -> Callable[..., Result]:
    """The options of `pose_option` and --objects FILE, given to the command as one `wish`."""

    @pose_option
    @click.option(
        "--objects",
        type=FILE,
        envvar="COUNTERWATCH_OBJECT_WEIGHTS",
        help="YOLO detection weights: a phone that they find in a hand is evidence of phone use.",
    )
    @wraps(command)
    def wished(*args: Any, wish: "ModelRequest", objects: Path | None, **rest: Any) -> Result:
        from dataclasses import replace

        return command(*args, wish=replace(wish, objects=objects), **rest)

    return wished


def clips_option() -> Option:
    """--no-clips: keep events without video."""
    return click.option("--no-clips", is_flag=True, help="Cut no clips.")


def at_option() -> Option:
    """--at S: where in a recording to begin."""
    return click.option(
        "--at",
        type=click.FloatRange(0),
        default=0.0,
        show_default=True,
        help="Begin at this second of the recording.",
    )


class LanguageCode(click.ParamType[str]):
    """The code of a language that has a file of texts; the files are read when an option is given."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code itself; fails with one line for an unknown one."""
        from models.texts.catalogue import known_language

        try:
            return known_language(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def language_option() -> Option:
    """--language zh|en, given to the command as `tongue`; None where the shell's language holds."""
    return click.option(
        "--language", "tongue", type=LanguageCode(), help="Language of reports; else the shell's."
    )


def port_option() -> Option:
    """--port N of the dashboard."""
    return click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))


def site_option() -> Option:
    """--site SITE.yaml: the site file that names cameras, counters and norm profile."""
    return click.option(
        "--site",
        "site_file",
        type=FILE,
        required=True,
        help="The site file: cameras, counters, norm profile.",
    )


def possible_day(day: dt.date) -> dt.date:
    """The day itself; raises click.ClickException, one line, for a day of no recording."""
    from models import known_day

    try:
        return known_day(day)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _as_date(_context: click.Context, _option: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    return None if value is None else possible_day(value.date())


def _writable(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise click.ClickException(f"{path}: cannot be written; give another file to --json")
    return path
