"""Retention at the command line: periods with their reasons, a dry run, and mistakes in one line."""

from pathlib import Path

from models.store import Store
from tests.support.command_line import complaint, run
from tests.support.old_hall import CLIP, furnished


def test_periods_are_shown_and_what_is_due_goes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Store.at(data) as store:
        furnished(data, store)
    (data / "retention.yaml").write_text("days: {clips: 2, posters: 2}\nsites: {north: {signals: keep}}\n")
    shown = run("retention", "show", folder=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "clips                2 days  set here; default 90 days: evidence for review" in shown.stdout
    assert "signals                kept  at north" in shown.stdout
    assert shown.stderr == (
        "counterwatch: site north: clips are kept for 2 days, and an event may be contested for 7 days after its day:"
        " later appeals have no clip\n"
    )
    tried = run("retention", "run", "--dry-run", folder=tmp_path)
    assert tried.stdout.splitlines()[-1].startswith("retention would delete ")
    assert (data / CLIP).exists()
    (data / "retention.yaml").write_text("sites: {south: {clips: 2}}")
    assert "sites.south: there is no such site (known: north)" in complaint(
        "retention", "run", folder=tmp_path
    )
