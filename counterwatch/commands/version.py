"""`counterwatch version`: the installed version.

A bug report names it, and so does a page of measurements. `--all` adds what the figures of an analysis depend on.
"""

import click

DISTRIBUTION = "counterwatch"
"""The name under which pip installs the program."""
COMPONENTS = (
    "mediapipe",
    "onnxruntime",
    "openvino",
    "ultralytics",
    "opencv-python",
    "av",
    "numpy",
    "sqlalchemy",
)
"""The libraries that look, count and store; the optional ones are named where they are installed."""


@click.command()
@click.option(
    "--all", "everything", is_flag=True, help="Also the versions of Python and of the libraries in use."
)
def version(*, everything: bool) -> None:
    """Print the version of this program."""
    import platform
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of  # slow to import: email parsing comes with it

    click.echo(version_of(DISTRIBUTION))
    if not everything:
        return
    click.echo(f"python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for name in COMPONENTS:
        try:
            click.echo(f"{name} {version_of(name)}")
        except PackageNotFoundError:
            click.echo(f"{name}: not installed")
