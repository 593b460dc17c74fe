"""Every route with every role: in the hall, outside of it, and with one camera of it.

Alice sees all halls, bob is of the north hall, charlie of the south hall, and dora sees one camera of the north hall.
A clerk among them sees the own shift at one counter, and not that of Zhao, who takes the counter over.
What a person may not see does not exist for them: the answer is the one for an id that was never given.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.permissions import ALLOWED, of_rights
from models import Role, TokenRight
from tests.support.route_access import NOWHERE, OPEN, ROUTES, NamedPlace, address
from tests.support.running_api import Town, refused
from tests.support.two_halls import CLERKS, LIMITED, SIGHTS, Halls, furnish, make_tokens, people, site

Route = tuple[str, str]


@pytest.fixture(scope="module")
def furnished_halls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Halls]:
    data = tmp_path_factory.mktemp("halls") / "data"
    return data, furnish(data)


@pytest.fixture(scope="module")
def matrix(furnished_halls: tuple[Path, Halls], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for the whole matrix: a request that changes something names its own object."""
    copy = tmp_path_factory.mktemp("matrix") / "data"
    shutil.copytree(furnished_halls[0], copy)
    with Town(copy) as town:
        for name, secret in make_tokens(town.store).items():
            town.bears(name, secret)
        yield town


@pytest.fixture
def halls(furnished_halls: tuple[Path, Halls], tmp_path: Path) -> Iterator[tuple[Town, Halls]]:
    shutil.copytree(furnished_halls[0], tmp_path / "data")
    with Town(tmp_path / "data") as town:
        yield town, furnished_halls[1]


def sent(town: Town, account: str, route: Route, place: NamedPlace) -> httpx.Response:
    row = ROUTES[route]
    answer = town.ask(
        account, route[0], address(route[1], place), params=row.query(place), json=row.body(place)
    )
    if route == ("DELETE", "/api/v1/sign-in") and answer.status_code == 204:
        town.signed_out(account)
    return answer


def named(route: Route, place: NamedPlace) -> tuple[object, ...]:
    """All that a request says."""
    row = ROUTES[route]
    return address(route[1], place), row.query(place), row.body(place)


def without_ids(answer: httpx.Response, place: NamedPlace) -> str:
    return re.sub(r"\d+", "?", answer.text.replace(place.site, "?"))


def sights(person: str, role: Role) -> set[str]:
    if role is Role.CLERK:
        return {CLERKS[person]}
    return SIGHTS[person] if role in LIMITED else {"north", "south", "attic", "zhao"}


def betrayed(answer: httpx.Response, seen: set[str]) -> set[str]:
    """The places outside of `seen` that an answer has words about."""
    said = answer.text.casefold()
    return {place for place in ("north", "south", "attic", "zhao") if place in said} - seen


