"""`counterwatch restore`: a data folder from a backup."""

from pathlib import Path

import click

from counterwatch.command_parts import FOLDER, data_option, open_store


@click.command()
@click.argument("folder", type=FOLDER, metavar="FOLDER")
@data_option()
def restore(folder: Path, data: Path) -> None:
    """Check a backup against its manifest and copy it into a data folder that is new or empty."""
    from pipeline.backup.copying import DUMP
    from pipeline.backup.copying import restore as restored

    made = restored(folder, data)
    click.echo(f"{len(made.files)} files in {data}")
    if DUMP in made.files:
        click.echo(f"the database is in {data / DUMP}: give it to pg_restore --dbname ADDRESS")
        return
    with open_store(data) as store:
        check = store.audit.check()
        click.echo(f"audit log: {check.lines} lines, {check.fault.why if check.fault else 'whole'}")
