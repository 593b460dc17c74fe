"""`counterwatch norms`: the norm profiles that counters are scored against."""

import click

from counterwatch.command_parts import language


@click.group()
def norms() -> None:
    """List, show, check and compare norm profiles."""


@norms.command("list")
def norms_list() -> None:
    """List the profiles that come with the program."""
    from models.norms import built_in_names, load_profile

    for name in built_in_names():
        profile = load_profile(name)
        title = profile.title.of(language())
        click.echo(f"{name:12} {profile.hash[:12]}  {len(profile.clauses):3} clauses  {title}")


@norms.command("show")
@click.argument("profile")
def norms_show(profile: str) -> None:
    """Print one profile (a name or a file) as YAML, with the source of every number."""
    from models.norms import load_profile

    click.echo(load_profile(profile).as_yaml(), nl=False)


@norms.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def norms_check(files: tuple[str, ...]) -> None:
    """Read profiles and report whether they can be used."""
    from models.norms import load_profile

    for file in files:
        click.echo(f"{file}: good, hash {load_profile(file).hash}")


@norms.command("diff")
@click.argument("old")
@click.argument("new")
def norms_diff(old: str, new: str) -> None:
    """Print the differences between two profiles (names or files) that can change an event or a score."""
    from models.norms import differences, load_profile

    for one in differences(load_profile(old), load_profile(new)):
        click.echo(f"{one.place}: {one.old or 'nothing'} -> {one.new or 'nothing'}")
