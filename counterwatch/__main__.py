"""Entry point of `counterwatch` and of `python -m counterwatch`."""

import sys

from counterwatch.cli import cli
from counterwatch.errors import run


def main() -> None:
    """Run the command line and end the process with an `ExitCode` of `counterwatch.errors`.

    The script that pip installs calls this function, and so does `python -m counterwatch`, which the nightly
    scheduler uses to start a run in a process of its own. Every error that a person can mend is one line on standard
    error.
    """
    sys.exit(run(cli))


if __name__ == "__main__":
    main()
