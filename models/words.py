"""The same words in Chinese and English, for everything that people read."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Said = Annotated[str, Field(min_length=1)]


class Words(BaseModel):
    """The same words in both languages of the product."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Said
    en: Said

    def of(self, language: str) -> str:
        """The words in "zh", or in English for every other language."""
        return self.zh if language == "zh" else self.en
