"""The group of all commands; a command's module is imported when the command is used or listed."""

from importlib import import_module
from pathlib import Path

import click

COMMANDS = "counterwatch.commands"


class CommandFolder(click.Group):
    """A group whose commands are the modules of `counterwatch.commands`: `analyze` is `analyze.analyze`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in alphabetical order."""
        folder = Path(__file__).parent / "commands"
        return sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None where there is none, which click reports with the nearest name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(import_module(f"{COMMANDS}.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command), cmd_name
        return command


@click.group(
    cls=CommandFolder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def cli() -> None:
    """Watches service counters, scores them against written norms and shows every reason."""
