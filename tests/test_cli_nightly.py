"""The night at the command line: whatever was missed, one day, or a month by other norms that nobody keeps."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from models import Counter, Zones, zones_of
from models.store import Store, ZoneCorrection
from tests.support.command_line import COMMAND, complaint, environment, open_to_others, run
from tests.support.nightly_hall import SITE, founded
from tests.support.stored_hall import NINE, POST

SITE_FILE = "north.yaml"


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    founded(tmp_path / "data", 1)
    (tmp_path / SITE_FILE).write_text(SITE.model_dump_json(), encoding="utf-8")
    return tmp_path


def test_a_night_is_run_and_says_what_it_did(hall: Path) -> None:
    done = run("nightly", folder=hall)
    assert done.returncode == 0, done.stderr
    assert open_to_others(hall / "data" / "nightly") == open_to_others(hall / "data" / "reports") == []
    lines = done.stdout.splitlines()
    assert lines[0].startswith("2026-11-23 north/cam1: judged; ")
    assert lines[-1].startswith("nightly run 1: 2 judged")
    assert run("nightly", "--quiet", folder=hall).stdout.startswith("nightly run 2: 2 unchanged")


def test_other_norms_are_tried_before_they_are_kept(hall: Path) -> None:
    run("nightly", "--date", "2026-11-23", "--quiet", folder=hall)
    asked = ("--site", SITE_FILE, "--profile", "water", "--since", "2026-11-23")
    tried = run("whatif", *asked, folder=hall).stdout.splitlines()
    assert [line.split()[1] for line in tried] == ["left", "right", "back"]
    assert "(evaluation) -> " in tried[0]
    assert tried[0].endswith("(water)")
    kept = run("nightly", "--since", "2026-11-23", "--until", "2026-11-23", "--profile", "water", folder=hall)
    assert "2 judged" in kept.stdout
    assert "-> " in run("whatif", *asked, folder=hall).stdout
    with Store.at(hall / "data") as store:
        assert {stamp.name for stamp in store.profiles.all()} == {"evaluation", "water"}


@pytest.fixture
def queue_zone_added(hall: Path) -> Path:
    """The hall after an administrator drew a waiting zone for the back counter, and footage was analysed with it."""
    before = zones_of(SITE.cameras[1])
    drawn = {"back": Zones(**before["back"].model_dump() | {"waiting_zone": POST})}
    with Store.at(hall / "data") as store:
        camera = store.sites.put(SITE).cameras["cam2"]
        store.zones.add(camera, ZoneCorrection(drawn, before, "an", None), NINE)
        store.sites.put(store.zones.in_force(SITE)[0])
    return hall


def back_counter(hall: Path) -> Counter:
    """The back counter as the store knows it, from which nights are scored."""
    with Store.at(hall / "data") as store:
        (site,) = store.sites.all()
    return site.site.cameras[1].counters[0]


CORRECTED = "camera cam2: zones as an corrected them in the dashboard, not those of the site file"


def test_a_night_that_reads_the_site_file_again_keeps_the_zones_of_the_dashboard(
    queue_zone_added: Path,
) -> None:
    done = run("nightly", "--site", SITE_FILE, "--quiet", folder=queue_zone_added)
    assert (done.returncode, done.stderr.splitlines()) == (0, [CORRECTED])
    assert back_counter(queue_zone_added).waiting_zone == POST


def test_an_imported_roster_keeps_the_zones_of_the_dashboard(queue_zone_added: Path) -> None:
    shift = "what,day,counter,shift,person,start,end\nshift,2026-11-23,back,morning,Wang,09:00,13:00\n"
    (queue_zone_added / "may.csv").write_text(shift, encoding="utf-8")
    done = run("roster", "import", "may.csv", "--site", SITE_FILE, folder=queue_zone_added)
    assert (done.returncode, done.stderr.splitlines()) == (0, [CORRECTED])
    assert back_counter(queue_zone_added).waiting_zone == POST


def test_other_norms_are_tried_with_the_zones_of_the_dashboard(queue_zone_added: Path) -> None:
    asked = ("--site", SITE_FILE, "--profile", "water", "--since", "2026-11-23")
    done = run("whatif", *asked, folder=queue_zone_added)
    assert (done.returncode, done.stderr.splitlines()) == (0, [CORRECTED])


def test_what_cannot_be_asked_is_one_line(tmp_path: Path) -> None:
    assert "--since" in complaint("nightly", "--until", "2026-11-23", folder=tmp_path)
    assert "someday" in complaint("nightly", "--date", "someday", folder=tmp_path)
    assert "bakery" in complaint("nightly", "--profile", "bakery", folder=tmp_path)
    assert "late" in complaint("serve", "--nightly", "late", folder=tmp_path)


def test_a_server_that_missed_a_night_catches_up_by_itself(hall: Path) -> None:
    serving = subprocess.Popen([*COMMAND, "serve", "--port", "0"], cwd=hall, env=environment())
    try:
        report, deadline = hall / "data" / "nightly" / "run-000001.json", time.monotonic() + 120
        while not report.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert '"outcome": "judged"' in report.read_text()
    finally:
        serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=30) in (0, 130, -2)
