"""What nobody means: each is refused with one line, on either database, and the server answers the next request."""

import base64

import pytest

from tests.support.running_api import Town, refused

IDS = {
    ("an", "PATCH", "/api/v1/users/{}"): {"language": "zh"},
    ("an", "DELETE", "/api/v1/users/{}/second-factor"): None,
    ("an", "DELETE", "/api/v1/users/{}/identity"): None,
    ("an", "PUT", "/api/v1/users/{}/identity"): {"subject": "7"},
    ("an", "DELETE", "/api/v1/tokens/{}"): None,
    ("sun", "GET", "/api/v1/events/{}"): None,
    ("sun", "GET", "/api/v1/events/{}/evidence"): None,
    ("sun", "GET", "/api/v1/days/2026-11-23/{}/evidence"): None,
    ("wu", "GET", "/api/v1/events/{}/annotations"): None,
    ("sun", "GET", "/api/v1/events/{}/clip"): None,
    ("sun", "POST", "/api/v1/events/{}/reviews"): {"decision": "confirmed", "expected": "open"},
    ("sun", "POST", "/api/v1/events/{}/appeals"): {"reason": "nobody was there"},
    ("wu", "POST", "/api/v1/appeals/{}"): {"accepted": True, "answer": "yes", "expected": "open"},
    ("sun", "GET", "/api/v1/days/2026-11-23/{}"): None,
    ("sun", "GET", "/api/v1/days/2026-11-23/{}/timeline"): None,
    ("sun", "GET", "/api/v1/counters/{}/seat"): None,
    ("an", "PUT", "/api/v1/counters/{}/seat"): {"seated": 1.2},
    ("sun", "GET", "/api/v1/cameras/{}/zones"): None,
    ("an", "PUT", "/api/v1/cameras/{}/zones"): {"version": None, "counters": {}},
    ("sun", "GET", "/api/v1/cameras/{}/background"): None,
    ("an", "DELETE", "/api/v1/learned-lines/{}"): None,
    ("wu", "GET", "/api/v1/quality-audits/{}"): None,
    ("wu", "PUT", "/api/v1/quality-audits/{}/items/1"): {"outcome": "right"},
    ("wu", "GET", "/api/v1/quality-audits/{}/items/1/clip"): None,
    ("wu", "PUT", "/api/v1/quality-audits/{}/items/1/settled"): {"outcome": "right"},
    ("wu", "POST", "/api/v1/quality-audits/{}/close"): None,
    ("wu", "GET", "/api/v1/quality-audits/{}/results"): None,
    ("wu", "GET", "/api/v1/quality-audits/{}/document"): None,
    ("an", "PATCH", "/api/v1/channels/{}"): {"active": False},
    ("an", "DELETE", "/api/v1/channels/{}"): None,
    ("an", "PUT", "/api/v1/channels/{}/rules"): {"rules": []},
    ("an", "POST", "/api/v1/channels/{}/secret"): None,
    ("an", "POST", "/api/v1/channels/{}/test"): None,
    ("an", "POST", "/api/v1/outbox/{}/resend"): None,
    ("an", "GET", "/api/v1/outbox?channel_id={}"): None,
    ("an", "GET", "/api/v1/outbox?cursor={}"): None,
    ("wu", "POST", "/api/v1/holds/{}/lift"): {"reason": "the court has decided"},
    ("sun", "GET", "/api/v1/days?counter_id={}"): None,
    ("sun", "GET", "/api/v1/events?counter_id={}"): None,
    ("sun", "GET", "/api/v1/events?camera_id={}"): None,
    ("sun", "GET", "/api/v1/events/export?counter_id={}"): None,
    ("sun", "GET", "/api/v1/coverage?counter_id={}"): None,
    ("ghost", "GET", "/api/v1/events/1/clip?expires=1795395600&signature=00&user={}"): None,
    ("ghost", "GET", "/api/v1/events/1/clip?user=1&signature=00&expires={}"): None,
}


