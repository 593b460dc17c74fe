"""Retention: how many days each class of data is kept, by default, for an installation, and for a site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from models.errors import ModelError
from models.norms.yamlfile import YamlFile, read_yaml

KEEP = "keep"
FILE_NAME = "retention.yaml"
"""The file in the data folder that replaces default periods."""

LONGEST_DAYS = 36500
"""A hundred years: a longer period is a typing error, or means `keep`."""


def _period(value: object) -> int | None:
    if value == KEEP:
        return None
    if type(value) is int and 1 <= value <= LONGEST_DAYS:
        return value
    raise ValueError(f"give whole days from 1 to {LONGEST_DAYS}, or {KEEP}")


Days = Annotated[int | None, BeforeValidator(_period)]
"""Days until deletion; None, written `keep`, is never."""


class RetentionClass(StrEnum):
    """A class of stored data with a period of its own."""

    SIGNALS = "signals"
    CLIPS = "clips"
    POSTERS = "posters"
    QUIET_MINUTES = "quiet_minutes"
    BACKGROUNDS = "backgrounds"
    EVENTS = "events"
    SCORES = "scores"
    REPORTS = "reports"
    ROSTER = "roster"
    NOTICES = "notices"
    JOURNALS = "journals"
    SIGN_IN_FAILURES = "sign_in_failures"
    CHANGES = "changes"
    REQUEST_KEYS = "request_keys"
    AUDIT = "audit"

    @property
    def of_site(self) -> bool:
        """Whether a site may have a period of its own; the other classes belong to no site."""
        return self not in _OF_NO_SITE


_OF_NO_SITE = {
    RetentionClass.JOURNALS,
    RetentionClass.SIGN_IN_FAILURES,
    RetentionClass.AUDIT,
    RetentionClass.NOTICES,
    RetentionClass.CHANGES,
    RetentionClass.REQUEST_KEYS,
}

_NOT_BEFORE = (
    (RetentionClass.EVENTS, RetentionClass.CLIPS),
    (RetentionClass.EVENTS, RetentionClass.POSTERS),
)
"""The first of each pair must be kept as long as the second, which means nothing without it."""


class RetentionDefault(BaseModel):
    """The default period of a class, with its reason and source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Days
    reason: str
    source: str


class _Defaults(RootModel[dict[RetentionClass, RetentionDefault]]):
    pass


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    days: dict[RetentionClass, Days] = Field(default_factory=dict)
    sites: dict[str, dict[RetentionClass, Days]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """The periods of an installation in days, None for `keep`; `sites` has those that differ, by site key."""

    days: Mapping[RetentionClass, int | None]
    sites: Mapping[str, Mapping[RetentionClass, int | None]]

    def of(self, kind: RetentionClass, site: str = "") -> int | None:
        """Days for which a class is kept at a site; None: it is never deleted."""
        return self.sites.get(site, {}).get(kind, self.days[kind])


def retention_defaults() -> Mapping[RetentionClass, RetentionDefault]:
    """The default of every class."""
    defaults = read_yaml(Path(__file__).with_suffix(".yaml")).parse(_Defaults).root
    return {kind: defaults[kind] for kind in RetentionClass}


def load_retention(data: Path) -> RetentionPolicy:
    """The periods that hold in a data folder: the defaults, with those of DATA/retention.yaml over them.

    Raises ModelError, one line with file, line and place, for unknown classes, periods that are no whole number of
    days, periods of a site for what belongs to no site, and periods that contradict each other.
    """
    default = {kind: one.days for kind, one in retention_defaults().items()}
    path = data / FILE_NAME
    if not path.exists():
        return RetentionPolicy(default, {})
    file = read_yaml(path)
    given = file.parse(_File)
    policy = RetentionPolicy({**default, **given.days}, given.sites)
    _check(file, policy)
    return policy


def _check(file: YamlFile, policy: RetentionPolicy) -> None:
    for site, own in policy.sites.items():
        for kind in own:
            if not kind.of_site:
                raise file.error(("sites", site, kind.value), "belongs to no site: write it under days")
    if policy.days[RetentionClass.AUDIT] is not None:
        raise file.error(("days", "audit"), "is always kept: its lines are chained; write keep")
    for site in ("", *policy.sites):
        if said := next(_contradictions(policy, site), None):
            raise file.error(("sites", site) if site else ("days",), said)


def _contradictions(policy: RetentionPolicy, site: str) -> Iterator[str]:
    for longer, shorter in _NOT_BEFORE:
        long, short = policy.of(longer, site), policy.of(shorter, site)
        if long is not None and (short is None or short > long):
            kept = KEEP if short is None else f"{short} days"
            yield f"{longer.value} ({long} days) is shorter than {shorter.value} ({kept}), which need them"


def known_sites(policy: RetentionPolicy, sites: set[str], data: Path) -> None:
    """Raises ModelError, one line, when the file names a site that is not stored: a typing error deletes nothing."""
    for site in policy.sites:
        if site not in sites:
            known = ", ".join(sorted(sites)) or "none yet"
            raise ModelError(f"{data / FILE_NAME}: sites.{site}: there is no such site (known: {known})")
