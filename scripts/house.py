"""Prints the figures of the house rules as one table: `make house`, or `python -m scripts.house [--list] [--out FILE]`.

Each row is a package; the last two rows are the project and its pages. `--list` names the modules, classes and
sentences that break a rule. `--out` replaces the table in a Markdown file. tests/test_prose.py holds the limits.
"""

import argparse
import ast
import io
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median

from scripts.marked_page import replace_table

ROOT = Path(__file__).parents[1]
PACKAGES = ("counterwatch", "vision", "models", "pipeline", "api", "dashboard")
SHORTEST, LONGEST = 20, 300
"""Lines of a module, at least and at most; an `__init__` may be shorter."""

OPENINGS = ("Who", "Whoever", "Whose", "Whom", "Nobody", "Of", "What", "Where")
"""Words that no sentence begins with: they put the subject of the sentence at its end."""

_OPENING = re.compile(rf"(?:{'|'.join(OPENINGS)})\b(?!-)")
_SENTENCE_END = re.compile(r"[.!?:;][)\"'*_]*\s+")
_DIRECTIVE = re.compile(r"#\s*(noqa|fmt|type|ruff|pragma|mypy)\b|#!")
_SHORTEST_SENTENCE = 12  # letters; shorter pieces are labels
_MARKUP = re.compile(r"^(?:[-*+>#|\s]|\d+\.\s)+|[*_`]+")


