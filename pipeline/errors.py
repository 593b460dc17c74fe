"""The errors that a person can mend, each one line: what, where, what to do."""


class PipelineError(Exception):
    """A recording, an archive or an evaluation cannot go on; the message is one line for the operator."""
