"""A profile that a person uploads as text."""

from pathlib import Path

import yaml

from models.errors import ModelError
from models.norms.files import ProfileFile
from models.norms.layers import Layer, Layers, built_in_names, read_layers
from models.norms.profile import Profile, from_layers
from models.norms.yamlfile import parse_yaml
from models.yaml_depth import raise_if_unbounded

LONGEST = 200_000
"""Characters; the longest profile of the product has a tenth of it."""


def uploaded_profile(text: str, name: str) -> Profile:
    """The profile in `text`; errors name it `name`. Only built-in profiles are read as parents.

    Raises ModelError with one line that names file, line and field.
    """
    if len(text) > LONGEST:
        raise ModelError(f"{name}: longer than {LONGEST} characters: this is no profile")
    _refuse_unbounded(text, name)
    file = parse_yaml(text, Path(name))
    content = file.parse(ProfileFile)
    # A path would be a file of this machine, and its errors would show what stands in it.
    if content.extends is not None and content.extends not in built_in_names():
        known = ", ".join(built_in_names())
        raise file.error(("extends",), f"a profile that is uploaded can only extend one of {known}")
    parents = read_layers(content.extends).layers if content.extends else ()
    return from_layers(Layers((*parents, Layer(file, content))))


def _refuse_unbounded(text: str, name: str) -> None:
    try:
        raise_if_unbounded(text)
    except yaml.YAMLError:
        return  # the parser says where
    except ValueError as error:
        raise ModelError(f"{name}: {error}") from error
