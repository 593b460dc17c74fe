"""`counterwatch evidence`: seals of files, exports, and their check."""

import datetime as dt
import time
from pathlib import Path

import click

from counterwatch.command_parts import (
    FILE,
    ExitCode,
    actor,
    data_option,
    day_option,
    language,
    language_option,
    open_store,
    report_error,
    write_down,
)


@click.group()
def evidence() -> None:
    """Check the files of events, export them, and verify an export."""


@evidence.command("check")
@data_option()
def evidence_check(data: Path) -> ExitCode:
    """Check every clip and poster of the store; exit code 1 when one was changed or is gone.

    Files that were never sealed are counted: `counterwatch evidence seal` seals them as they are now.
    """
    from models import Action, SealState
    from pipeline.exports import states_of_files

    counts = dict.fromkeys(SealState, 0)
    with open_store(data) as store:
        for subject, state in states_of_files(store, data):
            counts[state] += 1
            if not state.serves:
                click.echo(f"{subject}: {state}")
        said = ", ".join(f"{n} {state}" for state, n in counts.items())
        write_down(store, Action.AUDIT_VERIFIED, "files", said)
    click.echo(said)
    return ExitCode.NOT_INTACT if counts[SealState.CHANGED] or counts[SealState.MISSING] else ExitCode.DONE


@evidence.command("seal")
@data_option()
def evidence_seal(data: Path) -> None:
    """Seal the files that were recorded by a version without seals, as they are now.

    The seal has the present date: it shows that a file is unchanged from now on, and nothing about the time before.
    """
    from pipeline.exports import seal_unsealed

    with open_store(data) as store:
        click.echo(f"{seal_unsealed(store, data, actor(), time.time())} files sealed")


@evidence.command("key")
@data_option()
def evidence_key(data: Path) -> None:
    """Print the public key that signs exports, and its fingerprint; give both to whoever will verify one."""
    from pipeline.exports import ExportKey, fingerprint_of

    public = ExportKey(data).public
    click.echo(public.decode(), nl=False)
    click.echo(f"fingerprint {fingerprint_of(public)}")


@evidence.command("export")
@click.option("--event", "event_id", type=click.IntRange(1, 2**31 - 1), help="One event, by its number.")
@click.option("--counter", metavar="KEY", help="With --date: a counter's day.")
@click.option("--site", "site_key", metavar="KEY", help="With --date: the report of a hall's day.")
@day_option("--date", "day", help_text="The day.")
@click.option("--out", type=FILE, required=True, metavar="FILE.zip", help="The archive to write.")
@language_option()
@data_option()
def evidence_export(  # noqa: PLR0913, PLR0917 - an argument for each option is how click hands them over
    event_id: int | None,
    counter: str | None,
    site_key: str | None,
    day: dt.date | None,
    out: Path,
    tongue: str | None,
    data: Path,
) -> ExitCode:
    """Write an event, a counter's day or a day's report as an archive that a stranger can verify."""
    from models import Action
    from pipeline.exports import ExportKey, ExportName, ExportSource, named_contents, note_of, write_export

    if (event_id is None) == (day is None) or (day is not None and bool(counter) == bool(site_key)):
        raise click.UsageError("give --event, or --date with --counter or with --site")
    named, now = ExportName(event_id, day or dt.date.min, counter, site_key), time.time()
    with open_store(data) as store:
        source = ExportSource(store, data)
        subject, contents = named_contents(source, named, tongue or language(), now)
        with out.open("wb") as file:
            write_export(contents, note_of(source, subject, actor(), now), ExportKey(data), file)
        write_down(store, Action.EXPORTED, subject, f"evidence, {len(contents.files)} files")
    for name, why in contents.left_out.items():
        report_error(f"{name}: {why}: left out")
    click.echo(f"{out}: {len(contents.files)} files")
    return ExitCode.NOT_INTACT if contents.left_out else ExitCode.DONE


@evidence.command("verify")
@click.argument("file", type=FILE, metavar="FILE.zip")
@click.option("--key", type=FILE, help="The public key of the operator (PEM); else the one in the archive.")
def evidence_verify(file: Path, key: Path | None) -> ExitCode:
    """Check an archive; exit code 1, with a line for each fault, when it is not as it was exported."""
    from pipeline.exports import verify_export

    found = verify_export(file, key.read_bytes() if key else None)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        return ExitCode.NOT_INTACT
    click.echo(f"{found.files} files, all as they were exported; signed by the key {found.key}")
    if key is None:
        click.echo(
            "the key lies in the archive itself: compare its fingerprint with the operator's, or give --key"
        )
    return ExitCode.DONE
