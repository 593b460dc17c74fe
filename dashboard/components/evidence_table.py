"""The evidence of an event as rows of figure, measured value and threshold, with units."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.formatting import DASH, Formatter
from models import Scalar

AGAINST = {
    "seconds": "threshold_s",
    "customer_sat_after_s": "threshold_s",
    "seated_until_s": "within_s",
    "latency_s": "within_s",
    "risen_share": "threshold_share",
    "faced_share": "threshold_share",
    "along_share": "threshold_share",
    "changed_share": "threshold_share",
    "trunk_deg": "threshold_deg",
    "nearest_m": "threshold_m",
    "hand_m": "threshold_m",
    "speed_m_s": "threshold_m_s",
    "nod_clearness": "threshold",
    "smile_lift": "threshold",
    "distance": "threshold",
    "mouth": "threshold",
}
"""The threshold that each figure is compared with, by their names in the evidence."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of the evidence table as text."""

    name: str
    measured: str
    threshold: str


def evidence_rows(evidence: Mapping[str, Scalar | None], formatter: Formatter) -> list[EvidenceRow]:
    """All figures, each beside its threshold; thresholds without a figure come last."""
    held = {key: AGAINST[key] for key in evidence if AGAINST.get(key) in evidence}
    rows = [
        EvidenceRow(
            _name(key, formatter),
            value_text(key, value, formatter),
            _threshold(held.get(key), evidence, formatter),
        )
        for key, value in evidence.items()
        if not is_threshold(key, formatter)
    ]
    alone = [key for key in evidence if is_threshold(key, formatter) and key not in held.values()]
    return rows + [
        EvidenceRow(_name(key, formatter), DASH, value_text(key, evidence[key], formatter)) for key in alone
    ]


def is_threshold(key: str, formatter: Formatter) -> bool:
    """Whether the key names a threshold of the norm profile."""
    return formatter.t.has(f"threshold.{key}")


def value_text(key: str, value: Scalar | None, formatter: Formatter) -> str:
    """A value with the unit of its key: `_s` s, `_m_s` m/s, `_deg` degrees, `_share` and `probability` percent."""
    t = formatter.t
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return t("event.unmeasured")
    if isinstance(value, bool):
        return t("event.yes" if value else "event.no")
    if isinstance(value, str):
        if key == "excuse":
            return t.named("excuse", value)
        return value.replace("_", " ")
    return _measure(key, float(value), formatter)


def _measure(key: str, value: float, formatter: Formatter) -> str:
    if key.endswith("_m_s"):
        return formatter.t("unit.speed", n=formatter.number(value, 2))
    if key.endswith("_s") or key == "seconds":
        return formatter.seconds(value)
    if key.endswith("_deg"):
        return formatter.t("unit.deg", n=formatter.number(value))
    if key.endswith("_sd"):
        return formatter.t("unit.sd", n=formatter.number(value))
    if key.endswith("_share") or key == "probability" or key.startswith("presence_"):
        return formatter.percent(value)
    return formatter.number(value, 2)


def _name(key: str, formatter: Formatter) -> str:
    if is_threshold(key, formatter):
        return formatter.t(f"threshold.{key}")
    if formatter.t.has(f"figure.{key}") or key in formatter.t.names.get("attributes", {}):
        return formatter.t.named("figure", key)
    for unit in ("_s", "_deg", "_share", "_sd"):
        key = key.removesuffix(unit)
    return key.replace("_", " ")


def _threshold(key: str | None, evidence: Mapping[str, Scalar | None], formatter: Formatter) -> str:
    return value_text(key, evidence[key], formatter) if key else DASH
