"""Quality audits: wu and mei judge the same items without seeing each other, and read how far to trust the machine."""

from collections.abc import Iterator

import pytest
from sklearn.metrics import cohen_kappa_score

from models import Action
from models.store import AuditFilter, Scope
from tests.support.quality_hall import AUDITS, DAY, Body, drawn, furnish, judges_all, says
from tests.support.running_api import Town, refused


@pytest.fixture
def hall(town: Town) -> Town:
    furnish(town)
    return town


class TestTheDraw:
    def test_flagged_events_and_quiet_time_come_in_mixed_order(self, hall: Town) -> None:
        audit = drawn(hall)
        claims = [item["claim"] for item in audit["blind_items"]]
        assert sorted(filter(None, claims)) == ["absence"] * 4 + ["phone"] * 2
        assert claims.count(None) == 5
        assert [item["position"] for item in audit["blind_items"]] == list(range(1, 12))

    def test_the_seed_is_in_the_log_and_differs_each_time(self, hall: Town) -> None:
        first, second = drawn(hall), drawn(hall)
        assert first["seed"] != second["seed"]
        lines = hall.store.audit.page(AuditFilter(action=Action.QUALITY_DRAWN), 9)
        assert [line.subject for line in lines] == ["quality audit 2", "quality audit 1"]
        assert f"seed:{first['seed']}" in lines[1].detail

    def test_nobody_brings_a_seed_of_their_own(self, hall: Town) -> None:
        wish = {"site": "north", "since": DAY, "until": DAY, "seed": "chosen"}
        assert refused(hall.ask("wu", "POST", AUDITS, json=wish), 422, "seed")

    def test_every_kind_has_its_share(self, hall: Town) -> None:
        claims = [item["claim"] for item in drawn(hall, events=4, minutes=0)["blind_items"]]
        assert sorted(claims) == ["absence", "absence", "phone", "phone"]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"until": "2026-11-22"}, "the first one first"),
            ({"until": "2027-03-01"}, "at most 92 days"),
            ({"events": 0, "minutes": 0}, "neither an event nor a quiet minute"),
            ({"events": 201}, "200"),
            ({"since": "2026-01-01", "until": "2026-01-02"}, "neither an event nor a quiet minute"),
        ],
    )
    def test_what_cannot_be_drawn_is_refused(self, hall: Town, changes: Body, words: str) -> None:
        wish = {"site": "north", "since": DAY, "until": DAY, **changes}
        assert refused(hall.ask("wu", "POST", AUDITS, json=wish), 422, words)


def fields(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every field of an answer, at any depth, by the name of its innermost key."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from fields(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from fields(part, path)
    else:
        yield path, value


MAY_SAY = {
    "position", "claim", "site", "timezone", "camera", "counter", "counter_name", "start", "end", "start_local",
    "end_local", "recording", "clip_url", "poster_url", "mine",
}  # fmt: skip
"""All that an item may have. A further field has to be thought about here."""
TELLING = (
    "confirmed",
    "dismissed",
    "sun",
    "secret-reason",
    "confidence",
    "verdict",
    "0.9",
    "event",
    "certainty",
)


class TestBlind:
    def test_no_field_tells_what_machine_and_reviewers_made_of_an_item(self, hall: Town) -> None:
        audit = drawn(hall)
        for answer in (audit, hall.get("mei", f"{AUDITS}/{audit['id']}").json()):
            for item in answer["blind_items"]:
                assert item.keys() == MAY_SAY
                for name, value in fields(item):
                    assert not any(word in f"{name}={value}" for word in TELLING), (name, value)

    def test_an_event_that_was_confirmed_looks_like_one_that_was_dismissed(self, hall: Town) -> None:
        """Two absences differ in nothing but their time; only the first one has a clip."""
        own = {"position", "start", "end", "start_local", "end_local", "clip_url", "poster_url"}
        items = [one for one in drawn(hall)["blind_items"] if one["claim"] == "absence"]
        assert len({str({k: v for k, v in one.items() if k not in own}) for one in items}) == 1

    def test_what_one_auditor_said_is_not_shown_to_the_other(self, hall: Town) -> None:
        audit = drawn(hall)
        judges_all(hall, "wu", audit, wrong=2)
        for item in hall.get("mei", f"{AUDITS}/{audit['id']}").json()["blind_items"]:
            assert item["mine"] is None
            assert {"outcome", "wu"} & {part for field in fields(item) for part in map(str, field)} == set()
        assert refused(hall.get("mei", f"{AUDITS}/{audit['id']}/results"), 409, "is open")

    def test_the_clip_plays_without_telling_its_event(self, hall: Town) -> None:
        audit = drawn(hall)
        (item,) = [one for one in audit["blind_items"] if one["clip_url"]]
        assert hall.open(item["clip_url"]).content == b"0123456789" * 100
        (line,) = hall.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 9)
        assert line.detail == f"quality audit {audit['id']} item {item['position']}"
        other = item["clip_url"].replace(f"/{item['position']}/clip", f"/{item['position'] % 11 + 1}/clip")
        assert refused(hall.open(other), 403, "no longer valid")
        quiet = next(one for one in audit["blind_items"] if one["claim"] is None)
        assert quiet["recording"] == "f1.mp4"
        assert refused(hall.get("wu", f"{AUDITS}/{audit['id']}/items/{quiet['position']}/clip"), 404)

    def test_a_supervisor_whose_verdicts_are_audited_sees_no_audit(self, hall: Town) -> None:
        audit = drawn(hall)
        position = audit["blind_items"][0]["position"]
        for path in ("", f"/{audit['id']}", f"/{audit['id']}/items/{position}/clip"):
            assert refused(hall.get("sun", AUDITS + path), 403, "decide")


