"""Clauses and the profiles that apply them."""

from api.schemas.base import Out, Paged, Text


class ClauseOut(Out):
    """A clause of the norms; `judged` is automatic, assisted or auditor, `kinds` the events that touch it."""

    id: str
    wording: Text
    document: Text
    article: str
    judged: str
    kinds: list[str]


class ProfileOut(Out):
    """A norm profile: its thresholds (seconds, degrees, shares) with their sources, the clauses it applies."""

    name: str
    title: Text
    hash: str
    thresholds: dict[str, float]
    sources: dict[str, str]
    clauses: list[str]


class ClausePage(Paged):
    """A page of clauses."""

    items: list[ClauseOut]


class ProfilePage(Paged):
    """A page of profiles."""

    items: list[ProfileOut]