@pytest.mark.parametrize("number", [0, -1, 2**63, -(2**63) - 1, 10**400])
@pytest.mark.parametrize("route", IDS)
def test_a_number_that_no_row_has_is_refused(
    one_town: Town, route: tuple[str, str, str], number: int
) -> None:
    name, method, path = route
    if number == 0 and "expires={}" in path:
        number = -2  # the address of 1970 is only expired
    assert refused(one_town.ask(name, method, path.format(number), json=IDS[route]), 422)


@pytest.mark.parametrize("route", [route for route in IDS if "?" not in route[2]])
def test_the_largest_number_of_a_row_is_looked_up(one_town: Town, route: tuple[str, str, str]) -> None:
    name, method, path = route
    assert refused(one_town.ask(name, method, path.format(2**31 - 1), json=IDS[route]), 404)
    assert refused(one_town.ask(name, method, path.format(2**31), json=IDS[route]), 422)


@pytest.mark.parametrize("ids", [[2**63], [2**31], [-1], [0], [1.5], ["1"], [True], [1] * 501])
def test_notices_that_cannot_be_are_not_read(one_town: Town, ids: list[object]) -> None:
    assert refused(one_town.ask("sun", "POST", "/api/v1/notices/read", json={"ids": ids}), 422, "ids")


DAYS = {
    "/api/v1/days/{}/1": None,
    "/api/v1/days/{}/1/timeline": None,
    "/api/v1/periods/week/{}?site=north": None,
    "/api/v1/reports/month/{}?site=north": None,
    "/api/v1/days?since={}": None,
    "/api/v1/days?until={}": None,
    "/api/v1/clauses/R1/history?site=north&until={}": None,
    "/api/v1/samples/{}?site=north": "wu",
    "/api/v1/periods/day/{}/people?site=north": None,
}


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "2100-01-01", "9999-12-31", "0", "1e10", "-1"])
@pytest.mark.parametrize("path", DAYS)
def test_a_day_of_no_recording_is_refused(one_town: Town, path: str, day: str) -> None:
    assert refused(one_town.get(DAYS[path] or "sun", path.format(day)), 422)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2100-01-01", 0, -1])
def test_a_day_of_no_recording_is_refused_in_a_body(one_town: Town, day: str | int) -> None:
    asked = {"site": "north", "profile": "water", "day": day}
    assert refused(one_town.ask("sun", "POST", "/api/v1/what-if", json=asked), 422, "day")
    said = {"seated": 1.2, "standing": 1.6, "since": day}
    assert refused(one_town.ask("an", "PUT", "/api/v1/counters/1/seat", json=said), 422, "since")


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "-1", "1e400", "nan", "-inf", "1e18"]
)
def test_a_moment_of_no_recording_is_refused(one_town: Town, moment: str) -> None:
    for path in ("/api/v1/events", "/api/v1/coverage", "/api/v1/audit"):
        for end in ("since", "until"):
            assert refused(one_town.get("wu", path, **{end: moment}), 422, end)
    for level in ("sat_at", "stood_at"):
        assert refused(one_town.ask("an", "PUT", "/api/v1/counters/1/seat", json={level: moment}), 422, level)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", '"0.5"', "true"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/v1/counters/1/seat", '{"seated": N}'),
        ("POST", "/api/v1/learned-lines", '{"site": "north", "kind": "absence", "line": N}'),
        (
            "PUT",
            "/api/v1/cameras/1/zones",
            '{"version": null, "counters": {"left": {"staff_zone": [[0, 0], [1, 0], [N, 0.9]]}}}',
        ),
    ],
)
def test_a_number_that_is_none_is_refused(
    one_town: Town, method: str, path: str, body: str, number: str
) -> None:
    headers = {"Content-Type": "application/json"}
    content = body.replace("N", number, 1)
    assert refused(one_town.ask("an", method, path, content=content, headers=headers), 422)


@pytest.mark.parametrize("number", ["NaN", "inf", "1e999", "-0.1", ""])
def test_a_confidence_that_is_none_is_refused(one_town: Town, number: str) -> None:
    assert refused(one_town.get("sun", "/api/v1/events", min_confidence=number), 422, "min_confidence")


