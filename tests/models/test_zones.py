"""Zones that a person corrects in the dashboard, and the site file beside them."""

import pytest

from models import CameraZones, Site, Zones, ZoneVersion, corrected, zones_of
from models.store import Store, ZoneCorrection, ZonesOvertakenError
from tests.support.stored_hall import hall

NINE = 1_700_000_000.0
HIGHER = Zones(staff_zone=[(0.1, 0.1), (0.2, 0.1), (0.2, 0.2)])


def moved(site: Site, zones: Zones = HIGHER) -> CameraZones:
    """Every counter of the first camera with other zones."""
    return dict.fromkeys(zones_of(site.cameras[0]), zones)


def version(number: int, zones: CameraZones, before: CameraZones) -> ZoneVersion:
    return ZoneVersion(number, NINE + number, "an", zones, before)


def test_a_correction_holds_where_the_file_is_as_it_was() -> None:
    site = hall()
    was, camera = zones_of(site.cameras[0]), site.cameras[0].id
    now, lines = corrected(site, {camera: [version(1, moved(site), was)]})
    assert zones_of(now.cameras[0]) == moved(site)
    assert lines == [
        f"camera {camera}: zones as an corrected them in the dashboard, not those of the site file"
    ]


def test_of_two_corrections_the_later_holds() -> None:
    site = hall()
    was, camera = zones_of(site.cameras[0]), site.cameras[0].id
    lower = Zones(staff_zone=[(0.5, 0.5), (0.6, 0.5), (0.6, 0.6)])
    versions = [version(2, moved(site, lower), moved(site)), version(1, moved(site), was)]
    assert zones_of(corrected(site, {camera: versions})[0].cameras[0]) == moved(site, lower)


def test_a_file_that_was_changed_since_holds_and_that_is_said() -> None:
    site = hall()
    camera = site.cameras[0].id
    older = moved(site, Zones(staff_zone=[(0, 0), (1, 0), (1, 1)]))
    now, lines = corrected(site, {camera: [version(1, moved(site), older)]})
    assert now == site
    assert "the file holds" in lines[0]


def test_a_file_that_took_the_correction_over_is_in_step_without_a_word() -> None:
    site = hall()
    camera = site.cameras[0].id
    assert corrected(site, {camera: [version(1, zones_of(site.cameras[0]), moved(site))]}) == (site, [])


def test_without_corrections_the_file_is_what_there_is() -> None:
    assert corrected(hall(), {}) == (hall(), [])


def test_corrections_are_kept_newest_first_with_who_and_when(store: Store) -> None:
    site = hall()
    stored = store.sites.put(site)
    camera, was = site.cameras[0].id, zones_of(site.cameras[0])
    first = store.zones.add(stored.cameras[camera], ZoneCorrection(moved(site), was, "an", None), NINE)
    second = store.zones.add(stored.cameras[camera], ZoneCorrection(was, was, "bo", first.id), NINE + 60)
    assert store.zones.of_site(site.site) == {camera: [second, first]}
    assert [(v.user, v.at) for v in store.zones.of_camera(stored.cameras[camera])] == [
        ("bo", NINE + 60),
        ("an", NINE),
    ]


def test_whoever_did_not_see_the_latest_correction_does_not_undo_it(store: Store) -> None:
    site = hall()
    camera = store.sites.put(site).cameras[site.cameras[0].id]
    was = zones_of(site.cameras[0])
    store.zones.add(camera, ZoneCorrection(moved(site), was, "an", None), NINE)
    with pytest.raises(ZonesOvertakenError):
        store.zones.add(camera, ZoneCorrection(was, was, "bo", None), NINE + 1)


def test_a_correction_is_in_use_from_the_next_start_of_live_or_analyze(store: Store) -> None:
    site = hall()
    stored, (first, _) = store.sites.put(site), site.cameras
    correction = ZoneCorrection(moved(site), zones_of(first), "an", None)
    store.zones.add(stored.cameras[first.id], correction, NINE)
    assert store.zones.in_use(site) == (site, [])  # cameras still look at the zones of the file
    started, lines = store.zones.in_force(site)
    store.sites.put(started)
    assert store.zones.in_use(site) == (started, lines)
    assert zones_of(started.cameras[0]) == moved(site)


def test_a_later_correction_waits_while_the_earlier_one_is_in_use(store: Store) -> None:
    site = hall()
    camera, was = store.sites.put(site).cameras["cam1"], zones_of(site.cameras[0])
    one = store.zones.add(camera, ZoneCorrection(moved(site), was, "an", None), NINE)
    started, _ = store.zones.in_force(site)
    store.sites.put(started)
    lower = moved(site, Zones(staff_zone=[(0.5, 0.5), (0.6, 0.5), (0.6, 0.6)]))
    store.zones.add(camera, ZoneCorrection(lower, moved(site), "bo", one.id), NINE + 60)
    assert store.zones.in_use(site)[0] == started
    assert zones_of(store.zones.in_force(site)[0].cameras[0]) == lower
