"""The open files that live cameras take, and the limit of this process."""

from pipeline.errors import PipelineError
from pipeline.processes import allow_open_files

# Open files of the program itself, and of a camera: its connection, its recent pictures, its journals, a clip.
OPEN_FILES, OPEN_FILES_OF_A_CAMERA = 128, 16


def check_open_files(cameras: int) -> None:
    """Raise PipelineError when this process may not open as many files as the cameras of a site take."""
    wanted = OPEN_FILES + OPEN_FILES_OF_A_CAMERA * cameras
    allowed = allow_open_files(wanted)
    if allowed < wanted:
        raise PipelineError(
            f"{cameras} cameras take up to {wanted} open files, and this process may open {allowed}: "
            f"raise the limit (ulimit -n {wanted}, or LimitNOFILE= of the service)"
        )
