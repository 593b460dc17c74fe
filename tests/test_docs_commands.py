"""The commands on the pages: commands, options, make targets and modules exist, and required options are given."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from counterwatch.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {str(page.relative_to(ROOT)): page.read_text("utf-8") for page in PAGES}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def _blocks() -> list[str]:
    """Commands in code blocks, without the explanation after them."""
    lines = [line.strip() for text in TEXTS.values() for line in text.splitlines() if line.startswith("    ")]
    return sorted({re.split(r"\s{2,}|\s+#", line)[0] for line in lines if line.startswith("counterwatch ")})


def _inline() -> list[str]:
    """Commands within sentences and tables; those with alternatives are left out."""
    found = {code for text in TEXTS.values() for code in re.findall(r"`(counterwatch [^`]+)`", text)}
    return sorted(code for code in found if " / " not in code and "COMMAND" not in code)


def _parsed(line: str) -> tuple[click.Command, list[str]]:
    """The command that a line names, and its arguments; raises KeyError for an unknown command."""
    command: click.Command = cli
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words.pop(0))
        if found is None:
            raise KeyError(line)
        command = found
    return command, words


def _options(command: click.Command) -> Iterator[tuple[set[str], bool]]:
    for parameter in command.get_params(click.Context(command)):
        if isinstance(parameter, click.Option):
            yield {*parameter.opts, *parameter.secondary_opts}, parameter.required


@pytest.mark.parametrize("line", sorted({*_blocks(), *_inline()}))
def test_a_command_and_its_options_exist(line: str) -> None:
    command, words = _parsed(line)
    known = {name for names, _ in _options(command) for name in names}
    assert {word for word in words if word.startswith("--")} - known == set()


@pytest.mark.parametrize("line", [line for line in _blocks() if len(line.split()) > 2])
def test_a_command_in_a_block_has_its_required_options(line: str) -> None:
    command, words = _parsed(line)
    needed = [names for names, required in _options(command) if required]
    assert [names for names in needed if not names & set(words)] == []


@pytest.mark.parametrize("page", TEXTS)
def test_make_targets_and_modules_of_a_page_exist(page: str) -> None:
    text = TEXTS[page]
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", text, re.MULTILINE))
    assert named - TARGETS == set()
    places = [ROOT.joinpath(*name.split(".")) for name in re.findall(r"python -m ([\w.]+)", text)]
    exist = [place.with_suffix(".py").is_file() or (place / "__main__.py").is_file() for place in places]
    assert all(exist), places


def test_the_readme_lists_every_command() -> None:
    listed = set(re.findall(r"^\| `counterwatch (\w+)", TEXTS["README.md"], re.MULTILINE))
    assert listed == set(cli.list_commands(click.Context(cli))) - {"version"}


def test_commands_are_found_on_the_pages() -> None:
    assert len(_blocks()) > 25
    assert len(_inline()) > 15


def test_a_wrong_option_and_a_wrong_command_are_noticed() -> None:
    command, _ = _parsed("counterwatch analyze x.mp4 --colour")
    assert "--colour" not in {name for names, _ in _options(command) for name in names}
    with pytest.raises(KeyError):
        _parsed("counterwatch analyse x.mp4")