@dataclass(frozen=True)
class Module:
    """One Python file, read once. `name` is its dotted name, `path` relative to the project."""

    path: Path
    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """Lines of the file."""
        return len(self.text.splitlines())

    @property
    def is_init(self) -> bool:
        """Whether the file is the `__init__` of its package."""
        return self.path.name == "__init__.py"

    @property
    def classes(self) -> list[str]:
        """Names of the public classes at the top level, in the order of the file."""
        names = (node.name for node in self.tree.body if isinstance(node, ast.ClassDef))
        return [name for name in names if not name.startswith("_")]

    @property
    def functions(self) -> list[str]:
        """Names of functions at the top level and of methods as `Class.method`."""
        own = [node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        methods = [
            f"{part.name}.{node.name}"
            for part in self.tree.body
            if isinstance(part, ast.ClassDef)
            for node in part.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        return [node.name for node in own] + methods

    @cached_property
    def imports(self) -> set[str]:
        """Dotted names of the project's modules that the file names in its imports."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
            elif isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
        return {name for name in found if name.partition(".")[0] in PACKAGES}

    @cached_property
    def sentences(self) -> list[str]:
        """Sentences of all docstrings and comments; parts after a colon or semicolon count as sentences."""
        return [s for part in (*_docstrings(self.tree), *_comments(self.text)) for s in sentences(part)]


def modules(packages: Sequence[str] = PACKAGES, root: Path = ROOT) -> list[Module]:
    """Every module of the packages, but the database migrations, which are never edited."""
    files = (f for package in packages for f in sorted((root / package).rglob("*.py")))
    paths = (f.relative_to(root) for f in files if "versions" not in f.parts)
    return [Module(path, _dotted(path), (root / path).read_text("utf-8")) for path in paths]


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
        body = getattr(node, "body", None)
        for before, after in pairwise(body) if isinstance(body, list) else ():
            if isinstance(before, ast.Assign | ast.AnnAssign) and isinstance(after, ast.Expr):
                yield _text_of(after.value)


def _text_of(node: ast.expr) -> str:
    """The text of a string below an assignment, by which attributes are documented."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _comments(text: str) -> list[str]:
    """Comments of their own lines, adjacent ones joined into one text, and those after code."""
    texts: list[str] = []
    last = -1  # line of the last comment that the next one may go on
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or _DIRECTIVE.match(token.string):
            continue
        line, words = token.start[0], token.string.lstrip("# ")
        alone = not token.line[: token.start[1]].strip()
        if alone and last == line - 1:
            texts[-1] += " " + words
        else:
            texts.append(words)
        last = line if alone else -1
    return texts


def sentences(text: str) -> list[str]:
    """Sentences of a text without their end marks; a blank line ends one as a full stop does."""
    paragraphs = re.split(r"\n\s*\n|\n\s*[*-] ", text)
    parts = (p for paragraph in paragraphs for p in _SENTENCE_END.split(" ".join(paragraph.split())))
    return [part for part in (p.strip(" *_`(\"'.!?:;") for p in parts) if len(part) >= _SHORTEST_SENTENCE]


def page_sentences(markdown: str) -> list[str]:
    """Sentences of a Markdown page without its code; headings, list items and table cells are sentences too."""
    text = re.sub(r"```.*?```|<!--.*?-->", "", markdown, flags=re.DOTALL)
    blocks: list[str] = []
    for line in text.splitlines():
        if line.startswith("    "):
            continue
        starts_anew = not line.strip() or re.match(r"\s*([*+-]|\d+\.|#+|>)\s|\|", line)
        if starts_anew or not blocks:
            blocks.extend(line.strip("| ").split("|") if line.startswith("|") else [line])
        else:
            blocks[-1] += " " + line
    return [s for block in blocks for s in sentences(_MARKUP.sub("", block))]


def opens_badly(sentence: str) -> bool:
    """Whether a sentence begins with one of `OPENINGS`."""
    return bool(_OPENING.match(sentence))


def share(texts: Sequence[str]) -> float:
    """Percent of sentences that open badly; 0 where there are none."""
    return 100 * sum(map(opens_badly, texts)) / len(texts) if texts else 0.0


def twice(parts: Iterable[Module]) -> list[str]:
    """Class names that more than one class has."""
    count = Counter(name for part in parts for name in part.classes)
    return sorted(name for name, n in count.items() if n > 1)


def imports_per_module(parts: Sequence[Module]) -> float:
    """Mean number of the project's own modules that a module imports."""
    return sum(len(part.imports) for part in parts) / len(parts) if parts else 0.0


def thin(parts: Iterable[Module]) -> list[str]:
    """Modules shorter than `SHORTEST` lines, but `__init__`."""
    return [str(part.path) for part in parts if part.lines < SHORTEST and not part.is_init]


def long(parts: Iterable[Module]) -> list[str]:
    """Modules longer than `LONGEST` lines."""
    return [str(part.path) for part in parts if part.lines > LONGEST]


def pages(root: Path = ROOT) -> dict[str, list[str]]:
    """Sentences of every page below docs/ and of those at the top, by path."""
    files = [*sorted((root / "docs").rglob("*.md")), *sorted(root.glob("*.md"))]
    return {str(f.relative_to(root)): page_sentences(f.read_text("utf-8")) for f in files}


MARK = "house"
"""The name in the markers around the table in a Markdown file."""

HEADS = (
    "package",
    "modules",
    "lines, median",
    "longest",
    f"under {SHORTEST}",
    f"over {LONGEST}",
    "imports per module",
    "class names twice",
    "sentences",
    "inverted %",
)


def row(name: str, parts: Sequence[Module]) -> tuple[str, ...]:
    """One row of the table, in the order of `HEADS`."""
    lengths = [part.lines for part in parts]
    texts = [s for part in parts for s in part.sentences]
    counts = (len(parts), f"{median(lengths):.0f}", max(lengths), len(thin(parts)), len(long(parts)))
    figures = (f"{imports_per_module(parts):.2f}", len(twice(parts)), len(texts), f"{share(texts):.2f}")
    return (name, *map(str, (*counts, *figures)))


def table() -> str:
    """The figures as a Markdown table: packages, the project, and the pages of docs/."""
    every = modules()
    rows = [row(name, part) for name in PACKAGES if (part := [m for m in every if m.path.parts[0] == name])]
    texts = [s for part in pages().values() for s in part]
    rows += [row("project", every), ("docs", *("-",) * 7, str(len(texts)), f"{share(texts):.2f}")]
    lines = [HEADS, ("---", *("---:",) * (len(HEADS) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def details() -> Iterator[str]:
    """One line for everything that breaks a rule."""
    every = modules()
    yield from (f"{path}: under {SHORTEST} lines" for path in thin(every))
    yield from (f"{path}: over {LONGEST} lines" for path in long(every))
    for name in twice(every):
        yield f"class {name}: {', '.join(part.name for part in every if name in part.classes)}"
    for where, texts in [*((str(m.path), m.sentences) for m in every), *pages().items()]:
        yield from (f"{where}: {text}" for text in texts if opens_badly(text))


def main() -> int:
    """Print the table, then the details if asked; exit code 2 if the page to write has no place for the table."""
    parser = argparse.ArgumentParser(description="figures of the house rules")
    parser.add_argument("--list", action="store_true", help="name what breaks a rule")
    parser.add_argument("--out", type=Path, metavar="FILE", help="Markdown file whose table is replaced")
    options, lines = parser.parse_args(), table()
    print(lines)
    if options.list:
        print("", *details(), sep="\n")
    return replace_table(options.out, lines, MARK) if options.out else 0


if __name__ == "__main__":
    sys.exit(main())