def test_every_route_and_method_of_the_api_is_in_the_table(matrix: Town) -> None:
    described = {
        (method.upper(), path)
        for path, operations in matrix.app.openapi()["paths"].items()
        for method in operations
    }
    assert described == set(ROUTES) | OPEN


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_without_a_sign_in_there_is_nothing(
    matrix: Town, furnished_halls: tuple[Path, Halls], route: Route
) -> None:
    answer = sent(matrix, "ghost", route, furnished_halls[1].north)
    assert refused(answer, 401, "sign in first")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_everybody_gets_what_the_role_and_the_grants_allow(
    matrix: Town, furnished_halls: tuple[Path, Halls], route: Route
) -> None:
    row, halls = ROUTES[route], furnished_halls[1]
    statuses = []
    for person, role in people():
        account, seen = f"{person}-{role}", sights(person, role)
        for name, place in cameras_of(halls).items():
            answer = sent(matrix, account, route, place)
            if row.permission is not None and row.permission not in ALLOWED[role]:
                assert refused(answer, 403, str(row.permission)), account
            elif named(route, place) != named(route, NOWHERE) and not sees(route, halls, name, seen):
                nowhere = replace(NOWHERE, site="north") if "north" in seen else NOWHERE
                nobody = sent(matrix, account, route, nowhere)
                assert (answer.status_code, nobody.status_code) == (404, 404), (account, name, answer.text)
                assert without_ids(answer, place) == without_ids(nobody, nowhere)
            else:
                assert answer.status_code not in (401, 403, 404), (account, name, answer.text)
                assert answer.status_code < 500, answer.text
                assert betrayed(answer, seen) == set(), (account, name)
                statuses.append(answer.status_code)
    assert statuses[0] == row.status


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_a_service_token_gets_what_its_rights_and_grants_allow(
    matrix: Town, furnished_halls: tuple[Path, Halls], route: Route
) -> None:
    """Alice, bob, charlie and dora each hold a token with every right that there is."""
    row, halls = ROUTES[route], furnished_halls[1]
    for person, seen in SIGHTS.items():
        for name, place in cameras_of(halls).items():
            answer = sent(matrix, f"{person}-token", route, place)
            if not row.tokens:
                assert refused(answer, 403), person
                assert "token" in answer.json()["detail"]
            elif named(route, place) != named(route, NOWHERE) and not sees(route, halls, name, seen):
                assert refused(answer, 404), (person, name)
            else:
                assert answer.status_code == row.status, (person, name, answer.text)
                assert betrayed(answer, seen) == set(), (person, name)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_a_service_token_does_nothing_beyond_its_right(
    matrix: Town, furnished_halls: tuple[Path, Halls], route: Route
) -> None:
    row = ROUTES[route]
    for right in TokenRight:
        answer = sent(matrix, f"{right}-token", route, furnished_halls[1].north)
        if row.tokens and row.permission in of_rights([right]):
            assert answer.status_code == row.status, (right, answer.text)
        else:
            assert refused(answer, 403), right


def test_no_service_token_writes_or_decides() -> None:
    open_to_tokens = {route for route, row in ROUTES.items() if row.tokens}
    assert {method for method, _ in open_to_tokens} == {"GET", "POST"}
    assert [path for method, path in open_to_tokens if method == "POST"] == ["/api/v1/what-if"]


def cameras_of(halls: Halls) -> dict[str, NamedPlace]:
    return {"north": halls.north, "attic": halls.attic, "zhao": halls.zhao}


def sees(route: Route, halls: Halls, name: str, seen: set[str]) -> bool:
    """Whether somebody with these sights may get what a request about a place of the north hall names.

    A hall as a whole may be asked about by people who see a part of it: they are told of that part.
    """
    only_the_hall = named(route, halls.north) == named(route, halls.attic)
    if name == "zhao" and named(route, halls.north) != named(route, halls.zhao):
        return {"north", "zhao"} <= seen
    return "north" in seen if only_the_hall or name == "zhao" else name in seen


def test_a_stream_tells_of_what_the_grants_allow_and_of_all_of_it(
    matrix: Town, furnished_halls: tuple[Path, Halls]
) -> None:
    zhao, all_of_it = furnished_halls[1].zhao.event_id, {"Last-Event-ID": "0"}
    for person, role in people():
        seen = sights(person, role)
        answer = matrix.ask(f"{person}-{role}", "GET", "/api/v1/stream?seconds=0", headers=all_of_it)
        assert betrayed(answer, set()) == seen - {"zhao"}, (person, role)
        assert (f'"event_id":{zhao},' in answer.text) is ({"north", "zhao"} <= seen), (person, role)
        of_whole_halls = role is Role.ADMIN or (role in LIMITED and person != "dora")
        assert ("-cam1 done" in answer.text) is of_whole_halls, (person, role)


