"""The errors that a person can mend, each one line: what, where, what to do."""


class VisionError(Exception):
    """A source or a model cannot be used; the message is one line for the operator."""
