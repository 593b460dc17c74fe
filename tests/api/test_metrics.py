"""A monitoring server is told how the server fares, by a token only, and nothing about people or places."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from counterwatch.cli import cli
from models import Filing
from tests.support.running_api import Town, refused
from tests.support.stored_hall import NINE, absence

TOKEN = "a token of the monitoring server"


@pytest.fixture
def watched(town: Town) -> Town:
    town.use(replace(town._context.settings, metrics_token=TOKEN))
    return town


def figures(town: Town) -> dict[tuple[str, ...], float]:
    """Each figure by its name and its labels in order."""
    answer = town.ask("ghost", "GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {(one.name, *(v for _, v in sorted(one.labels.items()))): one.value for one in samples}


def test_without_a_token_in_the_settings_there_are_no_figures(town: Town) -> None:
    assert refused(town.ask("ghost", "GET", "/metrics"), 404, "no such address")
    assert refused(town.ask("an", "GET", "/metrics"), 404)


@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer another", TOKEN[:-1], f"Basic {TOKEN}", "Bearer \xff"]
)
def test_a_request_that_does_not_bear_the_token_is_told_nothing(watched: Town, given: str) -> None:
    answer = watched.ask("ghost", "GET", "/metrics", headers={"Authorization": given.encode("latin-1")})
    assert refused(answer, 401)
    assert "counterwatch_" not in answer.text


def test_an_administrator_of_the_hall_does_not_bear_it_either(watched: Town) -> None:
    assert refused(watched.ask("an", "GET", "/metrics"), 401)


def test_requests_are_counted_by_route_and_never_by_address(watched: Town) -> None:
    watched.happens(absence(60))
    for path in ("/api/v1/events/1", "/api/v1/events/1", "/api/v1/events/99", "/api/v1/wang-xiaoming"):
        watched.get("sun", path)
    found = figures(watched)
    name, route = "counterwatch_requests_total", "/api/v1/events/{event_id}"
    assert found[name, "GET", route, "200"] == 2
    assert found[name, "GET", route, "404"] == 1
    assert found["counterwatch_request_seconds_count", route] == 3
    assert 0 < found["counterwatch_request_seconds_sum", route] < 600
    assert not any("wang" in part or part.endswith("/99") for key in found for part in key)


def test_a_camera_that_has_not_been_seen_for_long_can_be_noticed(watched: Town) -> None:
    watched.happens(absence(60))
    watched.time = NINE + 3600 + 90
    assert figures(watched)["counterwatch_camera_unobserved_seconds", "1"] == 90


def test_an_appeal_counts_until_it_is_decided(watched: Town) -> None:
    watched.happens(absence(60))
    assert figures(watched)["counterwatch_appeals_open",] == 0
    sun = watched.store.accounts.named("sun")
    assert sun is not None
    watched.store.appeals.file(1, Filing(sun.id, "Wang Xiaoming", "a colleague sat in"), NINE)
    assert figures(watched)["counterwatch_appeals_open",] == 1


def test_no_figure_names_a_hall_a_camera_or_where_it_is(watched: Town) -> None:
    watched.happens(absence(60))
    told = " ".join(part for key in figures(watched) for part in key)
    assert not any(word in told for word in ("north", "cam1", "left", "Window", "10.0.0", "geheim", "sun"))


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 20, "词".encode() * 20])
def test_a_file_without_a_token_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)
    asked = ["serve", "--data", str(tmp_path / "data"), "--metrics-token-file", str(tmp_path / "token")]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 2
    assert "--metrics-token-file" in done.output