class TestOutcomes:
    def test_the_last_word_counts(self, hall: Town) -> None:
        audit = drawn(hall, minutes=0)
        item = audit["blind_items"][0]
        says(hall, "wu", audit, item, "unclear")
        says(hall, "wu", audit, item, "right")
        mine = hall.get("wu", f"{AUDITS}/{audit['id']}").json()["blind_items"][0]["mine"]
        assert mine["outcome"] == "right"
        assert hall.items("wu", AUDITS)[0]["judged"] == {"wu": 1}
        assert len(hall.store.audit.page(AuditFilter(action=Action.QUALITY_JUDGED), 9)) == 2

    @pytest.mark.parametrize(
        ("claim", "said", "words"),
        [
            ("phone", {"outcome": "nothing"}, "cannot be said of a flagged event"),
            (None, {"outcome": "right"}, "cannot be said of quiet time"),
            (None, {"outcome": "happened"}, "0 do not go with happened"),
            (None, {"outcome": "nothing", "sightings": [{"kind": "phone"}]}, "1 do not go with nothing"),
            (None, {"outcome": "happened", "sightings": [{"kind": "phone", "after_s": 60}]}, "begin within"),
            (None, {"outcome": "happened", "sightings": [{"kind": "magic"}]}, "no kind of fault 'magic'"),
            (None, {"outcome": "happened", "sightings": [{"kind": "arrival"}]}, "no kind of fault 'arrival'"),
            ("phone", {"outcome": "wrong", "sightings": [{"kind": "phone"}]}, "then it is right"),
            ("phone", {"outcome": "guilty"}, "outcome"),
        ],
    )
    def test_what_an_item_cannot_be_is_refused(
        self, hall: Town, claim: str | None, said: Body, words: str
    ) -> None:
        audit = drawn(hall)
        item = next(one for one in audit["blind_items"] if one["claim"] == claim)
        path = f"{AUDITS}/{audit['id']}/items/{item['position']}"
        assert refused(hall.ask("wu", "PUT", path, json=said), 422, words)

    def test_an_item_that_was_not_drawn_is_not_there(self, hall: Town) -> None:
        path = f"{AUDITS}/{drawn(hall)['id']}/items/99"
        assert refused(hall.ask("wu", "PUT", path, json={"outcome": "right"}), 404, "no item 99")


