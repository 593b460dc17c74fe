"""`counterwatch demo`: the demo recordings analysed, printed and served."""

import time
from dataclasses import replace
from pathlib import Path

import click

from counterwatch.command_parts import data_option, database_address, language, open_store, port_option, ran
from counterwatch.commands.analyze import analyse_batch
from counterwatch.demo_footage import FOOTAGE


@click.command()
@data_option("demo-data")
@port_option()
@click.option("--no-serve", is_flag=True, help="Analyse and print only.")
def demo(data: Path, port: int, no_serve: bool) -> None:
    """Analyse the demo recordings, print what was found and serve the dashboard."""
    from api.demo import ensure_demo_accounts
    from api.settings import Settings
    from dashboard.server import address_of, listen, serve_on
    from pipeline.recordings import ResultTarget, console, print_events, print_scores
    from pipeline.recordings.demo import demo_batch, fresh, kept_events, kept_scores

    listening, batch, screen = listen("127.0.0.1", port), demo_batch(FOOTAGE / "hall.yaml"), console()
    with open_store(data) as store:
        ran(store, "demo")
        batch = replace(batch, learned=store.lines.figures(batch.site.site))
        analyse_batch(fresh(batch, store), ResultTarget(store, data, time.time))
        print_events(kept_events(batch, store), batch.profile, batch.site, screen, language())
        print_scores(kept_scores(batch, store, batch.profile, time.time()), screen, language())
        for account in ensure_demo_accounts(store, data, time.time()):
            click.echo(f"demo account: {account.name:12} password: {account.password}")
    if not no_serve:
        click.echo(f"dashboard: {address_of(listening)} (Ctrl-C stops)")
        serve_on(listening, Settings(data, database_address()))
