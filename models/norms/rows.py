"""Profiles and clauses as rows for people: content, sources, and differences between two profiles."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.norms.catalogue import Clause, load_catalogue
from models.norms.files import Rate, Severity
from models.norms.kinds import Measure
from models.norms.labels import label
from models.norms.profile import ClauseRule, Price, Profile
from models.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """One number of a profile with its meaning (English) and its source."""

    name: str
    value: float
    source: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """The price of one kind of event at one severity; `clause` is None, and the kind is free, if no clause asks for it.

    `when` has the duration and the conditions; `looked_for` says whether a behaviour finds the kind today.
    """

    kind: str
    matter: str
    clause: str | None
    severity: Severity
    points: float
    when: str
    looked_for: bool


@dataclass(frozen=True, slots=True)
class AppliedClause:
    """One applying clause in the reader's words, with the kinds that touch it; `today` are those looked for.

    `measures` are how it is measured here: by its kinds, and as a rate where the profile counts one of them so.
    """

    id: str
    document: str
    article: str
    wording: str
    judged: str
    cap: float
    weight: float
    kinds: tuple[str, ...]
    today: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two profiles differ; None where one of them has nothing there."""

    place: str
    old: str | None
    new: str | None


def threshold_rows(profile: Profile) -> list[ThresholdRow]:
    """Every number: those that several kinds use, then those of single kinds in the order of their table."""
    meanings = {name: field.description or "" for name, field in Thresholds.model_fields.items()}
    meanings |= {name: number.meaning for name, number in load_catalogue().numbers.items()}
    return [
        ThresholdRow(name, profile.thresholds.number(name), profile.sources[name], meaning)
        for name, meaning in meanings.items()
    ]


def charge_rows(profile: Profile) -> list[ChargeRow]:
    """Every price, matter by matter."""
    looked_for = load_catalogue().looked_for()
    return [
        ChargeRow(
            kind, charge.matter, charge.clause, price.severity, price.points, _when(price), kind in looked_for
        )
        for kind, charge in profile.charges.items()
        for price in charge.prices
    ]


def clause_rows(profile: Profile, language: str) -> list[AppliedClause]:
    """Every clause that applies, in the catalogue's order."""
    clauses = load_catalogue().clauses
    return [_clause_row(clauses[key], profile, language) for key in profile.clauses]


def differences(old: Profile, new: Profile) -> list[Difference]:
    """The differences between two profiles that can change an event or a score; empty when the hashes are equal."""
    before, after = dict(places(old)), dict(places(new))
    return [
        Difference(place, before.get(place), after.get(place))
        for place in [*before, *(one for one in after if one not in before)]
        if before.get(place) != after.get(place)
    ]


def places(profile: Profile) -> Iterator[tuple[str, str]]:
    """Everything in a profile that can change an event or a score, as (place, content)."""
    for name, value in profile.thresholds.model_dump().items():
        yield f"thresholds.{name}", f"{value:g}"
    for name in ("coverage_min", "certain_from", "review_days"):
        yield f"scoring.{name}", f"{getattr(profile.scoring, name):g}"
    for key, line in profile.scoring.lines.items():
        yield f"learned.{key}", f"{line:g}"
    for key, rule in profile.clauses.items():
        yield f"clauses.{key}", _clause(rule)
    for kind, charge in profile.charges.items():
        yield f"charges.{kind}.clause", charge.clause or "none"
        yield f"charges.{kind}.matter", charge.matter
        yield f"charges.{kind}.points", "; ".join(_price(price) for price in charge.prices) or "none"
    for name, rate in profile.rates.items():
        yield f"rates.{name}", _rate(rate)


def _clause_row(clause: Clause, profile: Profile, language: str) -> AppliedClause:
    rule, looked_for = profile.clauses[clause.id], load_catalogue().looked_for()
    return AppliedClause(
        id=clause.id,
        document=load_catalogue().documents[clause.document].title.of(language),
        article=clause.article,
        wording=clause.wording.of(language),
        judged=label("judged", clause.judged).of(language),
        cap=rule.cap,
        weight=rule.weight,
        kinds=clause.kinds,
        today=tuple(kind for kind in clause.kinds if kind in looked_for),
        measures=_measures(clause, profile),
    )


def _measures(clause: Clause, profile: Profile) -> tuple[Measure, ...]:
    kinds = load_catalogue().kinds
    found: list[Measure] = [kinds[kind].measure for kind in clause.kinds]
    found += ["rate" for rate in profile.rates.values() if rate.stands_with(clause.id, clause.kinds)]
    return tuple(dict.fromkeys(found))


def _clause(rule: ClauseRule) -> str:
    parts = [f"applies, cap {rule.cap:g}, weight {rule.weight:g}"]
    parts += [f"grace {rule.grace:g}"] if rule.grace else []
    parts += [f"tiers {', '.join(map(str, rule.tiers))}"] if rule.tiers else []
    parts += [f"roles {', '.join(rule.roles)}"] if rule.roles else []
    parts += [f"hours {', '.join(f'{start} to {end}' for start, end in rule.hours)}"] if rule.hours else []
    return ", ".join(parts)


def _rate(rate: Rate) -> str:
    met = f"{rate.attribute} of {rate.among}" if rate.among else f"{rate.attribute} >= {rate.at_least:g}"
    also = f", also {', '.join(rate.clauses)}" if rate.clauses else ""
    return f"{met} of {rate.of}, misses {rate.misses}{also}"


def _price(price: Price) -> str:
    return " ".join(part for part in (price.severity, f"{price.points:g}", _when(price)) if part)


def _when(price: Price) -> str:
    says = [f"{name} = {str(value).lower()}" for name, value in price.when.items()]
    return ", ".join([f"from {price.after_s:g} s"] * bool(price.after_s) + says)
