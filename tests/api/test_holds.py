"""Legal holds: an auditor keeps what a court may ask for, and nothing deletes it before the hold is lifted."""

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.old_hall import NINE, OldHall, deleted, furnished, kept
from tests.support.running_api import Town, refused
from tests.support.stored_hall import analysis, observed


@pytest.fixture
def old(town: Town) -> OldHall:
    """The old hall in the folder of a running API."""
    return furnished(town.data, town.store)


def _holds(town: Town, **thing: object) -> int:
    answer = town.ask("wu", "POST", "/api/v1/holds", json={"reason": "dispute 7", **thing})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


EVERYTHING_HELD = {
    "signals": 1,
    "clips": 1,
    "posters": 1,
    "events": 1,
    "scores": 1,
    "reports": 1,
    "roster": 1,
}


@pytest.mark.parametrize(
    ("thing", "held"),
    [
        ({"event_id": 1}, EVERYTHING_HELD),
        ({"person": "王 芳"}, EVERYTHING_HELD),
        ({"counter_id": 1, "day": "2026-11-23"}, EVERYTHING_HELD),
        ({"site": "north", "since": "2026-11-20", "until": "2026-11-23"}, {**EVERYTHING_HELD, "events": 2}),
        ({"site": "north", "since": "2026-11-20", "until": "2026-11-22"}, {}),
        ({"counter_id": 2, "day": "2026-11-24"}, {}),
        ({"person": "李娜"}, {}),
    ],
)
def test_a_hold_outlives_every_period_until_it_is_lifted(
    town: Town, old: OldHall, thing: dict[str, object], held: dict[str, int]
) -> None:
    number = _holds(town, **thing)
    report = old.later(3 * 365)
    assert {kind: n for kind, n in kept(report).items() if kind not in ("journals", "backgrounds")} == held
    assert old.file("signals/cam1/2026-11-23.parquet") is bool(held)
    lifted = town.ask("wu", "POST", f"/api/v1/holds/{number}/lift", json={"reason": "settled"})
    assert (lifted.json()["active"], lifted.json()["lifted_by"]) == (False, "wu")
    old.later(3 * 365)
    assert kept(old.later(3 * 365)) == {}
    assert not old.file("signals/cam1/2026-11-23.parquet")


def test_a_hold_ends_by_itself_on_its_last_day(town: Town, old: OldHall) -> None:
    _holds(town, event_id=1, ends="2027-03-31")
    assert kept(old.later(128))["clips"] == 1
    assert deleted(old.later(130))["clips"] == 1


@pytest.mark.usefixtures("old")
def test_a_hold_has_lines_in_the_audit_log_and_a_place_in_the_list(town: Town) -> None:
    number = _holds(town, event_id=1)
    town.ask("an", "POST", f"/api/v1/holds/{number}/lift", json={"reason": "settled"})
    (placed,) = town.store.audit.page(AuditFilter(action=Action.HOLD_PLACED), 9)
    (lifted,) = town.store.audit.page(AuditFilter(action=Action.HOLD_LIFTED), 9)
    assert (placed.user, placed.subject, placed.detail) == ("wu", "event 1", "hold 1: dispute 7")
    assert (lifted.user, lifted.subject, lifted.detail) == ("an", "event 1", "hold 1: settled")
    (listed,) = town.items("wu", "/api/v1/holds")
    assert (listed["named"], listed["active"], listed["lift_reason"]) == ("event 1", False, "settled")


@pytest.mark.usefixtures("old")
def test_what_cannot_be_held_is_one_line(town: Town) -> None:
    def answered(status: int, *words: str, **body: object) -> bool:
        return refused(
            town.ask("wu", "POST", "/api/v1/holds", json={"reason": "why", **body}), status, *words
        )

    assert answered(404, "there is no event 999", event_id=999)
    assert answered(404, "there is no counter 999", counter_id=999, day="2026-11-23")
    assert answered(404, "there is no site", site="south", since="2026-11-20", until="2026-11-22")
    assert answered(422, "name one thing")
    assert answered(422, "name one thing", event_id=1, person="Wang")
    assert answered(422, "which day", counter_id=1)
    assert answered(422, "from which day", site="north", since="2026-11-22", until="2026-11-20")
    assert answered(422, "would have ended", event_id=1, ends="2026-11-01")
    assert answered(422, "reason", event_id=1, reason=" ")
    assert answered(422, "a person needs a name", person="\u200b")
    assert refused(town.ask("wu", "POST", "/api/v1/holds/9/lift", json={"reason": "why"}), 404, "no hold 9")
    number = _holds(town, event_id=1)
    town.ask("wu", "POST", f"/api/v1/holds/{number}/lift", json={"reason": "why"})
    again = town.ask("wu", "POST", f"/api/v1/holds/{number}/lift", json={"reason": "why"})
    assert refused(again, 409, "lifted already")


@pytest.mark.usefixtures("old")
def test_a_held_event_stays_when_its_recording_is_analysed_again_without_it(town: Town) -> None:
    _holds(town, event_id=1)
    town.store.recordings.save(analysis(coverage=(observed(),)), NINE)
    event = town.store.events.get(1)
    assert event is not None
    assert not event.found
    assert town.store.events.get(2) is None
