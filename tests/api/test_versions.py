"""An address without a version is one of the newest version, so a script that leaves it out works on."""

import pytest

from tests.support.running_api import Town


@pytest.mark.parametrize("path", ["/me", "/events", "/days?site=north", "/nothing"])
def test_an_address_without_a_version_answers_as_the_newest(one_town: Town, path: str) -> None:
    short, whole = (one_town.ask("sun", "GET", f"{root}{path}") for root in ("/api", "/api/v1"))

    assert short.status_code == whole.status_code
    assert short.json() == whole.json()


def test_a_change_arrives_by_the_short_address_too(one_town: Town) -> None:
    answer = one_town.ask("sun", "PATCH", "/api/me", json={"language": "en"})

    assert answer.json()["language"] == "en"
