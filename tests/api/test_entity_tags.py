"""A client that holds an answer is not sent it again while nothing has changed, and is sent the new one when it has."""

import hashlib

import pytest

from api.entity_tags import names, tag_of
from models import Action
from models.store import AuditFilter
from tests.support.running_api import Town
from tests.support.stored_hall import NINE, absence

STABLE = [
    "/api/v1/norms",
    "/api/v1/labels",
    "/api/v1/sites",
    "/api/v1/days",
    "/api/v1/coverage",
    "/api/v1/me",
]


def asked(town: Town, path: str, tag: str) -> tuple[int, bytes]:
    answer = town.ask("sun", "GET", path, headers={"If-None-Match": tag})
    return answer.status_code, answer.content


@pytest.mark.parametrize("path", STABLE)
def test_an_answer_that_has_not_changed_is_not_sent_again(town: Town, path: str) -> None:
    town.happens(absence(60, 600), score=True)
    first = town.get("sun", path)
    tag = first.headers["ETag"]
    assert tag == tag_of(first.content)
    again = town.ask("sun", "GET", path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert "content-length" not in again.headers
    assert again.headers["Cache-Control"] == "no-store"
    assert asked(town, path, '"another"') == (200, first.content)


def test_a_verdict_changes_the_tag_of_its_day(town: Town) -> None:
    town.happens(absence(60, 600), score=True)
    tag = town.get("sun", "/api/v1/days").headers["ETag"]
    step = {"decision": "dismissed", "reason": "a colleague sat in", "expected": "open"}
    town.ask("sun", "POST", "/api/v1/events/1/reviews", json=step)
    status, body = asked(town, "/api/v1/days", tag)
    assert status == 200
    assert b'"open":0' in body


def test_a_look_that_finds_nothing_new_is_in_the_log_all_the_same(town: Town) -> None:
    town.happens(absence(60, 600), score=True)
    town.time = NINE + 3300
    tag = town.get("sun", "/api/v1/days").headers["ETag"]
    town.time = NINE + 3900  # in the next hour, which has a line of its own
    assert asked(town, "/api/v1/days", tag) == (304, b"")
    assert len(town.store.audit.page(AuditFilter(action=Action.SCORES_VIEWED), 9)) == 2


def test_a_tag_opens_nothing_to_anybody_who_may_not_see_it(town: Town) -> None:
    tag = town.get("an", "/api/v1/users").headers["ETag"]
    for name, status in {"ghost": 401, "sun": 403}.items():
        answer = town.ask(name, "GET", "/api/v1/users", headers={"If-None-Match": tag})
        assert answer.status_code == status
        assert "ETag" not in answer.headers


def test_a_file_keeps_the_tag_of_its_content(town: Town) -> None:
    town.happens(town.with_clip(absence(60, 600)))
    clip = town.get("sun", "/api/v1/events/1/clip")
    assert clip.headers["ETag"] == f'"{hashlib.sha256(clip.content).hexdigest()}"'


@pytest.mark.parametrize(
    ("held", "same"),
    [
        ('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), (" * ", True),
        ('"b"', False), ("a", False), ("", False), ('"a', False), ('"ab"', False), ('"*"', False),
    ],
)  # fmt: skip
def test_tags_are_compared_as_the_standard_has_it(held: str, same: bool) -> None:
    assert names(held, '"a"') is same
