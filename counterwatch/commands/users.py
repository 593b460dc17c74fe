"""`counterwatch users`: accounts of the dashboard and the API, and the halls that each may see."""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterwatch.command_parts import LanguageCode, data_option, open_store, write_down

if TYPE_CHECKING:
    from models import Grant, User
    from models.store import Repositories, Store

ROLES = ("supervisor", "auditor", "admin", "clerk")
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


random_option = click.option(
    "--random", "drawn", is_flag=True, help="Draw a first password and print it, in place of asking for one."
)


@click.group()
def users() -> None:
    """Add and list accounts of the dashboard and the API, change their passwords, and grant them halls."""


@users.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--language", "tongue", type=LanguageCode(), default="zh", show_default=True)
@random_option
@click.option("--person", metavar="NAME", help="The person of the roster who a clerk is.")
@grant_options
@data_option()
def users_add(  # noqa: PLR0913, PLR0917 - one argument for each option
    name: str, role: str, tongue: str, drawn: bool, person: str | None, seen: "set[Grant]", data: Path
) -> None:
    """Add an account; the password is asked for, or read from standard input.

    With --random it is printed once, ends after three days, and has to be changed at the first sign-in.

    Say which halls the account may see; an administrator sees all, a clerk the own shifts in these halls.
    """
    from models import Action, Role
    from models.store import AccountChange

    if bool(person) != (role == Role.CLERK):
        raise click.ClickException(
            "--person NAME is for --role clerk, and a clerk needs it: who of the roster is it?"
        )
    if not seen and role != Role.ADMIN:
        raise click.ClickException(
            f"say what {name} may see: --all-halls, --hall KEY, or --camera HALL CAMERA"
        )
    password, until = _new_password(drawn)
    with open_store(data) as store, store.unit_of_work("accounts") as work:
        user = work.accounts.add(name, password, Role(role), tongue, time.time(), until)
        work.grants.replace(user.id, seen, BY, time.time())
        if person:
            user = work.accounts.change(user.id, AccountChange(person=person))
        what = " ".join(one for one in (user.role.value, _of(user), _words(seen)) if one)
        write_down(work, Action.USER_ADDED, f"user {user.name}", what)
        click.echo(f"added {user.name}, {user.role} {_of(user)}".strip())
        _tell_time(work, user)
    _tell(password, until)


@users.command("person")
@click.argument("name")
@click.option("--person", metavar="NAME", required=True, help="The person of the roster who the clerk is.")
@data_option()
def users_person(name: str, person: str, data: Path) -> None:
    """Give a clerk's account another person of the roster; it holds from the next request on."""
    from models import Action
    from models.store import AccountChange

    with open_store(data) as store:
        user = _account(store, name)
        with store.unit_of_work("accounts") as work:
            user = work.accounts.change(user.id, AccountChange(person=person))
            write_down(work, Action.USER_CHANGED, f"user {user.name}", f"person {_of(user)}")
        click.echo(f"{user.name}, {user.role} {_of(user)}")
        _tell_time(store, user)


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
@random_option
@data_option()
def users_passwd(name: str, drawn: bool, data: Path) -> None:
    """Change a password; every session of the account ends."""
    from models import Action
    from models.store import AccountChange

    with open_store(data) as store:
        user = _account(store, name)
        password, until = _new_password(drawn)
        change = AccountChange(password=password, first_until=until)
        with store.unit_of_work("accounts") as work:
            work.accounts.change(user.id, change)
            write_down(work, Action.USER_CHANGED, f"user {user.name}", "password")
    _tell(password, until)


@users.command("bind")
@click.argument("name")
@click.option(
    "--oidc-issuer", "issuer", metavar="URL", required=True, help="The provider, as --oidc names it."
)
@click.option(
    "--oidc-subject", "subject", metavar="SUB", required=True, help="Who it is there: the claim `sub`."
)
@data_option()
def users_bind(name: str, issuer: str, subject: str, data: Path) -> None:
    """Let somebody at an OpenID provider sign in as an account; its sessions end."""
    from models import Action
    from models.store import Identity

    identity = Identity(issuer, subject)
    with open_store(data) as store:
        user = _account(store, name)
        with store.unit_of_work("identities") as work:
            work.identities.bind(user.id, identity, BY, time.time())
            work.accounts.end_sessions(user.id)
            write_down(work, Action.IDENTITY_BOUND, f"user {user.name}", f"{issuer} {subject}")


@users.command("unbind")
@click.argument("name")
@data_option()
def users_unbind(name: str, data: Path) -> None:
    """Let nobody at an OpenID provider sign in as an account any more; its sessions end."""
    from models import Action

    with open_store(data) as store:
        user = _account(store, name)
        with store.unit_of_work("identities") as work:
            if not work.identities.remove(user.id):
                raise click.ClickException(f"{user.name} is bound to nobody: see counterwatch users bind")
            work.accounts.end_sessions(user.id)
            write_down(work, Action.IDENTITY_REMOVED, f"user {user.name}")


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
            seen = f"{_told(store, user)} {_of(user)}".strip()
            click.echo(f"{user.name:20} {user.role:12} {user.language}  {state:8}  {seen}")


def _of(user: "User") -> str:
    return f"of {user.person}" if user.person else ""


def _tell_time(store: "Repositories", user: "User") -> None:
    """One line for a clerk whom no roster names yet, or whose name fits two people."""
    from api.permissions import scope_of

    own = scope_of(store, user).own
    if own is not None and not own.spans:
        click.echo(
            f"no roster of these halls names {user.person} alone: {user.name} sees nothing until one does"
            " (a staff number tells two people of one name apart)"
        )


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


def _new_password(drawn: bool) -> tuple[str, float | None]:
    """The new password, and the UTC second until which it can be used to choose another one; None for a typed one."""
    from models.passwords import FIRST_PASSWORD, random_password

    return (random_password(), time.time() + FIRST_PASSWORD.valid_s) if drawn else (_password(), None)


def _tell(password: str, until: float | None) -> None:
    """Print a drawn password, which is shown only here."""
    if until is not None:
        click.echo("first password, shown only now and to be changed within three days:", err=True)
        click.echo(password)


def _password() -> str:
    """The password, typed twice at a terminal, or one line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
