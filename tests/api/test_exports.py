"""An export in the hands of a stranger: checked with sha256sum alone, and each change in it found."""

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterwatch.cli import cli
from models import Action, ModelError
from models.store import AuditFilter
from pipeline.exports import ExportKey, fingerprint_of, verify_export
from tests.support.running_api import Town, refused
from tests.support.stored_hall import absence

CONTENT = bytes(range(256)) * 1200
DAY = "2026-11-23"


@pytest.fixture
def archive(town: Town, tmp_path: Path) -> Path:
    """What a browser saves from the event panel."""
    town.happens(town.with_clip(absence(60), CONTENT), score=True)
    review = {"decision": "confirmed", "reason": "", "expected": "open"}
    assert town.ask("sun", "POST", "/api/v1/events/1/reviews", json=review).status_code == 201
    address = town.get("sun", "/api/v1/events/1").json()["evidence_url"]
    answer = town.open(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    (tmp_path / "event.zip").write_bytes(answer.content)
    return tmp_path / "event.zip"


def test_a_stranger_checks_an_event_with_sha256sum_alone(town: Town, archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "stranger")
    folder = tmp_path / "stranger"
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert (folder / "event-1" / "clip.mp4").read_bytes() == CONTENT
    facts = json.loads((folder / "event-1" / "event.json").read_text("utf-8"))
    assert (facts["event"]["kind"], facts["verdict"], facts["reviews"][0]["user"]) == (
        "absence",
        "confirmed",
        "sun",
    )
    assert facts["points"]
    assert facts["sentence"]["zh"]
    assert json.loads((folder / f"score-{DAY}.json").read_text("utf-8"))["lines"]
    said = json.loads((folder / "manifest.json").read_text("utf-8"))
    files = {one["name"]: one for one in said["files"]}
    assert (files["event-1/clip.mp4"]["seal"], files["event-1/clip.mp4"]["size"]) == ("intact", len(CONTENT))
    assert said["norms"][facts["norms"]] == "general"
    assert said["product"].startswith("counterwatch ")
    line = town.store.audit.page(AuditFilter(action=Action.EXPORTED), 9)[0]
    assert (line.user, line.subject, said["audit_head"]["id"]) == ("sun", "event 1", line.id - 1)
    readme = (folder / "README.txt").read_text("utf-8")
    assert "sha256sum -c SHA256SUMS" in readme
    assert fingerprint_of(ExportKey(town.data).public) in readme


def test_an_export_is_signed_by_the_key_of_the_operator(town: Town, archive: Path, tmp_path: Path) -> None:
    public = ExportKey(town.data).public
    assert verify_export(archive, public).faults == ()
    assert (town.data / "evidence-key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "other").mkdir()
    found = verify_export(archive, ExportKey(tmp_path / "other").public)
    assert found.faults == ("SHA256SUMS: the signature is not of this key",)
    done = CliRunner().invoke(cli, ["evidence", "verify", str(archive)], standalone_mode=False)
    assert (done.return_value, fingerprint_of(public) in done.output) == (0, True)


def changed(archive: Path, change: Callable[[dict[str, bytes]], None]) -> tuple[str, ...]:
    """The faults of a copy whose files were changed."""
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    copy = archive.with_name("copy.zip")
    with zipfile.ZipFile(copy, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return verify_export(copy).faults


def test_each_change_in_an_export_is_found(archive: Path) -> None:
    def another_verdict(files: dict[str, bytes]) -> None:
        files["event-1/event.json"] = files["event-1/event.json"].replace(b"confirmed", b"dismissed")

    def another_sum(files: dict[str, bytes]) -> None:
        another_verdict(files)
        files["SHA256SUMS"] = files["SHA256SUMS"].replace(b"a", b"b", 1)

    assert changed(archive, another_verdict) == ("event-1/event.json: was changed",)
    assert "SHA256SUMS: the signature is not of this key" in changed(archive, another_sum)
    assert changed(archive, lambda files: files.pop("event-1/clip.mp4")) == ("event-1/clip.mp4: is missing",)
    assert changed(archive, lambda files: files.update(more=b"x")) == ("more: is not in the checksums",)
    assert changed(archive, lambda _files: None) == ()
    done = CliRunner().invoke(
        cli, ["evidence", "verify", str(archive.with_name("copy.zip"))], standalone_mode=False
    )
    assert done.return_value == 0
    archive.write_bytes(archive.read_bytes()[:500])
    with pytest.raises(ModelError, match="cannot be read as an export"):
        verify_export(archive)


def test_a_clip_that_was_changed_is_left_out_and_the_manifest_says_so(town: Town, archive: Path) -> None:
    (town.data / "clips" / "a.mp4").write_bytes(CONTENT[::-1])
    content = town.get("sun", "/api/v1/events/1/evidence").content
    archive.write_bytes(content)
    assert verify_export(archive).faults == ()
    with zipfile.ZipFile(archive) as opened:
        said = json.loads(opened.read("manifest.json"))
        assert "event-1/clip.mp4" not in opened.namelist()
    assert said["left_out"] == {"event-1/clip.mp4": "changed"}


def test_a_day_and_a_report_are_exported_too(town: Town, archive: Path) -> None:
    for address, name in (
        (f"/api/v1/days/{DAY}/1/evidence", "event-1/clip.mp4"),
        (f"/api/v1/reports/day/{DAY}/evidence?site=north", "report/"),
    ):
        answer = town.get("sun", address)
        assert answer.status_code == 200, answer.text
        archive.write_bytes(answer.content)
        assert verify_export(archive).faults == ()
        with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
            assert any(one.startswith(name) for one in opened.namelist())
    assert refused(town.get("sun", f"/api/v1/days/{DAY}/99/evidence"), 404)
    assert refused(town.get("sun", "/api/v1/events/99/evidence"), 404)
    assert refused(town.get("sun", f"/api/v1/reports/day/{DAY}/evidence?site=nowhere"), 404)


def test_files_of_an_older_version_are_sealed_by_a_person_and_checked(town: Town, archive: Path) -> None:
    data, shell = ["--data", str(town.data)], CliRunner()

    def says(*words: str) -> tuple[object, str]:
        done = shell.invoke(cli, ["evidence", *words, *data], standalone_mode=False)
        assert done.exception is None, done.exception
        return done.return_value, done.output

    assert says("check") == (0, "2 intact, 0 unsealed, 0 changed, 0 missing\n")
    assert says("seal") == (None, "0 files sealed\n")
    (town.data / "clips" / "a.jpg").unlink()
    assert says("check") == (1, "event 1 poster: missing\n1 intact, 0 unsealed, 0 changed, 1 missing\n")
    code, _ = says("export", "--event", "1", "--out", str(archive))
    assert code == 1, "the poster is left out"
    assert verify_export(archive).faults == ()
    assert says("key")[1].startswith("-----BEGIN PUBLIC KEY-----\n")
