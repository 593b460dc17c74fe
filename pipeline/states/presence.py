"""Presence of people: hits and misses of detection become a State; and how far the detection can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import Thresholds
from pipeline.intervals import Basis, Bools, Floats, Spans, State, keeps_to, latched, limit
from vision.core import Signals


@dataclass(frozen=True, slots=True)
class PresenceLimits:
    """Limits by which hits and misses of detection become presence."""

    same_staff: float = limit(
        0.5,
        "correlation",
        Basis.CHOICE,
        "a missed clerk at a place so alike is still there: staff are seen leaving, which gives -1 "
        "(`benchmarks.place_likeness` prints figures)",
    )
    same_customer: float = limit(
        0.6,
        "correlation",
        Basis.CHOICE,
        "the same for a customer, whose place resembles furniture more often",
    )
    same_waiting: float = limit(0.7, "correlation", Basis.CHOICE, "the same for the people who wait")
    same_pose: float = limit(
        0.7,
        "correlation",
        Basis.CHOICE,
        "the pose of a missed person is kept only where the place hardly changed",
    )
    gone: float = limit(0.3, "correlation", Basis.CHOICE, "under it the place has changed altogether")
    between_s: float = limit(
        0.8, "s", Basis.CHOICE, "after so long at a changed place the next person is another one"
    )
    vote_s: float = limit(
        2.0, "s", Basis.CHOICE, "looks so near to each other vote together; shorter misses end no presence"
    )
    reliable: float = limit(
        0.6,
        "of the looks",
        Basis.CHOICE,
        "placed by hand near 0.88 to 1 hits at usable posts and 0.7 under a fisheye: with fewer, misses "
        "say nothing",
    )
    reliable_looks: int = limit(
        20, "looks", Basis.CHOICE, "four seconds at five a second; a passer-by is found in two looks of five"
    )
    alone: float = limit(
        0.8,
        "",
        Basis.CHOICE,
        "confidence without a person detector beside that with one, chosen before it was measured: of "
        "core facts on real clips 9 of 11 were right without and 14 of 14 with one (docs/accuracy.md)",
    )

    @property
    def same_place(self) -> Mapping[str, float]:
        """Likeness from which a place is the same one, by the name of its column."""
        return {
            "staff_likeness": self.same_staff,
            "customer_likeness": self.same_customer,
            "waiting_likeness": self.same_waiting,
        }


LIMITS = PresenceLimits()


# At a post, a place between the two is neither: the clerk may have bent or turned there, so a miss is not seen.
UNSURE_PLACE = frozenset({"staff_likeness"})


def walked_off(signals: Signals, walks: Spans) -> Signals:
    """The signals without the likeness of a place from which the customer has walked off.

    A person who is lost while sitting still is still there as long as the place looks the same. A person who was last
    found walking (`walks`, see visits.walking), and whose place has changed altogether since, is gone: later likeness
    of the place says nothing.
    """
    found, likeness = signals["customers"] > 0, signals["customer_likeness"]
    last = _latest(found)
    changed = ~found & (last >= 0) & (_latest(~found & (likeness < LIMITS.gone)) > last)
    if not changed.any():
        return signals
    off = changed & walks.contains(signals.time[last])
    without = np.where(off, np.minimum(likeness, 0), likeness).astype(np.float32)
    return Signals(signals.time, {**signals.columns, "customer_likeness": without})


def _latest(rows: Bools) -> NDArray[np.intp]:
    """(t,) the latest of these rows up to each row; -1 before the first."""
    return np.maximum.accumulate(np.where(rows, np.arange(len(rows)), -1))


def zone_presence(signals: Signals, count: str, likeness: str, hold: float, limits: Thresholds) -> State:
    """True where column `count` says that somebody is there, unknown where it could not be seen.

    A miss at an unchanged place says nothing and the last decision stands; at a place where people are found only
    now and then, no miss says anything and only hits are seen. Among the other looks the share of hits
    within `vote_s` decides with hysteresis (`presence_in`, `presence_out`). Edges are those of the hits themselves.
    """
    found, seen = signals[count] > 0, ~np.isnan(signals[count])
    if likeness in UNSURE_PLACE:
        seen &= found | ~(
            (signals[likeness] >= LIMITS.gone) & (signals[likeness] < LIMITS.same_place[likeness])
        )
    told = seen & (found | ~(signals[likeness] >= LIMITS.same_place[likeness]))
    if _reliability(signals.time[told], found[told]) < LIMITS.reliable:
        seen, told = found.copy(), found
    if not told.any():
        return State(Spans.empty(), Spans.from_samples(signals.time, seen, hold))
    decided = _carried(_voted(signals.time[told], found[told], limits), told)
    there = found | (decided & ~told & seen)
    sure = Spans.from_samples(signals.time, decided & seen, hold)
    empty = Spans.from_samples(signals.time, told & ~found & (signals[likeness] < LIMITS.gone), hold)
    empty -= _same_person(signals, count, found)
    spans = Spans.from_samples(signals.time, there, hold).bridged(LIMITS.vote_s) - empty.longer_than(
        LIMITS.between_s
    )
    spans = spans.touching(sure)
    return State(spans, Spans.from_samples(signals.time, seen, hold) | spans)


def _same_person(signals: Signals, count: str, found: Bools) -> Spans:
    """The times between two hits with one and the same track: that person never left."""
    ids = signals.columns.get(f"{count.removesuffix('s')}_id")
    if ids is None:
        return Spans.empty()
    hits = np.flatnonzero(found & ~np.isnan(ids))
    same = ids[hits[:-1]] == ids[hits[1:]]
    return Spans.merged(signals.time[hits[:-1]][same], signals.time[hits[1:]][same])


def _reliability(time: Floats, found: Bools) -> float:
    """Share of hits among the looks from a hit to the next one within `vote_s`, 0..1; 1 for too few.

    Looks before the first and after the last hit of a person do not count: a passer-by is found in every look.
    """
    hits = np.flatnonzero(found)
    looks = np.diff(hits)[keeps_to(np.diff(time[hits]), LIMITS.vote_s)]
    return float(len(looks) / looks.sum()) if looks.sum() >= LIMITS.reliable_looks else 1.0


def _around(time: Floats, found: Bools) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """(k,) hits and looks within `vote_s` of each look: the look itself, its neighbours, their neighbours ..."""
    hits, looks = found.astype(np.int32), np.ones(len(time), np.int32)
    for step in range(1, len(time)):
        near = keeps_to(time[step:] - time[:-step], LIMITS.vote_s / 2)
        if not near.any():
            break
        looks[step:] += near
        looks[:-step] += near
        hits[step:] += near & found[:-step]
        hits[:-step] += near & found[step:]
    return hits, looks


def _voted(time: Floats, found: Bools, limits: Thresholds) -> Bools:
    """(k,) decisions from the share of hits around each look, latched between the two shares."""
    hits, looks = _around(time, found)
    share = hits / looks
    return latched(share, limits.presence_in, limits.presence_out)


def _carried(decisions: Bools, told: NDArray[np.bool_]) -> Bools:
    """(t,) the last decision at every look; looks before the first one take the first."""
    latest = np.maximum(np.cumsum(told) - 1, 0)
    return np.asarray(decisions[latest], np.bool_)


def looked_alone(signals: Signals) -> bool:
    """Whether a pose model looked without a person detector; False if the signals do not say."""
    detector = signals.columns.get("detector")
    return detector is not None and bool((detector == 0).any()) and not bool((detector == 1).any())


def certainty(signals: Signals) -> float:
    """0..1, by which the confidence of events about people is multiplied."""
    return LIMITS.alone if looked_alone(signals) else 1.0
