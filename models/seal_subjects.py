"""The subjects of seals: the names by which the store finds the seal of a file.

A seal is no row of its event, because it outlives it, so the name is all that binds them.
"""

_LONGEST = 255  # letters that the column holds


def event_file(event_id: int, kind: str) -> str:
    """The subject of the seal of an event's clip or poster."""
    return f"event {event_id} {kind}"


def quiet_file(minute_id: int, kind: str) -> str:
    """The subject of the seal of a quiet minute's clip or poster."""
    return f"quiet minute {minute_id} {kind}"


def background_of(camera_id: int) -> str:
    """The subject of the seal of a camera's background."""
    return f"camera {camera_id} background"


def report_file(folder: str, name: str) -> str:
    """The subject of the seal of a file below DATA/reports."""
    return f"report {folder}/{name}"[:_LONGEST]
