"""The figures of a backend for --json: the format of `counterwatch evaluate --json`, plus the core kinds."""

from collections.abc import Mapping, Sequence

from benchmarks.accuracy.short_page import CORE
from pipeline.evaluation.document import document
from pipeline.evaluation.evaluate import summarise
from pipeline.evaluation.findings import ClipResult
from pipeline.recordings.analysis_report import Json


def figures(results: Sequence[ClipResult], strained: Mapping[str, Sequence[ClipResult]]) -> Json:
    """All kinds; `core` is the same over the core kinds alone, `strained` all found events under each strain."""
    core = document(summarise(results, CORE))
    worse = {name: document(summarise(part)) for name, part in strained.items()}
    return {
        **_mapping(document(summarise(results))),
        "core": {
            name: value
            for name, value in _mapping(core).items()
            if name not in ("clips", "cost", "attributes")
        },
        "strained": {name: {"overall": _mapping(part)["overall"]} for name, part in worse.items()},
    }


def _mapping(values: Json) -> Mapping[str, Json]:
    if not isinstance(values, Mapping):
        raise TypeError(f"an evaluation is a mapping, got {type(values).__name__}")
    return values
