"""A child profile laid over its parent: what the child leaves out comes from the parent."""

import functools
from typing import TypeVar

from pydantic import BaseModel

from models.norms.files import ClauseFile, MatterFile, ProfileFile, Strict
from models.norms.layers import Layers

M = TypeVar("M", bound=Strict)


def merged(layers: Layers) -> ProfileFile:
    """The whole line of inheritance as one file that needs no parent."""
    files = [layer.content.model_copy(update={"extends": None}) for layer in layers.layers]
    return functools.reduce(_over, files)


def _over(parent: ProfileFile, child: ProfileFile) -> ProfileFile:
    return child.model_copy(
        update={
            "documents": parent.documents if child.documents is None else child.documents,
            "thresholds": {**parent.thresholds, **child.thresholds},
            "scoring": parent.scoring.model_copy(update=_given(child.scoring)),
            "matters": _matters(parent.matters, child.matters),
            "clauses": _clauses(parent.clauses, child.clauses),
            "rates": {**parent.rates, **child.rates},
            "learned": {**parent.learned, **child.learned},
        }
    )


def _given(model: BaseModel) -> dict[str, object]:
    """Only what the file says, a null included: that is how a child takes a matter's clause away."""
    return {name: getattr(model, name) for name in model.model_fields_set}


def _clauses(parent: dict[str, ClauseFile], child: dict[str, ClauseFile]) -> dict[str, ClauseFile]:
    return {**parent, **{key: _laid(parent.get(key), one) for key, one in child.items()}}


def _matters(parent: dict[str, MatterFile], child: dict[str, MatterFile]) -> dict[str, MatterFile]:
    """A kind that the child names belongs to the child's matter, wherever the parent had it."""
    named = {kind: key for key, matter in child.items() for kind in matter.kinds}
    result = {
        key: _without(matter, {k for k, at in named.items() if at != key}) for key, matter in parent.items()
    }
    for key, matter in child.items():
        kinds = {**result[key].kinds, **matter.kinds} if key in result else matter.kinds
        result[key] = _laid(result.get(key), matter).model_copy(update={"kinds": kinds})
    return result


def _without(matter: MatterFile, kinds: set[str]) -> MatterFile:
    return matter.model_copy(update={"kinds": {k: t for k, t in matter.kinds.items() if k not in kinds}})


def _laid(parent: M | None, child: M) -> M:
    return child if parent is None else parent.model_copy(update=_given(child))
