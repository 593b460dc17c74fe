"""Exit codes of every command; errors that a person can mend are one line on stderr, without a traceback."""

import os
import sys
from enum import IntEnum

import click


class ExitCode(IntEnum):
    """The code that the process ends with.

    An error in the program itself ends with Python's own code 1 too, and prints a traceback.
    """

    DONE = 0
    """The command did what it was asked. Help ends so too, and so does output into a pipe that is closed early."""

    NOT_INTACT = 1
    """A check found that something is not as it was recorded: the audit log, a file, an export."""

    USER_ERROR = 2
    """One line on stderr per problem says what is wrong, where, and what to do: options, files, settings, addresses.

    Commands that take several recordings or days finish the good ones first.
    """

    INTERRUPTED = 130
    """The user stopped the command (Ctrl-C), or closed a prompt; 128 plus the number of SIGINT, as shells report it."""


def report_error(message: str) -> ExitCode:
    """Print one line on stderr; returns the exit code that belongs to it."""
    click.echo(f"counterwatch: {' '.join(message.split())}", err=True)
    return ExitCode.USER_ERROR


def run(cli: click.Group) -> int:
    """Run the command line with the process's arguments; returns the exit code.

    Every file that a command or one of its processes makes is for this account only: pictures and judgements of
    people are in most of them. A command's return value is its exit code, None means
    `ExitCode.DONE`. Errors of the program itself pass through.
    """
    from models import ModelError
    from pipeline.errors import PipelineError
    from vision.core import VisionError

    os.umask(0o077)
    try:
        return int(cli.main(standalone_mode=False) or ExitCode.DONE)
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return ExitCode.DONE
    except click.ClickException as error:
        return report_error(error.format_message())
    except (ModelError, VisionError, PipelineError) as error:
        return report_error(str(error))
    except OSError as error:
        return _system_error(error)


def _system_error(error: OSError) -> ExitCode:
    if isinstance(
        error, BrokenPipeError
    ):  # `counterwatch norms show general | head`: the reader has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    return report_error(f"{error.filename or 'cannot go on'}: {error.strerror or error}")
