"""The command that writes a hall's report to a file."""
# ruff: noqa: PLC0415

import datetime as dt
import time
from pathlib import Path
from typing import get_args

import click

from counterwatch_shell import FILE, complain, data_option, language, open_store, site_option


def _date(_context: click.Context, _option: click.Parameter, value: dt.datetime | None) -> dt.date | None:
    return None if value is None else value.date()


@click.command()
@site_option()
@data_option()
@click.option("--period", type=click.Choice(["day", "week", "month"]), default="day", show_default=True)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_date,
    help="A day of the period; the last one with a score when none is given.",
)
@click.option("--counter", metavar="KEY", help="Only this counter.")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv", "html"]), help="Otherwise as --out ends.")
@click.option("--language", "said", type=click.Choice(["zh", "en"]), help="Otherwise the shell's.")
@click.option("--out", type=FILE, required=True, metavar="FILE", help="The file to write.")
def report(  # noqa: PLR0913, PLR0917 - an argument for each option is how click hands them over
    site_file: Path,
    data: Path,
    period: str,
    day: dt.date | None,
    counter: str | None,
    form: str | None,
    said: str | None,
    out: Path,
) -> int:
    """Write the report of a hall's day, week or month: Excel, CSV, or a page to print."""
    from models.site import load_site
    from pipeline.reports import Format, Wanted, gather, latest_day, render

    written = next((one for one in get_args(Format) if one == (form or out.suffix.removeprefix("."))), None)
    if written is None:
        return complain(f"{out}: the name does not end in .xlsx, .csv or .html: give --format")
    site = load_site(site_file)
    with open_store(data) as store:
        day = day or latest_day(store, site.site)
        if day is None:
            return complain(f"{data}: nothing of site {site.site} was scored yet: analyse recordings first")
        made = gather(store, Wanted(site, period, day, time.time(), counter=counter))
    out.write_bytes(render(made, written, said or language()).content)
    click.echo(f"{out}: {period} of {made.period.day}, {made.hall.now.scored} counter-days scored")
    return 0
