"""The first part of docs/accuracy.md: one row for every backend and folder, events and presence."""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.accuracy.markdown import between, seconds, share, table
from pipeline.evaluation.evaluate import folder_of, summarise
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.state_figures import ROLES

CORE = ("absence", "arrival", "departure", "unattended_customer", "no_stand_greeting")
"""The kinds that depend only on presence and on standing."""

LONG_DAYS = """\
## Long days with the shipped durations

The tables above use the profile `evaluation`, whose durations are short. This table uses the profile `general`. The
synthetic days last hours, have known truth and durations around the limits, and are judged with clear and with degraded
signals. The other rows repeat the stored signals of each clip, with pauses. Labelled events of clips that are shorter
than the shipped durations do not count as events here."""
_EVENTS = (
    "backend", "clips", "events", "core F1", "core, with questions", "F1", "with questions", "95 %", "false facts",
    "false/h", "asked", "right",
)  # fmt: skip


def short_lines(all_results: Mapping[str, Sequence[ClipResult]]) -> list[str]:
    """Two tables of the results of each backend by its name: events, and seconds of presence."""
    rows = [
        (name, label, part)
        for name, results in all_results.items()
        for label, part in parts_of(results).items()
    ]
    return [
        "Core kinds are absence, arrival, departure, unattended customer and greeting without standing up. F1 counts",
        "facts alone; *with questions* counts all found events. False facts are of all kinds.",
        "",
        *table(_EVENTS, [(name, label, *_events(part)) for name, label, part in rows], left=2),
        "Seconds of presence, recall / precision:",
        "",
        *table(
            ("backend", "clips", *ROLES), [(name, label, *_roles(part)) for name, label, part in rows], left=2
        ),
    ]


def long_days_lines(results: Mapping[str, Sequence[ClipResult]]) -> list[str]:
    """A table of long days, one row per title; empty if there are none."""
    rows = [
        (f"{title} ({len(part)})", f"{_hours(part):.0f}", *_events(part)) for title, part in results.items()
    ]
    return [*LONG_DAYS.splitlines(), "", *table(("days", "hours", *_EVENTS[2:]), rows)] if rows else []


def _hours(results: Sequence[ClipResult]) -> float:
    return summarise(results).all.hours


def parts_of(results: Sequence[ClipResult]) -> dict[str, list[ClipResult]]:
    """Results by folder and by origin, real ones first; an origin with a single folder, or none, has one entry."""
    parts: dict[str, list[ClipResult]] = {}
    for origin in ("real", "rendered"):
        mine = [result for result in results if result.truth.origin == origin]
        folders = sorted({folder for result in mine if (folder := folder_of(result.clip.name))})
        for folder in folders:
            parts[folder] = [result for result in mine if folder_of(result.clip.name) == folder]
        if mine and (len(folders) != 1 or len(parts[folders[0]]) < len(mine)):
            parts[f"all {origin}" if folders else origin] = mine
    return {f"{label} ({len(part)})": part for label, part in parts.items()}


def _events(results: Sequence[ClipResult]) -> Iterable[str]:
    core, part = summarise(results, CORE).all, summarise(results).all
    facts, asked = part.facts.overall, part.questions.overall
    return (
        str(facts.truth),
        *(share(figures.f1) for figures in (core.facts.overall, core.overall, facts, part.overall)),
        between(facts.f1_low, facts.f1_high),
        str(facts.false_alarms),
        seconds(facts.false_alarms_per_hour),
        str(asked.asked),
        str(asked.right),
    )


def _roles(results: Sequence[ClipResult]) -> Iterable[str]:
    states = summarise(results).states
    for role in ROLES:
        found = states.get(role)
        yield f"{share(found.recall)} / {share(found.precision)}" if found else "–"
