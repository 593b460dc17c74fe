"""`counterwatch users`: accounts of the dashboard and the API, and the halls that each may see."""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterwatch.environment import open_store, write_down
from counterwatch.options import LanguageCode, data_option

if TYPE_CHECKING:
    from models import Grant, User
    from models.store import Store

ROLES = ("supervisor", "auditor", "admin")
BY = "command line"
"""The name that is kept with grants in place of an administrator's."""

Result = TypeVar("Result")


def grant_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """--all-halls, --hall KEY and --camera HALL CAMERA, given to the command as one set `seen`."""

    @click.option("--all-halls", is_flag=True, help="All halls, also those to come.")
    @click.option("--hall", "halls", metavar="KEY", multiple=True, help="A hall with all its cameras.")
    @click.option("--camera", "cameras", metavar="HALL CAMERA", nargs=2, multiple=True, help="One camera.")
    @wraps(command)
    def granted(
        *args: Any, all_halls: bool, halls: tuple[str, ...], cameras: tuple[tuple[str, str], ...], **rest: Any
    ) -> Result:
        from models import ALL_HALLS, Grant

        if "" in {*halls, *(key for pair in cameras for key in pair)}:
            raise click.ClickException("the key of a hall or camera is empty")
        seen = {*map(Grant, halls), *(Grant(*pair) for pair in cameras)} | (
            {ALL_HALLS} if all_halls else set()
        )
        return command(*args, seen=seen, **rest)

    return granted


@click.group()
def users() -> None:
    """Add and list accounts of the dashboard and the API, change their passwords, and grant them halls."""


@users.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--language", "tongue", type=LanguageCode(), default="zh", show_default=True)
@grant_options
@data_option()
def users_add(name: str, role: str, tongue: str, seen: "set[Grant]", data: Path) -> None:
    """Add an account; the password is asked for, or read from standard input.

    Say which halls the account may see; an administrator sees all.
    """
    from models import Action, Role

    if not seen and role != Role.ADMIN:
        raise click.ClickException(
            f"say what {name} may see: --all-halls, --hall KEY, or --camera HALL CAMERA"
        )
    password = _password()
    with open_store(data) as store, store.unit_of_work("accounts") as work:
        user = work.accounts.add(name, password, Role(role), tongue, time.time())
        work.grants.replace(user.id, seen, BY, time.time())
        write_down(work, Action.USER_ADDED, f"user {user.name}", f"{user.role.value} {_words(seen)}".strip())
    click.echo(f"added {user.name}, {user.role}")


@users.command("grant")
@click.argument("name")
@grant_options
@data_option()
def users_grant(name: str, seen: "set[Grant]", data: Path) -> None:
    """Let an account see more halls or cameras."""
    from models import Action

    with open_store(data) as store:
        user = _named(store, name, seen)
        with store.unit_of_work("accounts") as work:
            added = sum(work.grants.give(user.id, grant, BY, time.time()) for grant in sorted(seen))
            write_down(work, Action.USER_CHANGED, f"user {user.name}", f"granted {_words(seen)}")
        click.echo(f"{user.name}: {added} added; sees {_told(store, user)}")


@users.command("revoke")
@click.argument("name")
@grant_options
@data_option()
def users_revoke(name: str, seen: "set[Grant]", data: Path) -> None:
    """Take grants back; they have to be named as `users list` shows them."""
    from models import Action

    with open_store(data) as store:
        user = _named(store, name, seen)
        held = store.grants.of(user.id)
        for grant in sorted(seen - set(held)):
            raise click.ClickException(f"{user.name} has no grant {grant}: see counterwatch users list")
        with store.unit_of_work("accounts") as work:
            work.grants.replace(user.id, set(held) - seen, BY, time.time())
            write_down(work, Action.USER_CHANGED, f"user {user.name}", f"revoked {_words(seen)}")
        click.echo(f"{user.name}: {len(seen)} taken back; sees {_told(store, user)}")


@users.command("passwd")
@click.argument("name")
@data_option()
def users_passwd(name: str, data: Path) -> None:
    """Change a password; every session of the account ends."""
    from models import Action
    from models.store import AccountChange

    with open_store(data) as store:
        user = _account(store, name)
        change = AccountChange(password=_password())
        with store.unit_of_work("accounts") as work:
            work.accounts.change(user.id, change)
            write_down(work, Action.USER_CHANGED, f"user {user.name}", "password")


@users.command("reset-factor")
@click.argument("name")
@data_option()
def users_reset_factor(name: str, data: Path) -> None:
    """Remove a lost second factor; every session of the account ends."""
    from models import Action

    with open_store(data) as store:
        user = store.accounts.named(name)
        if user is None or not store.second_factors.remove(user.id):
            raise click.ClickException(f"{name!r} has no second factor: see counterwatch users list")
        store.accounts.end_sessions(user.id)
        write_down(store, Action.FACTOR_REMOVED, f"user {user.name}")


@users.command("list")
@data_option()
def users_list(data: Path) -> None:
    """List all accounts, with the halls and cameras that each may see (* for all halls)."""
    from models import Action

    with open_store(data) as store:
        write_down(store, Action.ACCOUNTS_VIEWED)
        for user in store.accounts.all():
            state = "" if user.active else "inactive"
            click.echo(f"{user.name:20} {user.role:12} {user.language}  {state:8}  {_told(store, user)}")


def _words(seen: "set[Grant]") -> str:
    return " ".join(str(grant) for grant in sorted(seen))


def _named(store: "Store", name: str, seen: "set[Grant]") -> "User":
    if not seen:
        raise click.ClickException("say which halls: --all-halls, --hall KEY, or --camera HALL CAMERA")
    return _account(store, name)


def _account(store: "Store", name: str) -> "User":
    user = store.accounts.named(name)
    if user is None:
        raise click.ClickException(f"there is no account {name!r}: see counterwatch users list")
    return user


def _told(store: "Store", user: "User") -> str:
    from models import EVERY_HALL, Role

    if user.role is Role.ADMIN:
        return f"{EVERY_HALL} (administrator)"
    return " ".join(str(grant) for grant in store.grants.of(user.id)) or "no hall"


def _password() -> str:
    """The password, typed twice at a terminal, or one line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
