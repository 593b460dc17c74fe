"""An event's evidence as rows of *figure, measured, threshold*, with the unit that its name carries."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.reading import DASH, Reading, number, percent
from models.events import Scalar

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
"""Which threshold a figure is held against, by their names in the evidence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the evidence table, written out."""

    name: str
    measured: str
    threshold: str


def figures(evidence: Mapping[str, Scalar | None], reading: Reading) -> list[Figure]:
    """Every figure once: beside its threshold where it has one, thresholds without a figure at the end."""
    held = {key: AGAINST[key] for key in evidence if AGAINST.get(key) in evidence}
    rows = [
        Figure(
            _name(key, reading), written(key, value, reading), _threshold(held.get(key), evidence, reading)
        )
        for key, value in evidence.items()
        if not is_threshold(key, reading)
    ]
    alone = [key for key in evidence if is_threshold(key, reading) and key not in held.values()]
    return rows + [Figure(_name(key, reading), DASH, written(key, evidence[key], reading)) for key in alone]


def is_threshold(key: str, reading: Reading) -> bool:
    """Whether a name of the evidence is one of the norm profile's thresholds."""
    return reading.t.has(f"threshold.{key}")


def written(key: str, value: Scalar | None, reading: Reading) -> str:
    """A value with the unit at the end of its name: `_s` s, `_m_s` m/s, `_deg` degrees, `_share` percent."""
    t = reading.t
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return t("event.unmeasured")
    if isinstance(value, bool):
        return t("event.yes" if value else "event.no")
    if isinstance(value, str):
        if key == "excuse":
            return t.named("excuse", value)
        return value.replace("_", " ")
    return _measure(key, float(value), reading)


def _measure(key: str, value: float, reading: Reading) -> str:
    if key.endswith("_m_s"):
        return reading.t("unit.speed", n=number(value, 2))
    if key.endswith("_s") or key == "seconds":
        return reading.seconds(value)
    if key.endswith("_deg"):
        return reading.t("unit.deg", n=number(value))
    if key.endswith("_sd"):
        return reading.t("unit.sd", n=number(value))
    if key.endswith("_share") or key.startswith("presence_"):
        return percent(value)
    return number(value, 2)


def _name(key: str, reading: Reading) -> str:
    if is_threshold(key, reading):
        return reading.t(f"threshold.{key}")
    if reading.t.has(f"figure.{key}") or key in reading.t.names.get("attributes", {}):
        return reading.t.named("figure", key)
    for unit in ("_s", "_deg", "_share", "_sd"):
        key = key.removesuffix(unit)
    return key.replace("_", " ")


def _threshold(key: str | None, evidence: Mapping[str, Scalar | None], reading: Reading) -> str:
    return written(key, evidence[key], reading) if key else DASH
