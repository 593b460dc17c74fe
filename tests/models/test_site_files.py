"""Site files that a person drew or wrote wrongly: one line names the file, the place and the remedy."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from models import Camera, Counter, ModelError, Polygon, Site, load_site
from models.norms.yamlfile import read_yaml
from models.store import Store

SITE = """
site: hall
cameras:
  - id: c
    source: c.mp4
    counters:
      - {{id: W1, staff_zone: {zone}}}
"""
GOOD = [[0.1, 0.1], [0.4, 0.1], [0.4, 0.5], [0.1, 0.5]]
BOW = [[0.1, 0.1], [0.4, 0.5], [0.4, 0.1], [0.1, 0.5]]


def complaint(path: Path, text: str) -> str:
    path.write_text(text)
    with pytest.raises(ModelError) as told:
        load_site(path)
    assert str(told.value).startswith(str(path))
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize(
    "zone",
    [
        [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]],
        [[0.1, 0.5], [0.9, 0.5], [0.4, 0.5], [0.2, 0.5]],
        [[0.3, 0.3]] * 4,
        [[0.1, 0.1], [0.1, 0.1], [0.4, 0.4]],
        [[0.5, 0.5], [0.505, 0.5], [0.505, 0.505]],
    ],
    ids=["a line", "back and forth", "one place", "two places", "smaller than a head"],
)
def test_a_zone_without_area_is_named(zone: list[list[float]], tmp_path: Path) -> None:
    told = complaint(tmp_path / "site.yaml", SITE.format(zone=zone))
    assert "cameras.0.counters.0.staff_zone: the zone has no area" in told


@pytest.mark.parametrize("turned", range(4))
def test_a_zone_that_crosses_itself_is_named_with_its_corners(turned: int, tmp_path: Path) -> None:
    told = complaint(tmp_path / "site.yaml", SITE.format(zone=BOW[turned:] + BOW[:turned]))
    assert "staff_zone: the zone crosses itself: its border after corner" in told


def test_a_star_crosses_itself_whatever_its_area() -> None:
    star = [(0.5, 0.1), (0.75, 0.9), (0.1, 0.4), (0.9, 0.4), (0.25, 0.9)]
    with pytest.raises(ValidationError, match="crosses itself"):
        TypeAdapter(Polygon).validate_python(star)


@pytest.mark.parametrize(
    "zone",
    [
        GOOD,
        [*GOOD, GOOD[0]],
        [GOOD[0], *GOOD],
        [[0, 0], [1, 0], [1, 1], [0, 1]],
        [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.5, 0.2], [0.1, 0.9]],
        [[0.1, 0.1], [0.25, 0.1], [0.4, 0.1], [0.4, 0.5], [0.1, 0.5]],
    ],
    ids=[
        "a square",
        "closed by its first corner",
        "a corner twice",
        "everything",
        "a notch",
        "a corner on a line",
    ],
)
def test_zones_as_people_draw_them_are_taken(zone: list[list[float]], tmp_path: Path) -> None:
    for corners in (zone, zone[::-1]):
        (tmp_path / "site.yaml").write_text(SITE.format(zone=corners))
        assert len(load_site(tmp_path / "site.yaml").cameras[0].counters[0].staff_zone) == len(zone)


@pytest.mark.parametrize("closed", ["", "]" * 20_000])
@pytest.mark.parametrize("start", ["", "cameras: ", "site: a\nx: "])
def test_a_file_nested_too_deeply_is_one_line(start: str, closed: str, tmp_path: Path) -> None:
    told = complaint(tmp_path / "site.yaml", start + "[" * 20_000 + closed)
    assert "nested deeper than 60 levels in line" in told
    with pytest.raises(ModelError, match="nested deeper than 60 levels"):
        read_yaml(tmp_path / "site.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "site: 2026-13-45",
        "- " * 5000,
        "{a: " * 5000,
        "site: !!int x",
        "? [a]\n: 1",
        "a: &a [*a]",
        "site: \x00",
        "a: [1",
    ],
    ids=["no date", "rows", "pairs", "no number", "a list as a key", "itself", "no text", "open"],
)
def test_what_yaml_cannot_read_is_one_line(text: str, tmp_path: Path) -> None:
    complaint(tmp_path / "site.yaml", text)


def test_aliases_that_multiply_are_read_at_once(tmp_path: Path) -> None:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]" for i in range(9)]
    complaint(tmp_path / "site.yaml", "\n".join(rows))
    assert read_yaml(tmp_path / "site.yaml").root is not None


def test_the_password_of_a_sub_stream_is_not_stored_either(tmp_path: Path) -> None:
    post = Counter(id="W1", staff_zone=[(0, 0), (1, 0), (1, 1)])
    camera = Camera(
        id="c", source="rtsp://u:geheim@h/1", look_at="rtsp://u:geheim@h/2?pw=geheim", counters=[post]
    )
    with Store.at(tmp_path) as store:
        store.sites.put(Site(site="north", cameras=[camera]))
        assert "geheim" not in store.sites.all()[0].site.model_dump_json()
