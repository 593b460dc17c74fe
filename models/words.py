"""The same statement in every language, for everything that people read."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.texts import catalogue

Said = Annotated[str, Field(min_length=1)]


class Words(BaseModel):
    """The same words in Chinese, in English, and in every further language that has a file of texts."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Said]

    zh: Said
    en: Said

    @model_validator(mode="after")
    def _further_languages_have_texts(self) -> "Words":
        for code in self.__pydantic_extra__:
            if code not in catalogue.languages():
                raise ValueError(f"{code}: there is no language with this code")
        return self

    def of(self, language: str) -> str:
        """The words in a language; English for a language that they lack."""
        further = self.__pydantic_extra__
        if further and language in further:
            return further[language]
        return self.zh if language == "zh" else self.en


def phrase(key: str, **values: object) -> Words:
    """The text of a key in every language. Values that are words themselves are filled in language by language."""
    return Words(
        **{
            code: catalogue.text(key, code, **{name: _in(code, value) for name, value in values.items()})
            for code in catalogue.languages()
        }
    )


def untranslated(text: str) -> Words:
    """The same text in every language, for keys without a name."""
    return Words(**dict.fromkeys(catalogue.languages(), text))


def listed(parts: Sequence[Words | str], key: str = "format.list") -> Words:
    """Several words or names joined by the separator of the language, which the text `key` holds."""
    return Words(
        **{
            code: catalogue.text(key, code).join(str(_in(code, part)) for part in parts)
            for code in catalogue.languages()
        }
    )


def _in(code: str, value: object) -> object:
    return value.of(code) if isinstance(value, Words) else value