def test_an_administrator_sees_all_halls_without_any_grant(halls: tuple[Town, Halls]) -> None:
    town, _ = halls
    (admin,) = [user for user in town.items("alice-admin", "/api/v1/users") if user["name"] == "dora-admin"]
    change = {"grants": []}
    assert (
        town.ask("alice-admin", "PATCH", f"/api/v1/users/{admin['id']}", json=change).json()["grants"] == []
    )
    assert [one["key"] for one in town.items("dora-admin", "/api/v1/sites")] == ["north", "south"]


def test_a_grant_that_is_taken_back_ends_what_was_open(halls: tuple[Town, Halls]) -> None:
    """Bob keeps a page with a clip open, and an administrator moves him to the other hall."""
    town, places = halls
    event = f"/api/v1/events/{places.north.event_id}"
    clip = town.get("bob-supervisor", event).json()["clip_url"]
    assert town.open(clip).status_code == 200
    bob = town.store.accounts.named("bob-supervisor")
    assert bob is not None
    change = {"grants": [{"site": "south"}]}
    assert town.ask("alice-admin", "PATCH", f"/api/v1/users/{bob.id}", json=change).status_code == 200
    assert refused(town.open(clip), 404)
    assert refused(town.get("bob-supervisor", event), 404)
    assert [one["key"] for one in town.items("bob-supervisor", "/api/v1/sites")] == ["south"]


def test_a_camera_that_comes_later_belongs_to_its_hall_s_people(halls: tuple[Town, Halls]) -> None:
    town, _ = halls
    north = site("north")
    later = north.cameras[1].model_copy(
        update={
            "id": "north-cam3",
            "counters": [north.cameras[1].counters[0].model_copy(update={"id": "new"})],
        }
    )
    town.store.sites.put(north.model_copy(update={"cameras": [*north.cameras, later]}))

    def cameras(account: str) -> list[str]:
        return [c["key"] for one in town.items(account, "/api/v1/sites") for c in one["cameras"]]

    assert cameras("bob-supervisor") == ["north-cam1", "north-attic-cam", "north-cam3"]
    assert cameras("dora-supervisor") == ["north-cam1"]
    assert cameras("charlie-supervisor") == ["south-cam1", "south-cellar-cam"]


def test_an_account_without_a_grant_sees_no_hall(halls: tuple[Town, Halls]) -> None:
    town, _ = halls
    town.store.accounts.add("li", "long enough 1", Role.SUPERVISOR, "en", town.time)
    assert town.items("li", "/api/v1/sites") == []
    assert town.get("li", "/api/v1/events").json()["items"] == []
    assert town.items("li", "/api/v1/days") == []


def test_norms_of_another_hall_cannot_be_tried_by_their_hash(halls: tuple[Town, Halls]) -> None:
    town, _ = halls
    hashes = {one["name"]: one["hash"] for one in town.items("alice-supervisor", "/api/v1/profiles")}
    body = {"site": "south", "day": "2026-11-23", "profile": hashes["rules-of-north"]}
    assert refused(
        town.ask("charlie-supervisor", "POST", "/api/v1/what-if", json=body), 422, "no norm profile"
    )


def test_an_auditor_of_a_hall_reads_its_events_and_the_own_lines_in_the_log(
    halls: tuple[Town, Halls],
) -> None:
    town, places = halls
    town.get("alice-supervisor", f"/api/v1/events/{places.north.event_id}/clip")
    town.get("alice-supervisor", f"/api/v1/events/{places.attic.event_id}/clip")
    town.get("charlie-auditor", "/api/v1/samples/2026-11-23", site="south")

    def subjects(account: str) -> list[str]:
        return [line["subject"] for line in town.get(account, "/api/v1/audit").json()["items"]]

    of_cameras = [f"event {places.attic.event_id}", f"event {places.north.event_id}"]
    assert {"sample 2026-11-23 south", *of_cameras} <= set(subjects("alice-auditor"))
    assert subjects("bob-auditor") == of_cameras
    assert subjects("dora-auditor") == of_cameras[1:]
    assert subjects("charlie-auditor") == ["sample 2026-11-23 south"]
