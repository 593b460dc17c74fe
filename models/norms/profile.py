"""A norm profile with its inheritance worked out: every number, every clause, and a hash of all of it."""

import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from models.norms.files import Figure, Words
from models.norms.layers import Layers, read_layers
from models.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Profile:
    """What one hall is held to. `hash` changes with what can change an event or a score, and only with it."""

    name: str
    title: Words
    parents: tuple[str, ...]
    documents: tuple[str, ...]
    thresholds: Thresholds
    sources: Mapping[str, str]
    hash: str


def load_profile(name_or_path: str | Path) -> Profile:
    """A built-in profile by its name, or a site's own by the path of its YAML file.

    Raises ModelError with one line that names file, line and field.
    """
    layers = read_layers(name_or_path)
    figures = _figures(layers)
    thresholds = _thresholds(layers, figures)
    documents = _documents(layers)
    content = {"thresholds": thresholds.model_dump(), "documents": documents}
    return Profile(
        name=layers.last.content.profile,
        title=layers.last.content.title,
        parents=tuple(layer.content.profile for layer in layers.layers[:-1]),
        documents=documents,
        thresholds=thresholds,
        sources={name: figure.source for name, figure in figures.items()},
        hash=_hash(content),
    )


def _documents(layers: Layers) -> tuple[str, ...]:
    given = [layer.content.documents for layer in layers.layers if layer.content.documents is not None]
    return tuple(sorted(set(given[-1]))) if given else ()


def _figures(layers: Layers) -> dict[str, Figure]:
    merged: dict[str, Figure] = {}
    for layer in layers.layers:
        for name, figure in layer.content.thresholds.items():
            if name not in Thresholds.model_fields:
                raise layer.file.error(("thresholds", name), _unknown(name, list(Thresholds.model_fields)))
            merged[name] = figure
    return merged


def _thresholds(layers: Layers, figures: Mapping[str, Figure]) -> Thresholds:
    try:
        return Thresholds.model_validate({name: figure.value for name, figure in figures.items()})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "missing":
            raise layers.error(("thresholds", name), "no value, neither here nor in a parent") from error
        what = f"{first['msg']} (here: {first['input']})"
        raise layers.error(("thresholds", name, "value"), what) from error


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"no such threshold{f': did you mean {near[0]}?' if near else ''}"


def _hash(content: object) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
