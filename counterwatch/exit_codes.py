"""Exit codes of every command, for scripts, schedulers and service managers."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The code that the process ends with.

    An error in the program itself, which prints a traceback, ends with Python's own code 1.
    """

    DONE = 0
    """The command did what it was asked. Help ends so too, and so does output into a pipe that is closed early."""

    USER_ERROR = 2
    """One line on stderr per problem says what is wrong, where, and what to do: options, files, settings, addresses.

    Commands that take several recordings or days finish the good ones first.
    """

    INTERRUPTED = 130
    """The user stopped the command (Ctrl-C), or closed a prompt; 128 plus the number of SIGINT, as shells report it."""
