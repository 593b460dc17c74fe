"""Events, states and scores as lines of JSON: the same events always give the same lines."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence

from models import ClauseLine, Event, Score, to_json
from pipeline.judging.judge import Judgement

Lines = dict[str, list[str]]
"""Lines of every case by its name: events, states and scores."""

_TIMES = ("start", "end", "seconds", "seen_s", "expected_s")
_WORDS = ("reason", "title", "profile_hash")
"""Texts have tests of their own, and a profile's hash says how its file is written, not what it asks for."""


def lines_of(found: Judgement, scores: Mapping[str, Score]) -> Lines:
    """A line for each event, for each time a state held, and for each score and each clause of it.

    Times are UTC seconds rounded to milliseconds, all other figures are rounded to six digits after the point.
    """
    return {
        "events": [_text(_event(event)) for event in found.events],
        "states": [
            _text([one.counter, one.state, round(one.start, 3), round(one.end, 3)])
            for one in sorted(found.states, key=lambda one: (one.counter, one.state, one.start))
        ],
        "scores": [line for counter in sorted(scores) for line in _score(scores[counter])],
    }


def hashes_of(lines: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """SHA-256 of the lines of every case by its name, in hexadecimal digits."""
    return {what: hashlib.sha256("\n".join(rows).encode()).hexdigest() for what, rows in lines.items()}


def _event(event: Event) -> dict[str, object]:
    return {
        "counter": event.counter,
        "kind": event.kind,
        "start": event.start,
        "end": event.end,
        "confidence": event.confidence,
        "certainty": event.certainty,
        "attributes": dict(sorted(event.attributes.items())),
        "evidence": dict(sorted(event.evidence.items())),
    }


def _score(score: Score) -> Iterator[str]:
    written = json.loads(to_json(score))
    clauses: list[dict[str, object]] = written.pop("lines")
    yield _text(written)
    for line, clause in zip(score.lines, clauses, strict=True):
        yield _text({"counter": score.counter} | (clause if _says_something(line) else _short(line)))


def _says_something(line: ClauseLine) -> bool:
    return bool(line.points or line.occurrences or line.notes or line.rates)


def _short(line: ClauseLine) -> dict[str, object]:
    """A clause that no event touches."""
    return {
        "clause": line.clause,
        "status": str(line.status),
        "cap": line.cap,
        "unjudged": list(line.unjudged),
    }


def _text(value: object) -> str:
    return json.dumps(_rounded(value), ensure_ascii=False)


def _rounded(value: object, name: str = "") -> object:
    """The same with every figure rounded and every text of reasons left out; NaN is the word nan."""
    if isinstance(value, Mapping):
        return {key: _rounded(part, key) for key, part in value.items() if key not in _WORDS}
    if isinstance(value, list | tuple):
        return [_rounded(part, name) for part in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    if math.isnan(value):
        return "nan"
    return round(value, 3 if name in _TIMES else 6) + 0.0  # + 0.0: no minus zero
