"""YAML files that remember their lines, so that an error can say where a person has to look."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models.errors import ModelError
from models.yaml_depth import raise_if_deep

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

_LOADER: type[yaml.SafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # libyaml's is ten times faster


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: its plain value, and the tree that knows the line of every key."""

    path: Path
    value: object
    root: yaml.Node | None

    def line(self, loc: Loc) -> int:
        """Line (from 1) of the deepest part of `loc` that the file has; 1 for an empty file."""
        node, line = self.root, 1
        for part in loc:
            if node is None:
                break
            line, node = _step(node, part, line)
        return line

    def error(self, loc: Loc, what: str) -> ModelError:
        """One line for the operator: file, line, place in the file, what is wrong."""
        where = ".".join(self._names(loc)) or "top level"
        return ModelError(f"{self.path}:{self.line(loc)}: {where}: {what}")

    def _names(self, loc: Loc) -> list[str]:
        """The parts of `loc`, rows of a list by their `id` where they have one: `clauses.W2b.see`."""
        names: list[str] = []
        value = self.value
        for part in loc:
            value = step_into(value, part)
            row = isinstance(part, int) and isinstance(value, dict)
            names.append(str(step_into(value, "id") or part) if row else str(part))
        return names

    def parse(self, model: type[M]) -> M:
        """The file as `model`; raises ModelError about the first thing that does not fit."""
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            first = error.errors()[0]
            raise self.error(first["loc"], _message(first)) from error


def read_yaml(path: Path) -> YamlFile:
    """Read a file; raises ModelError when it is missing, is no YAML or says one thing twice."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path}: cannot read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ModelError(f"{path}: not a text file: {error}") from error
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> YamlFile:
    """The YAML in `text`; `path` is what errors call it. Raises ModelError as `read_yaml` does."""
    try:
        raise_if_deep(text)
        loader = _LOADER(text)
    except yaml.MarkedYAMLError as error:
        raise _marked(path, error) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _no_yaml(path, error) from error
    try:
        root = loader.get_single_node()
        if root is not None:
            _no_key_twice(path, root)
        return YamlFile(path, loader.construct_document(root) if root is not None else None, root)
    except (RecursionError, TypeError) as error:
        raise ModelError(
            f"{path}: not a YAML file: a part of it contains itself, or a key is no word"
        ) from error
    except yaml.MarkedYAMLError as error:
        raise _marked(path, error) from error
    except (yaml.YAMLError, ValueError) as error:  # characters that no text has, and a date like 2026-13-45
        raise _no_yaml(path, error) from error
    finally:
        loader.dispose()


def _marked(path: Path, error: yaml.MarkedYAMLError) -> ModelError:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return ModelError(f"{path}:{line}: not a YAML file: {error.problem}")


def _no_yaml(path: Path, error: Exception) -> ModelError:
    return ModelError(f"{path}: not a YAML file: {' '.join(str(error).split())}")


def _step(node: yaml.Node, part: str | int, line: int) -> tuple[int, yaml.Node | None]:
    """Go one part down from `node`: the line of that part and its node, or the line so far and None."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item.start_mark.line + 1, item
    return line, None


def step_into(value: object, part: str | int) -> object:
    """The value under a key or in a row; None when there is none."""
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None


def _no_key_twice(path: Path, node: yaml.Node, walked: set[int] | None = None) -> None:
    """YAML takes the last of two equal keys in silence; a norm must not. A part that aliases repeat is read once."""
    walked, seen = set() if walked is None else walked, set[str]()
    if id(node) in walked:
        return
    walked.add(id(node))
    for item in node.value if isinstance(node, yaml.CollectionNode) else []:
        if isinstance(node, yaml.MappingNode):
            key, child = item
            if key.value in seen:
                raise ModelError(f"{path}:{key.start_mark.line + 1}: {key.value} is given twice: keep one")
            seen.add(key.value)
            _no_key_twice(path, child, walked)
        else:
            _no_key_twice(path, item, walked)


def _message(error: ErrorDetails) -> str:
    """Pydantic's message with the value it is about, when that is short enough to help."""
    message, value = error["msg"].removeprefix("Value error, "), error["input"]
    if error["type"] in ("model_type", "dict_type"):
        message = "must be a set of `name: value` pairs"
    if isinstance(value, int) and abs(value) > 10**18:  # Python writes no number of more than 4,300 digits
        return message
    shown = repr(value)
    short = isinstance(value, str | int | float | bool) and len(shown) < 60
    return f"{message} (here: {shown})" if short else message
