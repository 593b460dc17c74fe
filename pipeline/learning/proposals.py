"""Proposals for a site: a line per kind, and per kind and counter, from the verdicts in the store."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models import JudgedEvent, LineKey, ModelError, Site
from models.norms import Profile, load_catalogue, stored_profile
from models.store import Repositories, Stamp
from pipeline.learning.choice import LineProposal, learn_line
from pipeline.scoring.days import norms_of


@dataclass(frozen=True, slots=True)
class SiteProposal:
    """The result of learning the line of `key`; its verdicts are those of the events that the line is for."""

    key: LineKey
    found: LineProposal


def propose(store: Repositories, site: Site) -> list[SiteProposal]:
    """A proposal for every kind of fault that has verdicts, and for each of its counters where the site has several.

    A counter with a line of its own is left out of its kind's line. Raises ModelError for unreadable norms.
    """
    norms = norms_of(store, site)
    by_key = _by_key(_decided_by_lines(store, site, norms), norms, site)
    return [SiteProposal(key, learn_line(verdicts, _today(norms, key))) for key, verdicts in by_key.items()]


def line_now(store: Repositories, site: Site, key: LineKey) -> float:
    """The line that holds for a key today, learned or of the profile, 0..1."""
    return _today(norms_of(store, site), key)


def _today(norms: Profile, key: LineKey) -> float:
    return norms.scoring.line(key.kind, key.counter or "")


def _by_key(
    verdicts: Sequence[JudgedEvent], norms: Profile, site: Site
) -> Mapping[LineKey, Sequence[JudgedEvent]]:
    """The verdicts of each line: kinds in the catalogue's order, all counters before single ones."""
    several = sum(len(camera.counters) for camera in site.cameras) > 1
    found: dict[LineKey, list[JudgedEvent]] = defaultdict(list)
    for one in verdicts:
        own = LineKey(one.kind, one.counter)
        if str(own) not in norms.scoring.lines:
            found[LineKey(one.kind)].append(one)
        if several or str(own) in norms.scoring.lines:
            found[own].append(one)
    kinds = list(load_catalogue().kinds)
    return {key: found[key] for key in sorted(found, key=lambda k: (kinds.index(k.kind), k.counter or ""))}


def _decided_by_lines(store: Repositories, site: Site, norms: Profile) -> list[JudgedEvent]:
    """Verdicts on faults without the questions that no line decides.

    A question that reaches every line which ever held here is one for a reason of its behaviour.
    """
    ever = [norms, *_used(store.profiles.all())]
    return [
        one
        for one in store.lines.verdicts(site.site)
        if load_catalogue().is_fault(one.kind) and not (one.asked and one.confidence >= _highest(ever, one))
    ]


def _used(stamps: Sequence[Stamp]) -> Iterator[Profile]:
    for stamp in stamps:
        try:
            yield stored_profile(stamp.document, stamp.hash)
        except ModelError:  # kept by a release that wrote it otherwise: its line is not known
            continue


def _highest(profiles: Sequence[Profile], one: JudgedEvent) -> float:
    return max(profile.scoring.line(one.kind, one.counter) for profile in profiles)
