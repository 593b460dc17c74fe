"""The errors of the pipeline that a person can mend.

The message is one line: it names the file, the line or the counter, the fault and the remedy. The command line prints
it and ends with exit code 2. A worker's caller gets it as the failure of its job.
"""

from collections.abc import Sequence


class PipelineError(Exception):
    """A recording, an archive or an evaluation cannot go on; the message is one line for the operator."""


class RosterError(PipelineError):
    """A roster with bad lines; `lines` has one sentence for each of them. Nothing was imported."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        super().__init__(f"{lines[0]}{more}; nothing was imported")
