"""Errors that a person can mend become one line on stderr and an exit code, without a traceback."""

import os
import sys

import click

from counterwatch.exit_codes import ExitCode


def report_error(message: str) -> ExitCode:
    """Print one line on stderr; returns the exit code that belongs to it."""
    click.echo(f"counterwatch: {' '.join(message.split())}", err=True)
    return ExitCode.USER_ERROR


def run(cli: click.Group) -> int:
    """Run the command line with the process's arguments; returns the exit code.

    A command's return value is its exit code, None means `ExitCode.DONE`. Errors of the program itself pass through.
    """
    from models import ModelError
    from pipeline.errors import PipelineError
    from vision.errors import VisionError

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
