"""`counterwatch tokens`: secrets by which other systems read the API."""

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.command_parts import data_option, open_store, write_down
from counterwatch.commands.users import BY, grant_options

if TYPE_CHECKING:
    from models import Grant, ServiceToken

RIGHTS = ("read", "faces", "scores", "export", "audit")


@click.group()
def tokens() -> None:
    """Make, list and revoke service tokens, by which other systems read the API."""


@tokens.command("add")
@click.argument("name")
@click.option(
    "--may", multiple=True, required=True, type=click.Choice(RIGHTS), help="What it may do. May repeat."
)
@click.option(
    "--expires", "days", metavar="DAYS", required=True, type=int, help="Days until it expires, 366 at most."
)
@grant_options
@data_option()
def tokens_add(name: str, may: tuple[str, ...], days: int, seen: "set[Grant]", data: Path) -> None:
    """Make a token. Its secret is printed once and is stored nowhere.

    Say which halls it may see: --all-halls, --hall KEY, or --camera HALL CAMERA.
    """
    from models import Action, TokenOrder, TokenRight

    if not seen:
        raise click.ClickException(
            f"say what {name} may see: --all-halls, --hall KEY, or --camera HALL CAMERA"
        )
    order = TokenOrder(name, frozenset(map(TokenRight, may)), days, BY)
    grants = sorted(seen)
    with open_store(data) as store, store.unit_of_work("service tokens") as work:
        token, secret = work.service_tokens.make(order, time.time())
        work.token_grants.replace(token.id, grants, BY, time.time())
        write_down(work, Action.TOKEN_MADE, f"token {token.name}", order.told(grants))
    click.echo(f"{token.name} expires on {_day(token.expires_at)}; its secret is shown only now:", err=True)
    click.echo(secret)


@tokens.command("list")
@data_option()
def tokens_list(data: Path) -> None:
    """List all tokens: beginning of the secret, rights, halls, state, and the minute of the last use (UTC)."""
    from models import Action

    with open_store(data) as store:
        write_down(store, Action.TOKENS_VIEWED)
        for token in store.service_tokens.all():
            sees = " ".join(map(str, store.token_grants.of(token.id)))
            used = "never used" if token.used_at is None else f"used {_minute(token.used_at)}"
            may = " ".join(sorted(token.may))
            click.echo(f"{token.name:20} {token.hint}  {may}  [{sees}]  {_state(token, time.time())}  {used}")


@tokens.command("revoke")
@click.argument("name")
@data_option()
def tokens_revoke(name: str, data: Path) -> None:
    """Revoke a token: it opens nothing from now on."""
    from models import Action

    with open_store(data) as store:
        token = store.service_tokens.named(name)
        if token is None or token.revoked_at is not None:
            raise click.ClickException(f"there is no token {name!r} to revoke: see counterwatch tokens list")
        with store.unit_of_work("service tokens") as work:
            work.service_tokens.revoke(token.id, time.time())
            write_down(work, Action.TOKEN_REVOKED, f"token {token.name}")
    click.echo(f"revoked {token.name}")


def _state(token: "ServiceToken", now: float) -> str:
    fault = token.fault(now)
    return fault or f"expires {_day(token.expires_at)}"


def _day(at: float) -> str:
    return f"{dt.datetime.fromtimestamp(at, dt.UTC):%Y-%m-%d}"


def _minute(at: float) -> str:
    return f"{dt.datetime.fromtimestamp(at, dt.UTC):%Y-%m-%d %H:%M}"
