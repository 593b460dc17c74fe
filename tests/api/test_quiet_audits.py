"""Auditors see quiet minutes as clips where a hall keeps some, and read where none were kept."""

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.quality_hall import AUDITS, Body, drawn, furnish
from tests.support.quiet_hall import CONTENT, keeps, kept, quiet_site
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE


@pytest.fixture
def hall(town: Town) -> Town:
    """The hour of the hall, of which 30 minutes at most were kept on video."""
    furnish(town)
    town.store.sites.put(quiet_site(), NINE)
    keeps(town.store, town.data, quiet_site())
    return town


def quiet(audit: Body) -> list[Body]:
    return [item for item in audit["blind_items"] if item["claim"] is None]


def test_only_kept_minutes_are_drawn_and_their_clips_play(hall: Town) -> None:
    audit = drawn(hall, events=0, minutes=5)
    assert len(quiet(audit)) == 5
    assert {item["start"] for item in quiet(audit)} <= {one.start for one in kept(hall.store)}
    assert audit["quiet_without_video"] == 0 < audit["quiet_minutes"]
    assert hall.open(quiet(audit)[0]["clip_url"]).content == CONTENT
    (line,) = hall.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 9)
    assert line.subject.startswith("quiet minute ")
    assert line.detail == f"quality audit {audit['id']} item 1"


def test_a_clip_that_was_changed_is_refused_and_told(hall: Town) -> None:
    audit = drawn(hall, events=0, minutes=1)
    for minute in kept(hall.store):
        (hall.data / minute.clip).write_bytes(b"another")
    assert refused(hall.open(quiet(audit)[0]["clip_url"]), 409, "was changed")
    notices = [notice.words.en for _, notice in hall.store.notices.latest()]
    assert any("clip of quiet minute" in words and "was changed" in words for words in notices)


def test_a_supervisor_does_not_get_the_clip(hall: Town) -> None:
    audit = drawn(hall, events=0, minutes=1)
    assert refused(hall.get("sun", f"{AUDITS}/{audit['id']}/items/1/clip"), 403, "decide")


def test_a_hall_that_keeps_none_says_so(town: Town) -> None:
    furnish(town)
    audit = drawn(town)
    assert audit["quiet_without_video"] == audit["quiet_minutes"] > 0
    assert all(item["clip_url"] is None and item["recording"] for item in quiet(audit))
