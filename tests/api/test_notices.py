"""Notices: messages of the nightly run and lost cameras, marked as read per account."""

import datetime as dt

from models import Words
from models.store import Notice
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE


def told(town: Town, kind: str, once: str, en: str, at: float = NINE, site: str = "north") -> None:
    day = dt.date(2026, 11, 23) if kind == "nightly" else None
    town.store.notices.put(Notice(kind, once, Words(zh=f"通知：{en}", en=en), site, day), at)


def three(town: Town) -> None:
    told(town, "nightly", "nightly:1", "two counters scored", NINE)
    told(town, "camera_moved", "moved:cam1", "camera cam1 looks elsewhere", NINE + 60)
    told(town, "nightly", "nightly:2", "three counters scored", NINE + 120)
    town.time = NINE + 200


def texts(town: Town, who: str) -> list[str]:
    return [one["text"]["en"] for one in town.get(who, "/api/v1/notices").json()["items"]]


def test_a_moved_camera_comes_before_the_news_of_the_night(town: Town) -> None:
    three(town)
    found = town.get("sun", "/api/v1/notices").json()
    assert [one["alert"] for one in found["items"]] == [True, False, False]
    assert texts(town, "sun") == [
        "camera cam1 looks elsewhere",
        "three counters scored",
        "two counters scored",
    ]
    assert found["items"][1]["day"] == "2026-11-23"
    assert found["unread"] == {"count": 3, "alerts": 1}


def test_everybody_reads_for_themselves(town: Town) -> None:
    three(town)
    first = town.get("sun", "/api/v1/notices").json()["items"][0]["id"]
    left = town.ask("sun", "POST", "/api/v1/notices/read", json={"ids": [first]})
    assert left.json() == {"count": 2, "alerts": 0}
    assert town.get("wu", "/api/v1/notices/unread").json() == {"count": 3, "alerts": 1}
    assert texts(town, "sun")[0] == "three counters scored"  # what was read stands no longer above the rest
    assert town.ask("sun", "POST", "/api/v1/notices/read", json={}).json() == {"count": 0, "alerts": 0}
    assert all(one["read"] for one in town.get("sun", "/api/v1/notices").json()["items"])


def test_a_notice_that_says_something_new_is_unread_again(town: Town) -> None:
    three(town)
    town.ask("sun", "POST", "/api/v1/notices/read", json={})
    told(town, "nightly", "nightly:2", "three counters scored", NINE + 300)  # the same again is no news
    assert town.get("sun", "/api/v1/notices/unread").json()["count"] == 0
    told(town, "nightly", "nightly:2", "three counters scored, two events to review", NINE + 300)
    assert town.get("sun", "/api/v1/notices/unread").json()["count"] == 1
    town.ask("sun", "POST", "/api/v1/notices/read", json={})  # by a clock that is behind the writer's
    assert town.get("sun", "/api/v1/notices/unread").json()["count"] == 0


def test_only_notices_that_exist_are_marked(town: Town) -> None:
    three(town)
    assert town.ask("sun", "POST", "/api/v1/notices/read", json={"ids": [99]}).json()["count"] == 3
    assert refused(town.ask("sun", "POST", "/api/v1/notices/read", json={"ids": "all"}), 422, "ids")
    assert refused(town.get("sun", "/api/v1/notices", limit=0), 422, "limit")


def test_of_halls_out_of_sight_nothing_is_told(town: Town) -> None:
    town.happens()
    three(town)
    told(town, "nightly", "south:1", "nothing of yours", NINE, site="south")
    sun = town.store.accounts.named("sun")
    assert sun is not None
    assert [one.notice.site for one in town.store.notices.of(sun.id, ["north"])] == ["north"] * 3
    assert town.store.notices.unread(sun.id, []).count == 0
