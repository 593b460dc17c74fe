"""Base types of requests and answers."""

import math
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from api.schemas.values import (
    BodyId,
    Day,
    FilledLine,
    FilledLines,
    Flag,
    Id,
    Key,
    Kind,
    Lines,
    Moment,
    Number,
    OneLine,
    raise_if_unstorable,
)
from models import Words

__all__ = [
    "BodyId",
    "Day",
    "FilledLine",
    "FilledLines",
    "Flag",
    "Health",
    "Id",
    "In",
    "Key",
    "Kind",
    "Lines",
    "Moment",
    "Number",
    "OneLine",
    "Out",
    "Paged",
    "Text",
    "or_none",
]


def or_none(value: float) -> float | None:
    """The value, None for NaN, which JSON does not have."""
    return None if math.isnan(value) else value


class Out(BaseModel):
    """An answer; built from the store's records by attribute."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class In(BaseModel):
    """A request body; unknown fields are refused so that a typing error is no silent default.

    No text in it, at any depth, has a letter that no database holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, value: object) -> object:
        raise_if_unstorable(value)
        return value


class Paged(Out):
    """A page of a list. `next` goes into `cursor` for the following page; null on the last one.

    `total` counts the entries of all pages; if it is `capped`, there are more than it says.
    """

    next: str | None
    total: int
    capped: bool


class Text(Out):
    """The same words in Chinese, English and every further language of the server."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="allow")
    __pydantic_extra__: dict[str, str]

    zh: str
    en: str

    @classmethod
    def from_words(cls, words: Words) -> "Text":
        """Words in all languages."""
        return cls(**words.model_dump())

    def of(self, language: str) -> str:
        """The words in a language; English for a language that they lack."""
        return {**self.__pydantic_extra__, "zh": self.zh}.get(language, self.en)


class Health(Out):
    """The server answers and reaches its database."""

    status: Literal["ok"] = "ok"
    version: str
