"""Audits of generated weeks with known truth, drawn, stored, judged and read back: the intervals hold the truth."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from models import (
    MINUTE_S,
    WITHOUT_VIDEO,
    AuditAnswer,
    AuditDraw,
    Event,
    Outcome,
    QualityAudit,
    QuietTime,
    Role,
    SeenKind,
    StoredEvent,
    Verdict,
    quiet_draw,
)
from models.store import Store
from pipeline.quality import AuditResult, AuditWish, audit_result, draw_audit, proportion, weighted_share
from pipeline.quality.drawing import allotted
from pipeline.quality.quiet_pools import QuietPool, pools_of
from pipeline.scoring.sampling import Population, QuietMinute
from tests.support.stored_hall import NINE, hall

MONDAY = dt.date(2026, 11, 23)
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class MadeWeek:
    """A week with its truth: what each flagged event is (by id), and what began in each quiet minute (by its start)."""

    among: Population
    really: dict[int, str]
    missed: dict[float, list[str]]

    def recall(self, kind: str) -> float:
        """The share of the true events of a kind that were flagged as it."""
        found = sum(one.event.kind == kind == self.really[one.id] for one in self.among.events)
        other = sum(self.really[one.id] == kind != one.event.kind for one in self.among.events)
        return found / (found + other + sum(kinds.count(kind) for kinds in self.missed.values()))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.at(tmp_path_factory.mktemp("audits")) as opened:
        opened.sites.put(hall())
        for name in ("wu", "mei"):
            opened.accounts.add(name, "correct horse", Role.AUDITOR, "en", NINE)
        yield opened


def week(rng: np.random.Generator, recall: float, confused: float = 0.0) -> MadeWeek:
    """Absences and phones, of which `recall` are flagged; `confused` of what is flagged is the other kind really."""
    true = {"absence": int(rng.integers(60, 160)), "phone": int(rng.integers(60, 160))}
    kinds = [kind for kind, number in true.items() for _ in range(number)]
    seen = rng.random(len(kinds)) < recall
    minutes = [
        QuietMinute(1, 1, "cam1", "left", NINE + MINUTE_S * n, NINE + MINUTE_S * (n + 1)) for n in range(4000)
    ]
    missed: dict[float, list[str]] = {}
    for kind in (kind for kind, found in zip(kinds, seen, strict=True) if not found):
        missed.setdefault(minutes[int(rng.integers(len(minutes)))].start, []).append(kind)
    really = [kind for kind, found in zip(kinds, seen, strict=True) if found]
    really += ["nothing"] * int(rng.integers(0, 40))
    told = [_told(rng, kind, confused) for kind in really]
    events = [_flagged(n, kind, NINE + 100 * n) for n, kind in enumerate(told, 1)]
    return MadeWeek(Population(tuple(events), tuple(minutes)), dict(enumerate(really, 1)), missed)


def _told(rng: np.random.Generator, kind: str, confused: float) -> str:
    other = {"absence": "phone", "phone": "absence"}.get(kind)
    if other is None:
        return str(rng.choice(["absence", "phone"]))
    return other if rng.random() < confused else kind


def _flagged(event_id: int, kind: str, start: float) -> StoredEvent:
    event = Event("cam1", "left", kind, start, start + 20, 0.9)
    return StoredEvent(
        event_id, event, "north", "Asia/Shanghai", 1, 1, "Window 1", 1, Verdict.OPEN, True, None, None, None, NINE
    )  # fmt: skip


def on_video(made: MadeWeek, wish: QuietTime, seed: str) -> tuple[QuietPool, ...]:
    """The quiet minutes of the week that a hall with this wish kept, by a seed for each day.

    From Wednesday on a third counter is watched, so that a budget of minutes gives another rate.
    """
    few, more = (hall(quiet_time=wish, cameras=hall().cameras[: 1 + late]) for late in (False, True))
    days = [MONDAY + dt.timedelta(days=n) for n in range(4)]
    draws = {day: quiet_draw(few if n < 2 else more, day, f"{seed} {day}") for n, day in enumerate(days)}
    known = {day: draw for day, draw in draws.items() if draw is not None}
    everything = {(one.counter_id, one.start) for one in made.among.minutes}
    return pools_of(made.among.minutes, known, everything, ZONE)


def truths(made: MadeWeek, draw: AuditDraw) -> Iterator[AuditAnswer]:
    """What an auditor says who sees the truth."""
    for item in draw.items:
        seen = made.missed.get(item.start, [])
        outcome = Outcome.HAPPENED if seen else Outcome.NOTHING
        if item.event_id is not None:
            kind = made.really[item.event_id]
            outcome = Outcome.RIGHT if kind == item.stratum.kind else Outcome.WRONG
            seen = [kind] if outcome is Outcome.WRONG and kind != "nothing" else []
        sightings = tuple(SeenKind(kind, item.start) for kind in seen)
        yield AuditAnswer(item.position, "wu", outcome, sightings, "", NINE)


def audited(store: Store, made: MadeWeek, seed: str, events: int = 40, minutes: int = 150) -> AuditResult:
    """The figures of an audit, read back from the store, whose auditor sees the truth."""
    wish = AuditWish("north", MONDAY, MONDAY, events, minutes)
    kept = store.quality_audits.add(draw_audit(wish, made.among, seed), "wu", NINE)
    with store.unit_of_work("audit") as work:
        for said in truths(made, kept.draw):
            work.quality_audits.judge(kept.id, said, 1, NINE)
    store.quality_audits.close(kept.id, "wu", NINE)
    closed = store.quality_audits.get(kept.id)
    assert closed is not None
    assert closed.draw == kept.draw
    return audit_result(closed, store.quality_audits.judgements(kept.id), ZONE)


def on_paper(made: MadeWeek, seed: str, pools: Sequence[QuietPool], minutes: int = 150) -> AuditResult:
    """The figures of an audit of these pools that is stored nowhere."""
    draw = draw_audit(AuditWish("north", MONDAY, MONDAY, 40, minutes), made.among, seed, pools)
    return audit_result(QualityAudit(1, draw, "wu", NINE, "wu", NINE), list(truths(made, draw)), ZONE)


def test_the_interval_of_a_stored_audit_holds_the_true_recall(store: Store) -> None:
    """100 intervals, of both kinds in 50 weeks, in which some of what is flagged is the other kind really."""
    held = 0
    for run in range(50):
        made = week(np.random.default_rng(run), 0.85, 0.05)
        result = audited(store, made, f"week {run}")
        for kind in ("absence", "phone"):
            (told,) = [one for one in result.kinds if one.kind == kind]
            held += told.recall.low <= made.recall(kind) <= told.recall.high
    assert held >= 93


@pytest.mark.parametrize(
    ("share", "minutes_a_day"), [(0.2, 1440), (0.03, 1440), (0.01, 1440), (0.2, 100), (0.2, 40)]
)
def test_the_interval_holds_the_true_recall_at_any_rate_and_budget(share: float, minutes_a_day: int) -> None:
    """As above, and auditors see only the minutes that were kept on video: from 800 down to 35 of 4000."""
    wish, held = QuietTime(share=share, minutes_a_day=minutes_a_day), 0
    for run in range(50):
        made = week(np.random.default_rng(run), 0.85, 0.05)
        result = on_paper(made, f"week {run}", on_video(made, wish, f"day {run}"))
        for kind in ("absence", "phone"):
            (told,) = [one for one in result.kinds if one.kind == kind]
            held += told.recall.low <= made.recall(kind) <= told.recall.high
    assert held >= 93


def test_an_estimate_from_kept_minutes_is_right_on_average() -> None:
    """A tenth of the minutes was kept, and half of these are judged: each stands for about twenty."""
    made, told = week(np.random.default_rng(7), 0.6), []
    missed = sum(kinds.count("phone") for kinds in made.missed.values())
    for n in range(8):
        pools = on_video(made, QuietTime(share=0.1, minutes_a_day=1440), f"day {n}")
        result = on_paper(made, f"kept {n}", pools, 200)
        told += [one.recall.overlooked for one in result.kinds if one.kind == "phone"]
    error = 4 * np.sqrt(missed * 4000 / 200 / len(told))
    assert abs(np.mean(told) - missed) < error


def test_days_without_video_leave_recall_unknown() -> None:
    """Video was kept from Tuesday on: what nobody can look at on Monday is not estimated from the other days."""
    made = week(np.random.default_rng(3), 0.9)
    pools = on_video(made, QuietTime(share=0.1), "day")
    monday = QuietPool(WITHOUT_VIDEO, 900, ())
    result = on_paper(made, "gap", (monday, *pools))
    assert all(np.isnan(one.recall.recall) and one.precision.n for one in result.kinds)


def test_a_minute_that_the_seed_did_not_draw_is_not_audited() -> None:
    """Somebody adds a clip of a minute that shows nothing: it has video, and no audit takes it."""
    made = week(np.random.default_rng(1), 0.9)
    pools = on_video(made, QuietTime(share=0.2, minutes_a_day=60), "day")
    assert sum(pool.total for pool in pools) == 4000
    assert 40 < sum(len(pool.minutes) for pool in pools) < 110
    assert len({pool.rate for pool in pools}) == 2


def test_the_estimate_is_right_on_average_however_many_minutes_are_drawn(store: Store) -> None:
    """Few minutes say less, and they do not say something else: each stands for all that were not drawn."""
    made = week(np.random.default_rng(7), 0.6)
    missed = sum(kinds.count("phone") for kinds in made.missed.values())
    for minutes in (60, 300):
        told = [audited(store, made, f"{minutes} {n}", 20, minutes) for n in range(8)]
        overlooked = [one.recall.overlooked for result in told for one in result.kinds if one.kind == "phone"]
        error = 4 * np.sqrt(missed * 4000 / minutes / len(told))  # four standard errors of a mean of counts
        assert abs(np.mean(overlooked) - missed) < error


def test_the_same_seed_draws_the_same_items_and_another_one_others() -> None:
    among = week(np.random.default_rng(1), 0.9).among
    wish = AuditWish("north", MONDAY, MONDAY, 30, 30)
    assert draw_audit(wish, among, "5eed") == draw_audit(wish, among, "5eed")
    one, other = (
        {(item.event_id, item.start) for item in draw_audit(wish, among, seed).items} for seed in ("a", "b")
    )
    assert len(one & other) < 30


def test_every_minute_is_drawn_equally_often() -> None:
    """600 draws of a tenth of 100 minutes: each minute comes 60 times, give or take four standard deviations."""
    minutes = tuple(QuietMinute(1, 1, "cam1", "left", MINUTE_S * n, MINUTE_S * (n + 1)) for n in range(100))
    wish = AuditWish("north", MONDAY, MONDAY, 0, 10)
    drawn = np.zeros(100)
    for run in range(600):
        for item in draw_audit(wish, Population((), minutes), f"seed {run}").items:
            drawn[int(item.start // MINUTE_S)] += 1
    assert np.abs(drawn - 60).max() < 4 * np.sqrt(60 * 0.9)


def test_a_kind_with_few_events_gives_all_of_them() -> None:
    assert allotted({"absence": 90, "phone": 3, "slouching": 50}, 30) == {
        "absence": 14, "phone": 3, "slouching": 13,
    }  # fmt: skip
    assert allotted({"absence": 2, "phone": 3}, 30) == {"absence": 2, "phone": 3}
    assert allotted({"absence": 5, "phone": 5}, 1) == {"absence": 1, "phone": 0}


def test_items_on_which_auditors_differ_count_as_not_judged(store: Store) -> None:
    made = week(np.random.default_rng(3), 1.0)
    kept = store.quality_audits.add(
        draw_audit(AuditWish("north", MONDAY, MONDAY, 20, 0), made.among, "x"), "wu", NINE
    )
    for item in kept.draw.items:
        for user, name in ((1, "wu"), (2, "mei")):
            outcome = Outcome.WRONG if (item.position, name) == (1, "mei") else Outcome.RIGHT
            said = AuditAnswer(item.position, name, outcome, (), "", NINE)
            store.quality_audits.judge(kept.id, said, user, NINE)
    result = audit_result(kept, store.quality_audits.judgements(kept.id), ZONE)
    assert result.differing == (1,)
    assert sum(one.precision.n for one in result.kinds) == 19
    assert [one.precision.share for one in result.kinds] == [1.0, 1.0]


def test_a_week_weighs_its_events_by_what_they_stand_for() -> None:
    """One of 90 that stand for 10 each is wrong, and one of 10 that stand for 1 each."""
    told = weighted_share([(n > 0, 10.0) for n in range(90)] + [(n > 0, 1.0) for n in range(10)])
    assert told.share == pytest.approx(1 - 11 / 910)
    assert told.low < told.share < told.high
    assert weighted_share([(True, 2.0)] * 8) == proportion(8, 8)
