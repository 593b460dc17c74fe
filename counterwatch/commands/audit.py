"""`counterwatch audit`: the log of views, exports and changes, and whether it is as it was written."""

from pathlib import Path

import click

from counterwatch.command_parts import ExitCode, data_option, open_store, write_down


@click.group()
def audit() -> None:
    """Check the log of views, exports and changes."""


@audit.command("verify")
@data_option()
def audit_verify(data: Path) -> ExitCode:
    """Check every line of the log; exit code 1, and the first bad line, when it is not as it was written.

    Lines that were changed, removed, put in or put in another order are found, at the end as well. docs/evidence.md
    says what nobody can find.
    """
    from models import Action

    with open_store(data) as store:
        found, strange = store.audit.check(), store.seals.strange()
        write_down(store, Action.AUDIT_VERIFIED, detail=f"{found.lines} lines")
    for subject in strange:
        click.echo(f"the seal of {subject} is not the one that the log tells of")
    if found.fault is not None:
        click.echo(f"line {found.fault.line} {found.fault.why}")
    if found.fault is not None or strange:
        return ExitCode.NOT_INTACT
    last = found.last
    head = f"; the last is {last.id} {last.hash}" if last else ""
    click.echo(f"{found.lines} lines, all as they were written{head}")
    return ExitCode.DONE
