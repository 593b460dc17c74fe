"""Addresses of cameras, and the message for a lost connection."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from av import error as av_error

from vision.errors import VisionError

SCHEMES = ("rtsp", "rtsps", "http", "https")


@dataclass(frozen=True, slots=True)
class CameraAddress:
    """The way to open a camera: `file`, `form` and `options` for PyAV; `name` without a password."""

    file: str
    name: str
    form: str | None = None
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, spec: str) -> "CameraAddress | None":
        """The address of a device number or of a camera's URL; None for any other `spec`."""
        if spec.isdecimal():
            return cls(f"/dev/video{int(spec)}", f"webcam {int(spec)}", "v4l2")
        parts = urlsplit(spec)
        if parts.scheme.lower() not in SCHEMES:
            return None
        if not parts.hostname:
            raise VisionError(f"{parts.scheme}: the camera's address names no host")
        host = parts.netloc.rpartition("@")[2]
        # TCP, because a lost UDP packet smears people for seconds. Sound is not requested.
        rtsp = {"rtsp_transport": "tcp", "allowed_media_types": "video"}
        return cls(
            spec,
            f"{parts.scheme}://{host}{parts.path}",
            options=rtsp if parts.scheme.lower().startswith("rtsp") else {},
        )


def why_lost(error: Exception, stall_s: float) -> str:
    """The reason for a lost connection in a few words, without the address, which may hold a password."""
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (av_error.ExitError, f"no picture for {stall_s:.0f} s"),
        (av_error.HTTPUnauthorizedError, "user name or password is wrong"),
        (av_error.HTTPForbiddenError, "this user may not see it"),
        (av_error.HTTPNotFoundError, "there is no such stream on this camera"),
        (av_error.InvalidDataError, "what it sends cannot be read"),
        (FileNotFoundError, "there is no such device"),
    )
    for kind, reason in reasons:
        if isinstance(error, kind):
            return reason
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).split("\n")[0].lower()
