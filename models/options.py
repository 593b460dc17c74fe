"""Optional measures of a site. Each one is off unless the site file turns it on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

SMILE_NOTE = (
    "smile is on: the geometry of mouths is measured, no emotion is inferred; check the law first"
    " (EU AI Act Art. 5(1)(f) forbids inferring emotions at work)"
)
"""Shown wherever smiles are turned on."""


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
"""As #rrggbb, of the cloth under neutral light; `counterwatch uniform` gives it."""


def beside(path: Path, info: ValidationInfo) -> Path:
    """A path in a site file, relative to the folder that the file was read from."""
    folder = (info.context or {}).get("folder")
    return path if folder is None else Path(folder) / path


class Smile(BaseModel):
    """Whether a smile is looked for as the geometry of the mouth.

    Some jurisdictions forbid inferring emotions at work (EU AI Act, Art. 5(1)(f)), and staff may regard a measured
    smile as such an inference. The operator states the legal basis in `legal_basis`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    legal_basis: str | None = None

    @model_validator(mode="after")
    def _by_what_right(self) -> "Smile":
        if self.enabled and not (self.legal_basis or "").strip():
            raise ValueError(
                "smile needs a legal_basis: say by what right smiles are measured at work,"
                " for the EU AI Act (Art. 5(1)(f)) and others forbid inferring emotions there"
            )
        return self


class QuietTime(BaseModel):
    """The random share of counter minutes of which video is kept for audits, and the most minutes a day of the site."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(gt=0, le=0.2)
    minutes_a_day: int = Field(default=30, ge=1, le=1440, strict=True)


class Uniform(BaseModel):
    """The colours of the uniform's chest, one for each version of it (summer, winter, jacket)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    colours: tuple[Colour, ...] = Field(min_length=1)


Names = Annotated[tuple[str, ...], Field(min_length=1)]
"""Names of classes that a detection model finds, as the model has them."""


class Objects(BaseModel):
    """A detection model of the site: YOLO `weights`, relative to the site file, and their class names.

    `phone`, `uniform` and `badge` name classes of the weights. If none of them is given,
    phones are looked for under their COCO name. Classes that are not named are not looked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: Path
    phone: Names | None = None
    uniform: Names | None = None
    badge: Names | None = None

    @model_validator(mode="before")
    @classmethod
    def _phones_at_least(cls, given: object) -> object:
        if isinstance(given, dict) and not {"phone", "uniform", "badge"} & given.keys():
            return {**given, "phone": ("cell phone",)}
        return given

    @property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """Class names of the weights, by the kind of object that is looked for."""
        kinds = {"phone": self.phone, "uniform": self.uniform, "badge": self.badge}
        return {kind: names for kind, names in kinds.items() if names}

    @field_validator("weights")
    @classmethod
    def _beside_the_site_file(cls, value: Path, info: ValidationInfo) -> Path:
        return beside(value, info)
