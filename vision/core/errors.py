"""Errors that an operator can mend.

Each message is one line: it names the file, address or device, the fault and the remedy. The command line prints it and
ends with exit code 2. The API returns it with a status of 4xx. Neither shows a traceback, so the message must be
complete by itself. Every backend translates the exceptions of its runtime to these.
"""


class VisionError(Exception):
    """A source, a model or a device cannot be used.

    The message is one line for the operator, for example "hall.mp4: no video stream; give a video file".
    """


class UnfitModelError(ValueError):
    """A model cannot detect people; the message says why, without the file.

    The module that opened the file catches it and raises a VisionError with the name of the file.
    """
