"""`counterwatch doctor`: checks of this machine, and how many cameras it carries."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import FILE, ExitCode, data_option, database_address, pose_option
from counterwatch.demo_footage import FOOTAGE

if TYPE_CHECKING:
    from models import Site
    from pipeline.doctor import Finding
    from vision.pose.choice import ModelRequest

_USUAL = 8
"""The number of cameras that is checked for without a site file."""


@click.command()
@click.option("--site", "site_file", type=FILE, help="Also connect to the cameras of this site file.")
@click.option("--quick", is_flag=True, help="Do not measure how many cameras this machine carries.")
@data_option()
@pose_option
def doctor(site_file: Path | None, quick: bool, data: Path, wish: "ModelRequest") -> ExitCode:
    """Check this machine, the data folder and the cameras, and predict how many cameras it carries.

    Prints a line for each finding, with what to do. Ends with 2 if one of them is a fault.
    """
    from models import load_site

    site, faults = load_site(site_file) if site_file else None, 0
    for finding in _findings(site, quick, data, wish):
        click.echo(str(finding))
        faults += finding.level == "fault"
    return ExitCode.USER_ERROR if faults else ExitCode.DONE


def _findings(site: "Site | None", quick: bool, data: Path, wish: "ModelRequest") -> Iterator["Finding"]:
    import pipeline.doctor as checks

    count = len(site.cameras) if site else _USUAL
    yield checks.check_cores()
    yield checks.check_open_file_limit(count)
    yield from checks.check_disk(data, count)
    yield checks.check_clock(data)
    yield checks.check_database(data, database_address())
    weights = checks.check_weights()
    yield weights
    yield checks.check_codecs()
    yield from checks.check_cameras(site.cameras if site else [])
    if not quick and weights.level is checks.Level.OK:
        capacity = checks.measure_capacity(FOOTAGE, wish)
        yield checks.check_capacity(capacity, len(site.cameras) if site else None)
