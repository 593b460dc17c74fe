"""Errors that an operator can mend.

Each message is one line: it names the file, address or device, the fault and the remedy. The command line prints it
and ends with exit code 2, and the API returns it with a status of 4xx. No traceback is shown.
"""


class VisionError(Exception):
    """A source, a model or a device cannot be used; the message is one line for the operator."""


class UnfitModelError(ValueError):
    """A model cannot detect people; the message says why, without the file.

    The module that opened the file catches it and raises a VisionError with the name of the file.
    """
