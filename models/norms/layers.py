"""A profile's file and its parents, read one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelError
from models.norms.catalogue import load_catalogue
from models.norms.files import ProfileFile
from models.norms.kinds import with_kinds
from models.norms.yamlfile import Loc, YamlFile, read_yaml, step_into

BUILT_IN = Path(__file__).parent / "profiles"


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a profile's line of inheritance."""

    file: YamlFile
    content: ProfileFile

    @property
    def built_in(self) -> bool:
        """Whether the file comes with the program."""
        return self.file.path.parent == BUILT_IN.resolve()


@dataclass(frozen=True, slots=True)
class Layers:
    """The whole line, oldest parent first: what is said later wins."""

    layers: tuple[Layer, ...]

    @property
    def last(self) -> Layer:
        """The profile that was asked for."""
        return self.layers[-1]

    def error(self, loc: Loc, what: str) -> ModelError:
        """An error at the file with the last word about `loc`; at the asked file when none speaks of it."""
        speaking = [layer for layer in self.layers if _has(layer.file.value, loc)]
        return (speaking or [self.last])[-1].file.error(loc, what)


def built_in_names() -> list[str]:
    """Names of the profiles that come with the product, sorted."""
    return sorted(path.stem for path in BUILT_IN.glob("*.yaml"))


def read_layers(name_or_path: str | Path) -> Layers:
    """The file and its parents; raises ModelError when one is missing, wrong, or its own parent."""
    layers: list[Layer] = []
    path: Path | None = _find(name_or_path, Path(), ModelError)
    while path is not None:
        layer = _read(path)
        if path in [older.file.path for older in layers]:
            raise layer.file.error(("extends",), "this profile is among its own parents")
        layers.append(layer)
        path = _parent(layer)
    return Layers(tuple(reversed(layers)))


def _read(path: Path) -> Layer:
    file = read_yaml(path)
    content = file.parse(ProfileFile)
    if path.parent == BUILT_IN.resolve() and content.profile != path.stem:
        raise file.error(("profile",), f"must be the file's name {path.stem!r}")
    if path == (BUILT_IN / "base.yaml").resolve():
        content = with_kinds(content, load_catalogue().kinds)
    return Layer(file, content)


def _parent(layer: Layer) -> Path | None:
    if layer.content.extends is None:
        return None
    file = layer.file
    return _find(layer.content.extends, file.path.parent, lambda what: file.error(("extends",), what))


def _find(name_or_path: str | Path, base: Path, error: Callable[[str], ModelError]) -> Path:
    """A built-in name, or a path relative to `base`; raises what `error` makes of the message for neither."""
    name = str(name_or_path)
    if name in built_in_names():
        return (BUILT_IN / f"{name}.yaml").resolve()
    if name.endswith((".yaml", ".yml")) and (base / name).is_file():
        return (base / name).resolve()
    known = ", ".join(built_in_names())
    raise error(f"no norm profile {name!r}: use one of {known}, or the path of a .yaml file")


def _has(value: object, loc: Loc) -> bool:
    for part in loc:
        if isinstance(value, dict) and part not in value:
            return False
        value = step_into(value, part)
        if value is None and part != loc[-1]:
            return False
    return True
