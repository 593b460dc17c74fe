"""`counterwatch backup`: a copy of database and files while everything runs."""

import time
from pathlib import Path

import click

from counterwatch.command_parts import FILE, data_option, database_address, open_store, ran


@click.command()
@click.argument("folder", type=FILE, metavar="FOLDER")
@data_option()
def backup(folder: Path, data: Path) -> None:
    """Copy database and files into a new folder, with a manifest; server and cameras may go on.

    A backup has everything that the data folder has, names too: keep it as safe, and let it expire.
    """
    from pipeline.backup.copying import back_up

    made = back_up(data, folder, time.time(), database_address())
    with open_store(data) as store:
        ran(store, "backup", folder.name)
    size = sum(file.size for file in made.files.values())
    click.echo(f"{len(made.files)} files, {size / 1e6:.1f} MB in {folder}")
