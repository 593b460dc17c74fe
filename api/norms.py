"""The norms for the API: clauses with their wording, and the profiles of kept judgements."""

import functools
from collections.abc import Mapping
from threading import Lock

from api.schemas import ClauseOut, ProfileOut, Text
from models.norms import (
    Catalogue,
    Clause,
    Profile,
    built_in_names,
    load_catalogue,
    load_profile,
    stored_profile,
)
from models.store import ModelError, Scope, Stamp, Store


class Norms:
    """The catalogue, and profiles by the hash under which they judged. Safe for several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._catalogue = load_catalogue()
        self._records = frozenset(name for name, kind in self._catalogue.kinds.items() if not kind.fault)
        self._by_hash: dict[str, Profile | None] = {}
        self._lock = Lock()

    @property
    def catalogue(self) -> Catalogue:
        """All clauses and kinds."""
        return self._catalogue

    @property
    def records(self) -> frozenset[str]:
        """Kinds that are records and no faults."""
        return self._records

    def profile(self, profile_hash: str | None) -> Profile | None:
        """The profile with this hash; None for no hash or an unknown one."""
        if profile_hash is None:
            return None
        with self._lock:
            if profile_hash not in self._by_hash:
                stamp = self._store.profiles.get(profile_hash)
                self._by_hash[profile_hash] = _parse(stamp) if stamp else None
            return self._by_hash[profile_hash]

    def kinds_of(self, clause: str) -> frozenset[str] | None:
        """The kinds of events that touch a clause; None when there is no such clause."""
        found = self._catalogue.clauses.get(clause)
        return None if found is None else frozenset(found.kinds)

    def everything(self) -> list[ClauseOut]:
        """The whole catalogue."""
        return [self.clause_out(clause) for clause in self._catalogue.clauses.values()]

    def clause_out(self, clause: Clause) -> ClauseOut:
        """One clause as the API gives it."""
        return ClauseOut(
            id=clause.id,
            wording=Text.from_words(clause.wording),
            document=Text.from_words(self._catalogue.documents[clause.document].title),
            article=clause.article,
            judged=clause.judged,
            kinds=list(clause.kinds),
        )

    def titles(self, scope: Scope) -> dict[str, Text]:
        """Titles of the profiles by name: the built-in ones, and those that judged in `scope`."""
        found = dict(_built_in_titles())
        for stamp in self._store.profiles.all(scope):
            if stamp.name not in found and (profile := self.profile(stamp.hash)) is not None:
                found[stamp.name] = Text.from_words(profile.title)
        return found

    def seen(self, profile: str, scope: Scope) -> bool:
        """Whether a name or hash of a profile may be used: one that judged only outside of `scope` may not."""
        if self._store.profiles.get(profile) is None or profile in _built_in_hashes():
            return True
        return any(stamp.hash == profile for stamp in self._store.profiles.all(scope))

    def profiles(self, scope: Scope) -> list[ProfileOut]:
        """Profiles that judged in `scope`, then the other built-in ones."""
        used = [self.profile(stamp.hash) for stamp in self._store.profiles.all(scope)]
        known = [profile for profile in used if profile is not None]
        names = {profile.name for profile in known}
        known += [_built_in(name) for name in built_in_names() if name not in names]
        return [_profile_out(profile) for profile in known]


@functools.cache
def _built_in(name: str) -> Profile:
    return load_profile(name)


@functools.cache
def _built_in_titles() -> Mapping[str, Text]:
    return {name: Text.from_words(_built_in(name).title) for name in built_in_names()}


@functools.cache
def _built_in_hashes() -> frozenset[str]:
    return frozenset(_built_in(name).hash for name in built_in_names())


def _profile_out(profile: Profile) -> ProfileOut:
    return ProfileOut(
        name=profile.name,
        title=Text.from_words(profile.title),
        hash=profile.hash,
        thresholds=profile.thresholds.model_dump(),
        sources=profile.sources,
        clauses=list(profile.clauses),
    )


def _parse(stamp: Stamp) -> Profile | None:
    """None for a document that cannot be read at all: its events are shown without a sentence."""
    try:
        return stored_profile(stamp.document, stamp.hash)
    except ModelError:
        return None
