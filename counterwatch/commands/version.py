"""`counterwatch version`: the installed version.

A bug report names it, and so does a page of measurements.
"""

import click

DISTRIBUTION = "counterwatch"
"""The name under which pip installs the program."""


@click.command()
def version() -> None:
    """Print the version of this program."""
    from importlib.metadata import version as version_of  # slow to import: email parsing comes with it

    click.echo(version_of(DISTRIBUTION))