class TestTheFigures:
    def test_an_audit_is_closed_when_one_auditor_has_judged_everything(self, hall: Town) -> None:
        audit = drawn(hall, minutes=0)
        says(hall, "wu", audit, audit["blind_items"][0], "right")
        assert refused(hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close"), 409, "has judged every item")
        judges_all(hall, "wu", audit)
        assert hall.ask("mei", "POST", f"{AUDITS}/{audit['id']}/close").status_code == 200
        assert refused(hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close"), 409, "is closed")
        late = hall.ask("wu", "PUT", f"{AUDITS}/{audit['id']}/items/1", json={"outcome": "wrong"})
        assert refused(late, 409, "is closed")

    def test_kappa_is_that_of_scikit_learn(self, hall: Town) -> None:
        audit = drawn(hall)
        first, second = judges_all(hall, "wu", audit, wrong=1), judges_all(hall, "mei", audit, wrong=3)
        result = hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").json()
        pair = next(one for one in result["pairs"] if one["kind"] is None)
        assert (pair["first"], pair["second"], pair["n"]) == ("mei", "wu", 11)
        assert pair["kappa"] == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
        assert pair["low"] <= pair["kappa"] <= pair["high"]
        assert {one["kind"] for one in result["pairs"]} == {None, "", "absence", "phone"}
        assert len(result["differing"]) == 2

    def test_precision_recall_reviewers_and_weeks(self, hall: Town) -> None:
        """One phone was no phone but an absence that nothing had flagged, and a minute of three hid a phone."""
        audit = drawn(hall, minutes=40)
        phones = [one for one in audit["blind_items"] if one["claim"] == "phone"]
        quiet = [one for one in audit["blind_items"] if one["claim"] is None]
        judges_all(hall, "wu", audit)
        says(hall, "wu", audit, phones[0], "wrong", {"kind": "absence"})
        says(hall, "wu", audit, quiet[0], "happened", {"kind": "phone", "after_s": 12.5})
        says(hall, "wu", audit, quiet[1], "unclear")
        result = hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").json()
        kinds = {one["kind"]: one for one in result["kinds"]}
        assert (kinds["phone"]["precision"]["met"], kinds["phone"]["precision"]["of"]) == (1, 2)
        assert (kinds["phone"]["total"], kinds["absence"]["total"]) == (2, 4)
        minutes, looked = result["minutes"], result["minutes_judged"]
        assert looked == len(quiet) - 1
        assert kinds["phone"]["recall"]["overlooked"] == pytest.approx(minutes / looked)
        assert kinds["phone"]["recall"]["recall"] == pytest.approx(1 / (1 + minutes / looked))
        assert kinds["absence"]["recall"]["overlooked"] == pytest.approx(1.0)
        assert (kinds["absence"]["reviewed"]["met"], kinds["absence"]["reviewed"]["of"]) == (1, 2)
        assert result["unclear"] == 1
        (week,) = result["weeks"]
        assert (week["monday"], week["precision"]["share"]) == (DAY, pytest.approx(5 / 6))
        assert hall.get("mei", f"{AUDITS}/{audit['id']}/results").json() == result

    def test_the_overturn_rate_of_appeals(self, hall: Town) -> None:
        for event_id, accepted in ((3, True), (4, False)):
            appealed = hall.ask(
                "sun", "POST", f"/api/v1/events/{event_id}/appeals", json={"reason": "a break"}
            )
            ruling = {"accepted": accepted, "answer": "as the clip shows", "expected": "open"}
            path = f"/api/v1/appeals/{appealed.json()['id']}"
            assert hall.ask("wu", "POST", path, json=ruling).status_code == 200
        audit = drawn(hall, minutes=0)
        judges_all(hall, "wu", audit)
        told = hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").json()["overturned"]
        assert (told["met"], told["of"]) == (1, 2)


class TestTheEventPanel:
    def test_an_event_says_how_often_its_kind_was_right_on_this_site(self, hall: Town) -> None:
        """Only closed audits count: nobody learns an outcome from an event while others still judge."""
        assert hall.get("sun", "/api/v1/events/1").json()["audited"] is None
        audit = drawn(hall, minutes=0)
        judges_all(hall, "wu", audit)
        phone = next(one for one in audit["blind_items"] if one["claim"] == "phone")
        says(hall, "wu", audit, phone, "wrong")
        assert hall.get("sun", "/api/v1/events/1").json()["audited"] is None
        assert hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").status_code == 200
        absence, phones = (hall.get("sun", f"/api/v1/events/{n}").json()["audited"] for n in (1, 5))
        assert (absence["met"], absence["of"], absence["high"]) == (4, 4, 1.0)
        assert (phones["met"], phones["of"]) == (1, 2)
        assert phones["low"] < 0.5 < phones["high"]

    def test_an_auditor_of_one_camera_learns_nothing_of_the_others(self, hall: Town) -> None:
        audit = drawn(hall, minutes=0)
        judges_all(hall, "wu", audit)
        assert hall.ask("wu", "POST", f"{AUDITS}/{audit['id']}/close").status_code == 200
        found = hall.store.quality_audits.closed("north", 4, Scope(frozenset({2})))
        assert found == []
        assert len(hall.store.quality_audits.closed("north", 4, Scope(frozenset({1})))) == 1
