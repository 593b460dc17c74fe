"""An administrator answers a clerk who asks for her data, and then for its erasure."""

import io
import zipfile

import pytest

from models import Action
from models.store import AuditFilter
from tests.support.old_hall import WANG, furnished
from tests.support.running_api import Town, refused


@pytest.fixture
def wang(town: Town) -> Town:
    furnished(town.data, town.store)
    return town


def test_everything_about_her_comes_as_a_zip_and_the_log_has_a_line(wang: Town) -> None:
    answer = wang.ask("an", "POST", "/api/v1/persons/export", json={"name": "王芳"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert WANG in parts.read("roster.csv").decode("utf-8-sig")
    (line,) = wang.store.audit.page(AuditFilter(action=Action.PERSON_EXPORTED), 9)
    assert (line.user, line.subject) == ("an", "person 王芳")


def test_an_erasure_is_tried_first_and_then_done(wang: Town) -> None:
    body = {"name": "王芳", "reason": "request 7"}
    tried = wang.ask("an", "POST", "/api/v1/persons/erase", json=body).json()
    assert (tried["dry_run"], tried["clips"], tried["replaced"]) == (True, 2, {"roster": 1})
    done = wang.ask("an", "POST", "/api/v1/persons/erase", json={**body, "dry_run": False}).json()
    assert (done["dry_run"], done["clips"], done["left"]) == (False, 2, [])
    assert wang.store.rosters.entries("north", 0, 2e9)[0].person == done["pseudonym"]


def test_a_held_person_and_no_name_are_refused_in_one_line(wang: Town) -> None:
    wang.ask("wu", "POST", "/api/v1/holds", json={"person": "王芳", "reason": "dispute"})
    body = {"name": "王芳", "reason": "request 7", "dry_run": False}
    assert refused(
        wang.ask("an", "POST", "/api/v1/persons/erase", json=body), 409, "hold 1 is on this person"
    )
    answer = wang.ask("an", "POST", "/api/v1/persons/export", json={"name": "7"})
    assert refused(answer, 409, "give the whole name")
