"""A norm profile with its inheritance worked out: every number, every clause, and a hash of all of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import yaml

from models.events import Event
from models.norms.catalogue import load_catalogue
from models.norms.checks import Checked, check
from models.norms.files import Figure, ProfileFile, Rate, Severity, Tier
from models.norms.layers import Layers, read_layers
from models.norms.merge import merged
from models.thresholds import Thresholds
from models.words import Words


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one occurrence that has lasted `after_s` seconds and meets all of `when`."""

    severity: Severity
    points: float
    after_s: float
    when: Mapping[str, bool | int | str]


@dataclass(frozen=True, slots=True)
class Charge:
    """How a kind of event is charged: the clause it goes to (None: to none) and its prices.

    Overlapping events of kinds with the same `matter` are the same facts. The last price that holds counts.
    """

    kind: str
    matter: str
    clause: str | None
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """An applying clause: `cap` is the most it may take of a score, `weight` multiplies its points.

    The first `grace` points of a period are forgiven. It is for the hall tiers, roles and `hours` ((from, to) by
    the site's clock, "HH:MM:SS") that are named, for all where none is.
    """

    id: str
    cap: float
    weight: float
    grace: float = 0.0
    tiers: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    hours: tuple[tuple[str, str], ...] = ()

    def is_for(self, tier: int | None, role: str | None) -> bool:
        """Whether it applies to a counter; one whose tier or role nobody said is meant as well."""
        by_tier = tier is None or not self.tiers or tier in self.tiers
        return by_tier and (role is None or not self.roles or role in self.roles)

    def holds_at(self, clock: dt.time) -> bool:
        """Whether it applies at a time of the site's clock."""
        now = clock.isoformat("seconds")
        return not self.hours or any(start <= now < end for start, end in self.hours)


@dataclass(frozen=True, slots=True)
class Scoring:
    """`coverage_min` share under which there is no score; `certain_from` confidence under which an event is a
    question; `review_days` after the period until its score is final.

    `lines` are learned ones by KIND or KIND@COUNTER, in place of `certain_from`; the line of a counter goes first.
    `precision_min` is the share of right events (0..1) under which a kind becomes a question by itself at a site.
    """

    coverage_min: float
    certain_from: float
    review_days: float
    lines: Mapping[str, float] = field(default_factory=dict)
    precision_min: float = 0.0

    def line(self, kind: str, counter: str) -> float:
        """The confidence from which an event of a kind at a counter is certain, 0..1."""
        return self.lines.get(f"{kind}@{counter}", self.lines.get(kind, self.certain_from))

    def decided(self, event: Event) -> Event:
        """The event as a question if its confidence is under its line, otherwise as it is."""
        return event.decided(self.line(event.kind, event.counter))


@dataclass(frozen=True, slots=True)
class Profile:
    """The norms of one hall. `hash` changes exactly with the parts that can change an event or a score.

    `clauses` are those that apply, in the catalogue's order; `charges` are by kind; `written` is the profile
    as one file without a parent, with the source of every number.
    """

    name: str
    title: Words
    parents: tuple[str, ...]
    thresholds: Thresholds
    scoring: Scoring
    clauses: Mapping[str, ClauseRule]
    charges: Mapping[str, Charge]
    rates: Mapping[str, Rate]
    written: ProfileFile
    hash: str

    @property
    def sources(self) -> dict[str, str]:
        """The source of each threshold, by its name."""
        return {name: figure.source for name, figure in self.written.thresholds.items()}

    def as_yaml(self) -> str:
        """The profile as one YAML file without a parent; loading it gives the same hash."""
        without = {"extends"} if self.written.learned else {"extends", "learned"}
        content = self.written.model_dump(mode="json", exclude_unset=True, exclude=without)
        return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def load_profile(name_or_path: str | Path) -> Profile:
    """A built-in profile by its name, or a site's own by the path of its YAML file.

    Raises ModelError with one line that names file, line and field.
    """
    return from_layers(read_layers(name_or_path))


def from_layers(layers: Layers) -> Profile:
    """The profile that a line of files comes to; raises ModelError as `load_profile` does."""
    parents = tuple(layer.content.profile for layer in layers.layers[:-1])
    return _build(check(layers, merged(layers), load_catalogue()), parents)


def with_lines(profile: Profile, lines: Mapping[str, Figure]) -> Profile:
    """The profile with these learned lines, by KIND or KIND@COUNTER, in place of its own; the hash covers them."""
    values = {key: lines[key].value for key in sorted(lines)}
    if values == profile.scoring.lines:
        return profile
    scoring = replace(profile.scoring, lines=values)
    return replace(
        profile,
        scoring=scoring,
        written=profile.written.model_copy(update={"learned": {key: lines[key] for key in values}}),
        hash=_hash(profile.thresholds, scoring, profile.clauses, profile.charges, profile.rates),
    )


def _build(checked: Checked, parents: tuple[str, ...]) -> Profile:
    file = checked.file
    scoring = Scoring(
        coverage_min=_value(file.scoring.coverage_min),
        certain_from=_value(file.scoring.certain_from),
        review_days=_value(file.scoring.review_days),
        lines={key: file.learned[key].value for key in sorted(file.learned)},
        precision_min=_value(file.scoring.precision_min),
    )
    clauses = {key: _rule(key, file) for key in checked.applying}
    charges = _charges(file, checked.thresholds)
    return Profile(
        name=file.profile,
        title=file.title,
        parents=parents,
        thresholds=checked.thresholds,
        scoring=scoring,
        clauses=clauses,
        charges=charges,
        rates=file.rates,
        written=file,
        hash=_hash(checked.thresholds, scoring, clauses, charges, file.rates),
    )


def _value(figure: Figure | None, default: float = 0.0) -> float:
    return default if figure is None else figure.value


def _rule(key: str, file: ProfileFile) -> ClauseRule:
    said = file.clauses.get(key)
    cap = said.cap if said is not None and said.cap is not None else file.scoring.clause_cap
    if said is None:
        return ClauseRule(key, _value(cap), 1.0)
    to = said.applies_to
    return ClauseRule(
        id=key,
        cap=_value(cap),
        weight=_value(said.weight, 1.0),
        grace=_value(said.grace),
        tiers=tuple(sorted(to.tiers)) if to else (),
        roles=tuple(sorted(to.roles)) if to else (),
        hours=tuple((span.start.isoformat("seconds"), span.end.isoformat("seconds")) for span in to.hours)
        if to
        else (),
    )


def _charges(file: ProfileFile, thresholds: Thresholds) -> dict[str, Charge]:
    return {
        kind: Charge(kind, key, matter.clause, tuple(_price(tier, thresholds) for tier in tiers))
        for key, matter in file.matters.items()
        for kind, tiers in matter.kinds.items()
    }


def _price(tier: Tier, thresholds: Thresholds) -> Price:
    after = thresholds.number(tier.after) if isinstance(tier.after, str) else tier.after
    return Price(tier.severity, tier.points, float(after or 0), tier.when)


def _hash(*parts: object) -> str:
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> object:
    """The content of a part, without texts that only people read; hashes from before lines were learned stay.

    `precision_min` changes no event by itself: the line that it leads to at a site does, and is part of the hash.
    """
    if isinstance(value, Rate):
        return value.model_dump(exclude={"title"})
    if isinstance(value, Thresholds):
        return value.model_dump()
    content: dict[str, object] = asdict(value)  # type: ignore[call-overload]
    content.pop("precision_min", None)
    return {name: part for name, part in content.items() if name != "lines" or part}
