"""Grants: the halls and cameras that an account may see."""

from dataclasses import dataclass

from models.errors import ModelError

EVERY_HALL = "*"
"""How a grant of all halls is written."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """The right to see all halls, one hall, or one camera of a hall, by the keys of the site file.

    A grant of a hall holds for cameras that are added to the hall later. Both keys are "" for all halls.
    """

    site: str = ""
    camera: str = ""

    def __post_init__(self) -> None:
        if self.camera and not self.site:
            raise ModelError(f"camera {self.camera!r}: name its hall as well")

    @property
    def everything(self) -> bool:
        """Whether it is the grant of all halls."""
        return not self.site

    def __str__(self) -> str:
        """`*`, `north`, or `north/cam1`."""
        if self.everything:
            return EVERY_HALL
        return f"{self.site}/{self.camera}" if self.camera else self.site


ALL_HALLS = Grant()
