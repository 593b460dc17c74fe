"""The content of journal records: signals of a camera's counters, events and coverage, as bytes and back."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict

import numpy as np

from models import Certainty, Coverage, Event, Seal
from models.store import FoundEvent
from pipeline.archive.signals import merge
from vision.core import Signals

_SPEED = 1  # zlib: a half of the size for a tenth of a millisecond


def signals_record(counter: str, rows: Signals) -> bytes:
    """One counter's rows as a record."""
    head = json.dumps([counter, len(rows), list(rows.columns)]).encode()
    values = [np.asarray(rows.columns[name], np.float32).tobytes() for name in rows.columns]
    content = b"\n".join([head, b"".join([rows.time.astype(np.float64).tobytes(), *values])])
    return zlib.compress(content, _SPEED)


def merged_signals(records: Iterable[bytes]) -> dict[str, Signals]:
    """counter -> the rows of these records; a later record takes the place of an earlier one of the same time."""
    found: dict[str, list[Signals]] = {}
    for record in records:
        counter, rows = _rows(record)
        found.setdefault(counter, []).append(rows)
    return {counter: _merged(parts) for counter, parts in found.items()}


def result_record(result: FoundEvent | Coverage) -> bytes:
    """An event with its clip, or a coverage, as a record."""
    return json.dumps(asdict(result), default=_plain).encode()


def read_result(record: bytes) -> FoundEvent | Coverage:
    """The event or the coverage of a record."""
    content = json.loads(record)
    if "event" not in content:
        return Coverage(**content)
    event = content["event"] | {"certainty": Certainty(content["event"]["certainty"])}
    # A journal of an older version has no seals: its clips count as not sealed.
    seals = [Seal(**one) if (one := content.get(name)) else None for name in ("clip_seal", "poster_seal")]
    fresh, withdrawn = content.get("fresh", True), content.get("withdrawn", False)
    return FoundEvent(
        Event(**event), content["clip"], content["poster"], seals[0], seals[1], fresh, withdrawn
    )


def _rows(record: bytes) -> tuple[str, Signals]:
    head, _, content = zlib.decompress(record).partition(b"\n")
    counter, count, names = json.loads(head)
    time = np.frombuffer(content, np.float64, count)
    values = np.frombuffer(content, np.float32, count * len(names), 8 * count).reshape(len(names), count)
    return counter, Signals(time.copy(), {name: values[i].copy() for i, name in enumerate(names)})


def _merged(parts: list[Signals]) -> Signals:
    """All parts as one, in halves: joining one after the other would copy a long journal once per record."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return merge(_merged(parts[:half]), _merged(parts[half:]))


def _plain(value: object) -> object:
    """A number of numpy as one of Python, which JSON takes."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} is nothing that an event holds")
