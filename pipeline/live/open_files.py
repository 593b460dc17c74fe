"""The open files that live cameras take, and the limit of this process."""

from dataclasses import dataclass

from pipeline.errors import PipelineError
from pipeline.processes import allow_open_files
from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class OpenFileLimits:
    """Limits of open files."""

    program: int = limit(128, "files", Basis.CHOICE, "of the program itself")
    camera: int = limit(
        16, "files", Basis.CHOICE, "its connection, its recent pictures, its journals, a clip"
    )


LIMITS = OpenFileLimits()


def check_open_files(cameras: int) -> None:
    """Raise PipelineError when this process may not open as many files as the cameras of a site take."""
    lacking = lacking_open_files(cameras)
    if lacking is not None:
        raise PipelineError(": ".join(lacking))


def lacking_open_files(cameras: int) -> tuple[str, str] | None:
    """The lack and what to do, when this process may not open as many files as so many cameras take."""
    wanted = LIMITS.program + LIMITS.camera * cameras
    allowed = allow_open_files(wanted)
    if allowed >= wanted:
        return None
    return (
        f"{cameras} cameras take up to {wanted} open files, and this process may open {allowed}",
        f"raise the limit (ulimit -n {wanted}, or LimitNOFILE= of the service)",
    )
