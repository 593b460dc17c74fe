"""`counterwatch retention`: how long data is kept, and its deletion."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import ExitCode, data_option, open_store, report_error

if TYPE_CHECKING:
    from models.store import RetentionPolicy, Store


@click.group()
def retention() -> None:
    """Show how long each class of data is kept, and delete what is older (the nightly run does this every night)."""


@retention.command("show")
@data_option()
def retention_show(data: Path) -> ExitCode:
    """Print the period of every class with its reason and source; DATA/retention.yaml sets others."""
    from models.store import RetentionClass, load_retention, retention_defaults

    policy, defaults = load_retention(data), retention_defaults()
    for kind in RetentionClass:
        days, default = policy.days[kind], defaults[kind]
        click.echo(
            f"{kind:17}{_days(days):>10}  {'' if days == default.days else 'set here; default '}"
            f"{'' if days == default.days else _days(default.days) + ': '}{default.reason} ({default.source})"
        )
    for site, own in policy.sites.items():
        for kind, days in own.items():
            click.echo(f"{kind:17}{_days(days):>10}  at {site}")
    with open_store(data) as store:
        return _told(store, policy)


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@data_option()
def retention_run(*, dry_run: bool, data: Path) -> ExitCode:
    """Delete what is older than its period, unless a legal hold keeps it."""
    from models.store import load_retention
    from pipeline.nightly.lock import only_run
    from pipeline.retention.run import RetentionPlace, run_retention

    policy, now = load_retention(data), time.time()
    with open_store(data) as store, only_run(data, now):
        report = run_retention(RetentionPlace(store, data, policy, now), dry_run=dry_run)
        for line in report.lines:
            click.echo(line.line())
        click.echo(report.line().partition(":")[0])
        for note in report.notes:
            report_error(note)
        return ExitCode.USER_ERROR if report.notes else _told(store, policy)


def _days(days: int | None) -> str:
    return "kept" if days is None else f"{days} days"


def _told(store: "Store", policy: "RetentionPolicy") -> ExitCode:
    """Lines about periods that are allowed and deserve a look."""
    from pipeline.retention.doubts import doubts

    for line in doubts(store, policy):
        report_error(line)
    return ExitCode.DONE
