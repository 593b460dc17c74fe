"""The error of the pipeline that a person can mend: one line that says what is wrong, where, and what to do."""


class PipelineError(Exception):
    """A recording, an archive or an evaluation cannot go on; the message is one line for the operator."""
