"""Texts in Chinese and English."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Said = Annotated[str, Field(min_length=1)]


class Words(BaseModel):
    """One text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Said
    en: Said

    def of(self, language: str) -> str:
        """The Chinese text for "zh", the English one for every other language."""
        return self.zh if language == "zh" else self.en
