"""Write the examples of answers of the API anew: `python -m tests.support.api_examples`.

The two halls are asked, each route with its example of a request. Lists are cut to their first entry, and what opens
something is replaced.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from api.examples import ANSWERS, requests
from api.permissions import ALLOWED
from models import Role
from tests.support.route_access import OPEN, ROUTES, address
from tests.support.running_api import Town
from tests.support.two_halls import Halls, furnish

REPLACED = {
    "token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.4Y3",
    "device": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.2Zk",
    "secret": "shown-once",
    "first_password": "shown-once",
    "signing_secret": "whsec_shown-once",
}
"""Fields that open something, and what stands in their place."""
_SIGNED = (
    (re.compile(r"signature=[0-9a-f]+"), "signature=4567"),
    (re.compile(r"session=[0-9a-f]+"), "session=0123"),
    (re.compile(r"secret=[A-Z2-7]+"), "secret=..."),
    (re.compile(r"^cw_\w+$"), "cw_..."),
)
_LONGEST = 1000  # letters of a text
_MOST = 3  # entries of a mapping of names


@contextmanager
def opened() -> Iterator[tuple[Town, Halls]]:
    """A town with both halls, in a folder that is removed."""
    folder = Path(tempfile.mkdtemp())
    try:
        halls = furnish(folder / "data")
        with Town(folder / "data") as town:
            yield town, halls
    finally:
        shutil.rmtree(folder)


def reader(route: tuple[str, str]) -> str:
    """Alice in the first role that may ask for a route."""
    if route in OPEN:
        return "ghost"
    permission = ROUTES[route].permission
    return f"alice-{next(one for one in Role if permission is None or permission in ALLOWED[one])}"


def asked(town: Town, halls: Halls, route: tuple[str, str]) -> httpx.Response:
    """The answer to the example of a route, about the north hall."""
    method, path = route
    query = ROUTES[route].query(halls.north) if route in ROUTES else {}
    body = requests().get(f"{method} {path}")
    answer = town.ask(reader(route), method, address(path, halls.north), params=query, json=body)
    if route == ("DELETE", "/api/v1/sign-in"):
        town.signed_out(reader(route))
    return answer


def _told(value: list[Any]) -> bool:
    """Whether the entries of a list are objects or words; an outline of points stays whole."""
    return all(isinstance(one, dict | str) for one in value)


def shortened(value: Any, name: str = "") -> Any:
    """A value with one entry in each list and a few in each mapping of many, and nothing that opens anything."""
    if isinstance(value, list):
        return [shortened(one) for one in (value[:1] if _told(value) else value)]
    if isinstance(value, dict):
        names = len(value) > _MOST and all(isinstance(one, dict) and "zh" in one for one in value.values())
        few = list(value.items())[: _MOST if names else None]
        return {key: shortened(one, key) for key, one in few}
    if isinstance(value, str):
        for pattern, instead in _SIGNED:
            value = pattern.sub(instead, value)
        told = REPLACED.get(name, value)
        return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 3]}..."
    return value


def main() -> None:
    """Ask for everything, and write the JSON answers."""
    found = {}
    with opened() as (town, halls):
        for route in [*ROUTES, *sorted(OPEN)]:
            if route == ("GET", "/api/v1/stream"):
                continue
            answer = asked(town, halls, route)
            of_json = answer.headers.get("content-type") == "application/json"
            if answer.is_success and answer.content and of_json:
                found[" ".join(route)] = shortened(answer.json())
            elif not answer.is_success:
                print(*route, answer.status_code, answer.json()["detail"])
    ANSWERS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
