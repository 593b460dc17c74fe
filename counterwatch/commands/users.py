"""`counterwatch users`: accounts of the dashboard and the API."""

import sys
import time
from pathlib import Path

import click

from counterwatch.environment import open_store
from counterwatch.options import LanguageCode, data_option

ROLES = ("supervisor", "auditor", "admin")


@click.group()
def users() -> None:
    """Add and list accounts of the dashboard and the API, and change their passwords."""


@users.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--language", "tongue", type=LanguageCode(), default="zh", show_default=True)
@data_option()
def users_add(name: str, role: str, tongue: str, data: Path) -> None:
    """Add an account; the password is asked for, or read from standard input."""
    from models import Role

    with open_store(data) as store:
        user = store.accounts.add(name, _password(), Role(role), tongue, time.time())
    click.echo(f"added {user.name}, {user.role}")


@users.command("passwd")
@click.argument("name")
@data_option()
def users_passwd(name: str, data: Path) -> None:
    """Change a password; every session of the account ends."""
    from models.store import AccountChange

    with open_store(data) as store:
        user = store.accounts.named(name)
        if user is None:
            raise click.ClickException(f"there is no account {name!r}: see counterwatch users list")
        store.accounts.change(user.id, AccountChange(password=_password()))


@users.command("list")
@data_option()
def users_list(data: Path) -> None:
    """List all accounts."""
    with open_store(data) as store:
        for user in store.accounts.all():
            click.echo(f"{user.name:20} {user.role:12} {user.language}  {'' if user.active else 'inactive'}")


def _password() -> str:
    """The password, typed twice at a terminal, or one line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
