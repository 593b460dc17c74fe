"""A profile as the store keeps it, which may come from an older release."""

from dataclasses import replace
from pathlib import Path

from models.norms.catalogue import Catalogue, load_catalogue
from models.norms.files import MatterFile, ProfileFile
from models.norms.layers import Layer, Layers, read_layers
from models.norms.profile import Profile, from_layers
from models.norms.yamlfile import parse_yaml


def stored_profile(document: str, profile_hash: str) -> Profile:
    """The profile that `Profile.as_yaml` wrote, under the hash it had then: to read old scores with.

    Numbers and kinds that are newer than the document come from the base profile. Numbers and kinds that were dropped
    since then are left out, so that old scores stay readable. Raises ModelError when the document is something else.
    """
    file = parse_yaml(document, Path(f"stored profile {profile_hash[:12]}"))
    written = _known(file.parse(ProfileFile), load_catalogue())
    layers = Layers((*read_layers("base").layers, Layer(file, written)))
    return replace(from_layers(layers), parents=(), hash=profile_hash)


def _known(file: ProfileFile, catalogue: Catalogue) -> ProfileFile:
    """The file without what this release does not know."""
    return file.model_copy(
        update={
            "thresholds": {k: v for k, v in file.thresholds.items() if k in catalogue.number_names},
            "matters": {k: _matter(v, catalogue) for k, v in file.matters.items()},
            "clauses": {k: v for k, v in file.clauses.items() if k in catalogue.clauses},
            "learned": {k: v for k, v in file.learned.items() if k.partition("@")[0] in catalogue.kinds},
            "rates": {k: v for k, v in file.rates.items() if {v.of, v.misses} <= set(catalogue.kinds)},
        }
    )


def _matter(matter: MatterFile, catalogue: Catalogue) -> MatterFile:
    known = {kind: tiers for kind, tiers in matter.kinds.items() if kind in catalogue.kinds}
    return matter.model_copy(update={"kinds": known})
