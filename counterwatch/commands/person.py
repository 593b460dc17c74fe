"""`counterwatch person`: the data of one person, exported or erased."""

import time
from pathlib import Path

import click

from counterwatch.command_parts import (
    FILE,
    ExitCode,
    actor,
    data_option,
    language,
    language_option,
    open_store,
    report_error,
    write_down,
)


@click.group()
def person() -> None:
    """Export or erase what is stored about one person, named as the roster writes it."""


@person.command("export")
@click.argument("name")
@click.option("--out", type=FILE, required=True, help="The zip file to write.")
@click.option("--account", "accounts", multiple=True, help="An account of the person; may be given again.")
@language_option()
@data_option()
def person_export(name: str, out: Path, accounts: tuple[str, ...], tongue: str | None, data: Path) -> None:
    """Write everything that is stored about a person to a zip: JSON, CSV and a page to read."""
    from models import Action
    from pipeline.subject_access.export import export_person

    with open_store(data) as store:
        made = export_person(store, name, accounts)
        content = made.archive(tongue or language())
        out.touch(0o600)
        out.chmod(0o600)  # also one that stood there, before the content is in it
        out.write_bytes(content)
        write_down(store, Action.PERSON_EXPORTED, f"person {name}", out.name)
    click.echo(", ".join(f"{len(rows)} {section}" for section, rows in made.sections.items()))


@person.command("erase")
@click.argument("name")
@click.option("--account", "accounts", multiple=True, help="An account of the person; it is closed.")
@click.option("--reason", required=True, help="Why, for the audit log.")
@click.option("--dry-run", is_flag=True, help="Say what would be replaced and deleted, and do nothing.")
@data_option()
def person_erase(*, name: str, accounts: tuple[str, ...], reason: str, dry_run: bool, data: Path) -> ExitCode:
    """Delete a person's clips and replace the name everywhere by a random one; scores stay as figures of counters."""
    from pipeline.subject_access.erasure import ErasureOrder, erase_person

    order = ErasureOrder(name, accounts, actor(), reason, time.time(), dry_run)
    with open_store(data) as store:
        report = erase_person(store, data, order)
    for line in report.lines():
        click.echo(line)
    if report.left and not dry_run:
        return report_error("the name is left in some places: look at them, and erase again")
    return ExitCode.DONE
