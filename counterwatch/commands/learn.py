"""`counterwatch learn`: lines of certainty learned from the verdicts of reviewers."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import actor, data_option, language, language_option, open_store

if TYPE_CHECKING:
    from models import LineKey, Site
    from models.store import Store
    from pipeline.learning import LineDecision


@click.command()
@click.option(
    "--site", "named", metavar="SITE", help="A site file, or the key of a site; default: every site kept."
)
@click.option("--accept", metavar="KIND[@COUNTER]", help="Put the line that is proposed for it in force.")
@click.option("--undo", metavar="KIND[@COUNTER]", help="Take back the line that is in force for it.")
@click.option("--by", metavar="USER", help="With --accept or --undo: the administrator who decides.")
@language_option()
@data_option()
def learn(
    named: str | None, accept: str | None, undo: str | None, by: str | None, tongue: str | None, data: Path
) -> None:
    """Propose from confirmed and dismissed events from which confidence on an event is a fact.

    Figures are those of verdicts that were held out. Nothing changes before an administrator accepts a proposal.
    """
    from models import OvertakenError

    if accept and undo:
        raise click.UsageError("give --accept or --undo, not both")
    if bool(by) != bool(accept or undo):
        raise click.UsageError("--accept and --undo go with --by USER, an administrator")
    words = tongue or language()
    with open_store(data) as store:
        sites = _sites(store, named)
        if by is None:
            for site in sites:
                _print(store, site, words)
            return
        if len(sites) != 1:
            raise click.ClickException(f"several sites are kept: give --site, one of {_names(sites)}")
        decision = _administrator(store, by)
        try:
            click.echo(_decide(store, sites[0], (accept, undo), decision, words))
        except OvertakenError as error:
            raise click.ClickException(str(error)) from error


def _sites(store: "Store", named: str | None) -> list["Site"]:
    """The sites that are kept, or the one that is named; raises click.ClickException where there is none."""
    from models import load_site

    kept = [one.site for one in store.sites.all()]
    if named is not None and named.endswith((".yaml", ".yml")):
        named = load_site(Path(named)).site
    found = [site for site in kept if named in (None, site.site)]
    if not found:
        what = "no site is kept" if named is None else f"no site {named!r} is kept"
        raise click.ClickException(
            f"{what}: {f'name one of {_names(kept)}' if kept else 'analyze a recording first'}"
        )
    return found


def _names(sites: list["Site"]) -> str:
    return ", ".join(site.site for site in sites)


def _administrator(store: "Store", name: str) -> "LineDecision":
    """The decision of an account; raises click.ClickException unless it is an active administrator."""
    from models import Role
    from pipeline.learning import LineDecision

    user = store.accounts.named(name)
    if user is None or not user.active:
        raise click.ClickException(f"there is no active account {name!r}: see counterwatch users list")
    if user.role is not Role.ADMIN:
        raise click.ClickException(f"{user.name} is no administrator: only an admin decides on lines")
    return LineDecision(user.name, actor())


def _print(store: "Store", site: "Site", words: str) -> None:
    """The table of a site's proposals, its lines in force, and the meaning of the figures."""
    from rich.markup import escape
    from rich.table import Table

    from pipeline.learning import propose, wording
    from pipeline.recordings import console

    screen, proposals = console(), propose(store, site)
    if not proposals:
        screen.print(wording.nothing(site.site, words), markup=False)
    else:
        title = escape(wording.title(site.site, words))
        table = Table(*wording.heads(words), title=title, title_justify="left")
        table.columns[-1].no_wrap = True
        for one in proposals:
            table.add_row(*map(escape, wording.row(one, words)))
        screen.print(table)
    for line in store.lines.in_force(site.site).values():
        screen.print(wording.in_force(line, site.zone, words), markup=False)
    for note in wording.notes(words) if proposals else ():
        screen.print(note, markup=False)


def _decide(
    store: "Store", site: "Site", asked: tuple[str | None, str | None], decision: "LineDecision", words: str
) -> str:
    """Accept or take back the line asked for; returns the sentence that says what holds now."""
    from pipeline.learning import accept_line, line_now, take_back_line, wording

    accept, undo = asked
    if accept is not None:
        return wording.accepted(accept_line(store, site, _key(accept), decision, time.time()), words)
    key = _key(undo or "")
    held = store.lines.in_force(site.site).get(key)
    if held is None:
        raise click.ClickException(f"no learned line of {key} is in force at {site.site}")
    gone = take_back_line(store, held.id, decision, time.time())
    return wording.taken_back(gone, line_now(store, site, key), words)


def _key(said: str) -> "LineKey":
    from models import LineKey

    try:
        return LineKey.parse(said)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
