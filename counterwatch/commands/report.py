"""`counterwatch report`: the report of a site's day, week or month, as a file."""

import datetime as dt
import hashlib
import time
from pathlib import Path
from typing import get_args

import click

from counterwatch.command_parts import (
    FILE,
    ExitCode,
    data_option,
    day_option,
    language,
    language_option,
    open_store,
    report_error,
    site_option,
    write_down,
)


@click.command()
@site_option()
@data_option()
@click.option("--period", type=click.Choice(["day", "week", "month"]), default="day", show_default=True)
@day_option("--date", "day", help_text="A day of the period; default: the last day that has a score.")
@click.option("--counter", metavar="KEY", help="Only this counter.")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv", "html"]), help="Default: as --out ends.")
@language_option()
@click.option("--out", type=FILE, required=True, metavar="FILE", help="The file to write.")
def report(  # noqa: PLR0913, PLR0917 - an argument for each option is how click hands them over
    site_file: Path,
    data: Path,
    period: str,
    day: dt.date | None,
    counter: str | None,
    form: str | None,
    tongue: str | None,
    out: Path,
) -> ExitCode:
    """Write the report of a site's day, week or month: Excel, CSV, or a page to print."""
    from models import Action, load_site
    from pipeline.reports import Format, ReportRequest, gather, latest_day, render

    written = next((one for one in get_args(Format) if one == (form or out.suffix.removeprefix("."))), None)
    if written is None:
        return report_error(f"{out}: the name does not end in .xlsx, .csv or .html: give --format")
    site = load_site(site_file)
    with open_store(data) as store:
        day = day or latest_day(store, site.site)
        if day is None:
            return report_error(
                f"{data}: nothing of site {site.site} was scored yet: analyse recordings first"
            )
        made = gather(store, ReportRequest(site, period, day, time.time(), counter=counter))
        said = tongue or language()
        content = render(made, written, said).content
        sha256 = hashlib.sha256(content).hexdigest()
        what = f"report {period} {made.period.day} {site.site}{f' {counter}' if counter else ''}"
        write_down(store, Action.EXPORTED, what, f"{written} {said} sha256:{sha256}")
    out.write_bytes(content)
    click.echo(f"{out}: {period} of {made.period.day}, {made.hall.now.scored} counter-days scored")
    return ExitCode.DONE
