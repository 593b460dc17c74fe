"""`counterwatch whatif`: the scores that other norms would give."""

import datetime as dt
import time
from pathlib import Path

import click

from counterwatch.command_parts import (
    ExitCode,
    data_option,
    day_option,
    open_store,
    report_error,
    site_in_use,
    site_option,
    write_down,
)


@click.command()
@site_option()
@click.option("--profile", required=True, help="The other norms: a name or a file.")
@day_option("--since", required=True, help_text="The first day.")
@day_option("--until", help_text="The last day; default: the first one.")
@data_option()
def whatif(site_file: Path, profile: str, since: dt.date, until: dt.date | None, data: Path) -> ExitCode:
    """Print the scores that other norms would give to days; nothing is kept."""
    from models import Action, load_site
    from models.norms import load_profile
    from pipeline.nightly.whatif import what_if_days

    site, other = load_site(site_file), load_profile(profile)
    found = 0
    with open_store(data) as store:
        site = site_in_use(store, site)
        write_down(
            store, Action.SUPPOSED, f"what if {site.site}", f"{other.name} {since} to {until or since}"
        )
        for one in what_if_days(store, data, site, other, (since, until or since), time.time()):
            found += 1
            was = "-" if one.scored is None else f"{one.scored.points:g} ({one.scored.profile})"
            how = "" if one.judged else "  (no signals left: only priced anew)"
            click.echo(
                f"{one.day} {one.place.counter:12} {was} -> {one.supposed.points:g} ({other.name}){how}"
            )
    return ExitCode.DONE if found else report_error("nothing is known of these days")