@pytest.mark.parametrize("yes", ["yes", 1, "true", None, 2])
def test_an_answer_that_is_neither_true_nor_false_is_refused(one_town: Town, yes: object) -> None:
    ruling = {"accepted": yes, "answer": "so be it", "expected": "open"}
    assert refused(one_town.ask("wu", "POST", "/api/v1/appeals/1", json=ruling), 422, "accepted")


def _ring(corners: int) -> list[list[float]]:
    return [[round(i / corners, 4), round((i / corners) ** 2, 4)] for i in range(corners)]


def test_a_zone_of_more_corners_than_anybody_draws_is_refused_at_once(one_town: Town) -> None:
    body = {"version": None, "counters": {"left": {"staff_zone": _ring(4000)}}}
    assert refused(one_town.ask("an", "PUT", "/api/v1/cameras/1/zones", json=body), 422, "staff_zone")


def test_zones_of_more_counters_than_a_camera_shows_are_refused_at_once(one_town: Town) -> None:
    body = {"version": None, "counters": {str(n): {"staff_zone": _ring(3)} for n in range(2000)}}
    assert refused(one_town.ask("an", "PUT", "/api/v1/cameras/1/zones", json=body), 422, "counters")


@pytest.mark.parametrize(
    ("path", "twice"),
    [
        ("/api/v1/events?limit=1&limit=2", "limit"),
        ("/api/v1/days?site=north&since=2026-11-01&site=south", "site"),
    ],
)
def test_a_parameter_that_is_given_twice_is_refused(one_town: Town, path: str, twice: str) -> None:
    answer = one_town.get("sun", path)
    assert refused(answer, 422, twice, "more than once")
    assert [error["parameter"] for error in answer.json()["errors"]] == [twice]


def test_several_kinds_can_be_asked_for(one_town: Town) -> None:
    assert len(one_town.get("sun", "/api/v1/events?kind=absence&kind=phone").json()["items"]) == 1
    many = "&".join(f"kind=k{n}" for n in range(65))
    assert refused(one_town.get("sun", f"/api/v1/events?{many}"), 422, "kind")
    assert refused(one_town.get("sun", "/api/v1/events", kind="k" * 65), 422, "kind")


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


CURSORS = [
    "[" * 1000,
    "[1, 9223372036854775807]",
    "[1, 2147483648]",
    "[NaN, 1]",
    "[1e999, 1]",
    "[1, null]",
]
CURSORS += ["[1, 1, 1]", "{}", "7", '["1", "1"]', "[true, true]", "[1, 1.5]", "[" + "9" * 5000 + ", 1]"]


@pytest.mark.parametrize("cursor", [*map(_cursor, CURSORS), "ä", "=", "%00", "A", "9" * 18, "x" * 5000])
def test_a_cursor_that_no_page_gave_is_refused(one_town: Town, cursor: str) -> None:
    assert refused(one_town.get("sun", "/api/v1/events", cursor=cursor), 422, "cursor")


@pytest.mark.parametrize("cursor", ["9" * 18, str(2**31), "0", "-1", "1.5", "1;2", "x", ""])
def test_a_cursor_that_no_page_of_the_log_gave_is_refused(one_town: Town, cursor: str) -> None:
    assert refused(one_town.get("wu", "/api/v1/audit", cursor=cursor), 422, "cursor")


def test_a_name_that_grows_when_its_case_is_folded_is_only_unknown(one_town: Town) -> None:
    assert refused(one_town.sign_in("ŉ" * 64, "wrong password"), 401)


@pytest.mark.parametrize(
    "token", ["Bearer ", "Bearer \xff", "Bearer " + "a." * 5000, "Basic eDp5", "Bearer ...", "x"]
)
def test_a_token_of_rubbish_asks_for_a_sign_in(one_town: Town, token: str) -> None:
    assert refused(
        one_town.ask("ghost", "GET", "/api/v1/me", headers={"Authorization": token.encode("latin-1")}), 401
    )


def test_after_all_of_this_the_server_answers(one_town: Town) -> None:
    assert len(one_town.get("sun", "/api/v1/events").json()["items"]) == 1
    assert one_town.get("wu", "/api/v1/audit").status_code == 200
