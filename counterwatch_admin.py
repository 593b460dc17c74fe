"""The commands that look after what the others need: norm profiles, accounts, model weights."""
# ruff: noqa: PLC0415

import sys
import time
from pathlib import Path
from typing import Literal

import click

from counterwatch_shell import FOLDER, data_option, language, open_store

ROLES = ("supervisor", "auditor", "admin")


@click.command()
@click.option("--from", "folder", type=FOLDER, help="Take weights from this folder before pip's index.")
@click.option(
    "--detector", metavar="NAME", help="Person detector: yolov8n, or yolo26n, yolo26s ... (extra yolo)."
)
@click.option("--verify", is_flag=True, help="Hash every file instead of trusting its size and date.")
@click.option("--list", "listed", is_flag=True, help="Say what is installed and where it came from.")
def weights(folder: Path | None, detector: str | None, verify: bool, listed: bool) -> None:
    """Install the model weights; says nothing when they are there."""
    from vision.weights.manifest import weights_dir
    from vision.weights.store import WANTED, install, installed

    if not {i.name for i in installed()} >= set(WANTED):
        click.echo(f"installing model weights into {weights_dir()}")
    done = install(folder, verify=verify, detector=detector)
    if done.warning:
        click.echo(f"counterwatch: {done.warning}", err=True)
    for item in done.files if listed else []:
        click.echo(f"{item.path}  sha256 {item.sha256}  from {item.source}")


@click.group()
def norms() -> None:
    """Norm profiles: what a hall is held to."""


@norms.command("list")
def norms_list() -> None:
    """The profiles that come with the program."""
    from models.norms import built_in_names, load_profile

    for name in built_in_names():
        profile = load_profile(name)
        title = profile.title.of(language())
        click.echo(f"{name:12} {profile.hash[:12]}  {len(profile.clauses):3} clauses  {title}")


@norms.command("show")
@click.argument("profile")
def norms_show(profile: str) -> None:
    """One profile (a name or a file) as YAML, with the source of every number."""
    from models.norms import load_profile

    click.echo(load_profile(profile).as_yaml(), nl=False)


@norms.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def norms_check(files: tuple[str, ...]) -> None:
    """Read profiles and say whether they can be used."""
    from models.norms import load_profile

    for file in files:
        click.echo(f"{file}: good, hash {load_profile(file).hash}")


@norms.command("diff")
@click.argument("old")
@click.argument("new")
def norms_diff(old: str, new: str) -> None:
    """What differs between two profiles (names or files) that can change an event or a score."""
    from models.norms import load_profile
    from models.norms.rows import differences

    for one in differences(load_profile(old), load_profile(new)):
        click.echo(f"{one.place}: {one.old or 'nothing'} -> {one.new or 'nothing'}")


@click.group()
def users() -> None:
    """Accounts of the dashboard and the API."""


@users.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--language", "tongue", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@data_option()
def users_add(name: str, role: str, tongue: Literal["zh", "en"], data: Path) -> None:
    """Add an account; its password is asked for, or read from standard input."""
    from models.records import Role

    with open_store(data) as store:
        user = store.accounts.add(name, _password(), Role(role), tongue, time.time())
    click.echo(f"added {user.name}, {user.role}")


@users.command("passwd")
@click.argument("name")
@data_option()
def users_passwd(name: str, data: Path) -> None:
    """Change a password; every session of the account ends."""
    from models.store import UserChange

    with open_store(data) as store:
        user = store.accounts.named(name)
        if user is None:
            raise click.ClickException(f"there is no account {name!r}: see counterwatch users list")
        store.accounts.change(user.id, UserChange(password=_password()))


@users.command("list")
@data_option()
def users_list(data: Path) -> None:
    """All accounts."""
    with open_store(data) as store:
        for user in store.accounts.all():
            click.echo(f"{user.name:20} {user.role:12} {user.language}  {'' if user.active else 'inactive'}")


def _password() -> str:
    """Typed twice by a person, or one line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
