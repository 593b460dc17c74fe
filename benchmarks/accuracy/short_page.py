"""The part of the page that stands first: every backend on every folder in a line, events and presence."""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.accuracy.markdown import between, seconds, share, table
from pipeline.evaluation.evaluate import folder_of, summarise
from pipeline.evaluation.findings import ClipResult
from pipeline.evaluation.state_figures import ROLES

CORE = ("absence", "arrival", "departure", "unattended_customer", "no_stand_greeting")
"""The kinds that need nothing but who is where, and whether they stand."""

LONG_DAYS = """\
## Long days with the shipped durations

The tables above are of the profile `evaluation`, whose durations are short. Here the profile `general` judges: days
of hours whose truth is known, told around its limits and seen well and worse, and what was seen of each clip,
repeated with pauses. Events of clips that are shorter than the shipped durations are none here."""
_EVENTS = (
    "backend", "clips", "events", "core F1", "core, with questions", "F1", "with questions", "95 %", "false facts",
    "false/h", "asked", "right",
)  # fmt: skip


def short_lines(all_results: Mapping[str, Sequence[ClipResult]]) -> list[str]:
    """Two tables over the results of each backend by its name: events, and seconds of presence."""
    rows = [
        (name, label, part)
        for name, results in all_results.items()
        for label, part in parts_of(results).items()
    ]
    return [
        "Core kinds are absence, arrival, departure, unattended customer and greeting without standing up. F1 is of",
        "facts alone, and beside it of all found events, questions too; false facts are of all kinds.",
        "",
        *table(_EVENTS, [(name, label, *_events(part)) for name, label, part in rows], left=2),
        "Seconds of presence, recall / precision:",
        "",
        *table(
            ("backend", "clips", *ROLES), [(name, label, *_roles(part)) for name, label, part in rows], left=2
        ),
    ]


def long_days_lines(results: Mapping[str, Sequence[ClipResult]]) -> list[str]:
    """A table of long days, each row by its title; nothing where there are none."""
    rows = [
        (f"{title} ({len(part)})", f"{_hours(part):.0f}", *_events(part)) for title, part in results.items()
    ]
    return [*LONG_DAYS.splitlines(), "", *table(("days", "hours", *_EVENTS[2:]), rows)] if rows else []


def _hours(results: Sequence[ClipResult]) -> float:
    return summarise(results).all.hours


def parts_of(results: Sequence[ClipResult]) -> dict[str, list[ClipResult]]:
    """The clips by folder and by origin, real ones first; an origin in one folder, or in none, is told once."""
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
