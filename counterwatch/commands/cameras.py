"""`counterwatch cameras`: cameras on the network that speak ONVIF, and the addresses of their streams."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from vision.sources.onvif_streams import AskedCamera, CameraStream

_CLOCK_S = 2.0
"""A clock that is further off is told: pictures carry its time."""
_NO_PASSWORD = "${CAMERA_PASSWORD}"


def _library() -> None:
    try:
        import onvif  # noqa: F401 - an extra
    except ImportError as error:
        raise click.ClickException("ONVIF needs its library: pip install 'counterwatch[onvif]'") from error


@click.group()
def cameras() -> None:
    """Find cameras on the network by ONVIF, and ask them for the addresses of their streams."""


@cameras.command("find")
@click.option(
    "--seconds",
    default=4.0,
    show_default=True,
    type=click.FloatRange(0.5, 60),
    help="Wait so long for answers.",
)
def cameras_find(seconds: float) -> None:
    """List the cameras that answer. Exit code 1 when there is none."""
    _library()
    from vision.sources.onvif_discovery import find_cameras

    found = find_cameras(seconds)
    for camera in found:
        click.echo("   ".join(part for part in (camera.address, camera.name, camera.hardware) if part))
    if not found:
        click.echo(
            "no camera answered: is ONVIF switched on in them, and are they in the network of this machine?",
            err=True,
        )
        raise click.exceptions.Exit(1)


@cameras.command("streams")
@click.argument("address")
@click.option("--user", default="", help="The user of the camera who may watch.")
@click.option(
    "--password",
    metavar="REFERENCE",
    help="Where the password is: ${NAME} of the environment, or ${file:/PATH}. Asked for without it.",
)
def cameras_streams(address: str, user: str, password: str | None) -> None:
    """Ask the camera at ADDRESS for its streams, and print them as lines for the site file.

    No password is printed: the lines refer to it.
    """
    _library()
    from vision.sources.onvif_streams import ask_camera
    from vision.sources.secret_references import filled_in

    if password is not None and not password.startswith("${"):
        raise click.ClickException(
            "--password: write ${NAME} or ${file:/PATH}; others on this machine can read what stands on a command line"
        )
    secret = ""
    if user:
        secret = filled_in(password) if password else click.prompt("Password", hide_input=True, err=True)
    camera = ask_camera(address, user, secret)
    click.echo(f"{camera.maker} {camera.model}, firmware {camera.firmware}".strip())
    for stream in camera.streams:
        click.echo("  " + _told(stream))
    if camera.clock_s is not None and abs(camera.clock_s) > _CLOCK_S:
        way = "ahead of" if camera.clock_s > 0 else "behind"
        click.echo(f"Its clock is {abs(camera.clock_s):.0f} s {way} this machine's: set it by NTP.")
    click.echo("\nFor the site file:\n")
    for line in _site_lines(camera, user, password or _NO_PASSWORD):
        click.echo(f"      {line}")


def _told(stream: "CameraStream") -> str:
    size = "x".join(map(str, stream.size)) if stream.size[0] else "size unknown"
    rate = f"{stream.rate:g}/s" if stream.rate else ""
    return "   ".join(part for part in (stream.name, size, stream.codec, rate, stream.address) if part)


def _site_lines(camera: "AskedCamera", user: str, password: str) -> list[str]:
    lines = ["- id: cam1", f"  source: {camera.main.signed_in(user, password)}"]
    small = camera.small
    return lines + ([f"  look_at: {small.signed_in(user, password)}"] if small else [])
