"""Addresses of cameras, and the message for a lost connection."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from av import error as av_error

from vision.core import VisionError
from vision.sources.secret_references import filled_in

SCHEMES = ("rtsp", "rtsps", "http", "https")


@dataclass(frozen=True, slots=True)
class CameraAddress:
    """The way to open a camera: `file`, `form` and `options` for PyAV; `name` is what a log may hold of it.

    `file` can hold a password, so no text of this object shows it.
    """

    file: str = field(repr=False)
    name: str
    form: str | None = None
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, spec: str, transport: str = "tcp") -> "CameraAddress | None":
        """The address of a device number or of a camera's URL; None for any other `spec`. RTSP uses `transport`.

        References to secrets are filled in. Raises VisionError for a camera's URL without a host, one that is not
        written as a URL, and a reference without a value.
        """
        spec = filled_in(spec)
        if spec.isdecimal():
            return cls(f"/dev/video{int(spec)}", f"webcam {int(spec)}", "v4l2")
        scheme, is_url, _ = spec.partition("://")
        if not is_url or scheme.lower() not in SCHEMES:
            return None
        name = public_name(spec)
        if name == f"{scheme}://...":
            raise VisionError(
                f"{scheme}: the camera's address names no host that can be read: write / ? # @ and : of a "
                "password as %2F %3F %23 %40 and %3A"
            )
        # TCP unless UDP is asked for: a lost UDP packet smears people for seconds. Sound is not requested.
        # The rate is not asked for either: to find it takes a second and a half of every connection.
        rtsp = {"rtsp_transport": transport, "allowed_media_types": "video", "fpsprobesize": "0"}
        return cls(spec, name, options=rtsp if scheme.lower().startswith("rtsp") else {})


def public_name(spec: str) -> str:
    """The part of a source that a log may hold: scheme, host and port of a URL; a path of a file as it is.

    Cameras take passwords in the path and in the query as well, and no rule tells them from the name of a stream. `...`
    stands for everything that is left out, and for a host that cannot be told from a password.
    """
    scheme, colon, rest = spec.partition(":/")
    if not colon:
        return spec if "@" not in spec else f"...@{spec.rpartition('@')[2]}"
    try:
        parts = urlsplit(spec)
        host, port = parts.hostname, parts.port
    except ValueError:  # no number of a port, or no address of IPv6: perhaps a password with a / in it
        return f"{scheme}://..."
    behind = rest.removeprefix("/")[len(parts.netloc) :]
    # An @ behind what looks like host and port may end a password that holds one of / ? #.
    if not host or ("@" in behind and port is not None and "@" not in parts.netloc):
        return f"{scheme}://..."
    return f"{scheme}://{parts.netloc.rpartition('@')[2]}" + ("/..." if behind.strip("/") else "")


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
