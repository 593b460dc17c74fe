"""Clips as evidence: one that was changed, swapped, cut short or taken away is never shown, and people are told."""

import os
import sqlite3
from pathlib import Path

import cv2
import numpy as np
import pytest

from models import Action, Seal, check_file
from models.store import AuditFilter, FoundEvent
from tests.support.running_api import Town, refused
from tests.support.stored_hall import absence

CONTENT = bytes(range(256)) * 3000  # three parts of the size in which files are read
CLIP, POSTER = "/api/v1/events/1/clip", "/api/v1/events/1/poster"


@pytest.fixture
def clip(town: Town) -> Path:
    town.happens(town.with_clip(absence(60), CONTENT))
    return town.data / "clips" / "a.mp4"


def seal(town: Town) -> dict[str, object]:
    found: dict[str, object] = town.get("sun", "/api/v1/events/1").json()["clip_seal"]
    return found


def change_row(town: Town, sql: str, *values: object) -> None:
    """As somebody does who can write to the database."""
    with sqlite3.connect(town.data / "counterwatch.db") as raw:
        raw.execute(sql, values)
    raw.close()


def test_a_clip_is_sealed_when_its_event_is_kept_and_says_since_when(town: Town, clip: Path) -> None:
    expected = Seal.of(town.data, clip)
    assert seal(town) == {"state": "intact", "sha256": expected.sha256, "sealed_at": town.time}
    (line,) = town.store.audit.page(AuditFilter(action=Action.SEALED), 9)
    assert (line.user, line.subject, len(line.detail)) == ("counterwatch", "2 files", 64)
    assert town.get("sun", CLIP).content == CONTENT
    assert town.get("sun", CLIP).headers["ETag"] == f'"{expected.sha256}"'


def another_byte(clip: Path) -> None:
    """The last byte, with the time of the file set back."""
    before = clip.stat()
    with clip.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x00")
    os.utime(clip, ns=(before.st_atime_ns, before.st_mtime_ns))


def a_clip_of_another_event(clip: Path) -> None:
    other = clip.with_name("b.mp4")
    other.write_bytes(CONTENT[::-1])
    other.replace(clip)


def cut_short(clip: Path) -> None:
    os.truncate(clip, 1000)


def longer(clip: Path) -> None:
    clip.write_bytes(CONTENT + b"more")


def a_link(clip: Path) -> None:
    """A link to the very same bytes, which another person keeps elsewhere."""
    elsewhere = clip.parents[2] / "elsewhere.mp4"
    clip.rename(elsewhere)
    clip.symlink_to(elsewhere)


def a_linked_folder(clip: Path) -> None:
    elsewhere = clip.parents[2] / "elsewhere"
    clip.parent.rename(elsewhere)
    clip.parent.symlink_to(elsewhere)


def a_folder(clip: Path) -> None:
    clip.unlink()
    clip.mkdir()


def a_pipe(clip: Path) -> None:
    clip.unlink()
    os.mkfifo(clip)


TAMPERINGS = (
    another_byte, a_clip_of_another_event, cut_short, longer, a_link, a_folder, a_pipe, a_linked_folder,
)  # fmt: skip


def test_a_changed_clip_is_refused_written_down_and_told(town: Town, clip: Path) -> None:
    address = town.get("sun", "/api/v1/events/1").json()["clip_url"]
    for number, tampering in enumerate(TAMPERINGS):
        assert town.open(address).content == CONTENT  # it was watched before: nothing of that counts later
        tampering(clip)
        assert refused(town.open(address), 409, "this clip was changed after it was recorded"), tampering
        assert refused(town.open(address, range="bytes=0-9"), 409), tampering
        assert refused(town.get("wu", CLIP, download=True), 409), tampering
        assert seal(town)["state"] == "changed"
        (town.data / "clips").rename(town.data / f"clips-{number}")
        town.with_clip(absence(60), CONTENT)  # restored from a backup
    lines = town.store.audit.page(AuditFilter(action=Action.EVIDENCE_REFUSED, user="wu"), 9)
    assert [(line.subject, line.detail) for line in lines] == [("event 1 clip", "changed")]
    assert town.store.audit.page(AuditFilter(action=Action.EXPORTED), 9) == []
    told = [one["text"] for one in town.get("sun", "/api/v1/notices").json()["items"]]
    assert any("the clip of event 1 was changed after it was recorded" in one["en"] for one in told)
    assert any("事件 1 的片段在录制之后被改动" in one["zh"] for one in told)


def test_a_clip_that_was_taken_away_is_gone_and_its_poster_too(town: Town, clip: Path) -> None:
    clip.unlink()
    clip.with_suffix(".jpg").unlink()
    assert refused(town.get("sun", CLIP), 410, "this clip is gone")
    assert refused(town.get("sun", POSTER), 410, "this poster is gone")
    assert seal(town)["state"] == "missing"


def test_a_clip_that_changes_while_it_is_sent_breaks_off(town: Town, clip: Path) -> None:
    found = check_file(town.data, "clips/a.mp4", town.store.seals.of("event 1 clip"))
    assert found.file is not None
    parts = found.file.content()
    next(parts)
    another_byte(clip)
    next(parts)
    with pytest.raises(OSError, match="changed while it was sent"):
        next(parts)


@pytest.mark.usefixtures("clip")
def test_a_row_that_was_changed_serves_nothing_but_media(town: Town) -> None:
    (town.data.parent / "outside.mp4").write_bytes(b"private")
    paths = [
        "secret", "counterwatch.db", "clips/secret", "clips/../counterwatch.db", "../outside.mp4", "/etc/hostname",
        "clips", "clips/", "", "outside.mp4", "signals/a.mp4", "clips/a.db", "clips/a\0.mp4", "clips/../../outside.mp4",
    ]  # fmt: skip
    for path in paths:
        change_row(town, "UPDATE events SET clip = ?", path)
        assert refused(town.get("sun", CLIP), 409), path
    change_row(town, "DELETE FROM seals")  # as if it were a row of an older version
    for path in paths:
        change_row(town, "UPDATE events SET clip = ?", path)
        assert refused(town.get("sun", CLIP), 409), path


def test_the_clip_of_another_event_is_not_shown_for_this_one(town: Town, clip: Path) -> None:
    change_row(town, "UPDATE events SET clip = 'clips/b.mp4'")
    clip.with_name("b.mp4").write_bytes(CONTENT[::-1])
    assert refused(town.get("sun", CLIP), 409)
    sealed = Seal.of(town.data, clip.with_name("b.mp4"))
    change_row(
        town, "UPDATE seals SET path = ?, sha256 = ?, size = ?", sealed.path, sealed.sha256, sealed.size
    )
    assert refused(town.get("sun", CLIP), 409), "a seal that was written over is none"


@pytest.mark.usefixtures("clip")
def test_a_clip_of_an_older_version_is_told_to_be_not_sealed(town: Town) -> None:
    change_row(town, "DELETE FROM seals")
    assert seal(town) == {"state": "unsealed", "sha256": None, "sealed_at": None}
    assert town.get("sun", CLIP).content == CONTENT


def test_the_same_recording_again_does_not_seal_a_clip_that_was_changed_meanwhile(
    town: Town, clip: Path
) -> None:
    clip.write_bytes(CONTENT[::-1])
    again = Seal.of(town.data, clip)
    found = FoundEvent(absence(60).event, "clips/a.mp4", "clips/a.jpg", again, None, fresh=False)
    town.happens(found)
    assert refused(town.get("sun", CLIP), 409)
    town.happens(FoundEvent(absence(60).event, "clips/a.mp4", "clips/a.jpg", again, None, fresh=True))
    assert town.get("sun", CLIP).content == CONTENT[::-1], "a clip that was cut anew is sealed anew"


def test_a_background_that_was_changed_is_not_shown(town: Town) -> None:
    picture = cv2.imencode(".png", np.full((30, 40), 90, np.uint8))[1].tobytes()
    town.happens(absence(60))
    (stored,) = town.store.sites.all()
    camera = next(one for one in stored.site.cameras if one.id == "cam1")
    number = stored.cameras["cam1"]
    town.store.backgrounds.put(number, camera, picture, town.time)
    assert town.get("sun", f"/api/v1/cameras/{number}/background").status_code == 200
    (line,) = town.store.audit.page(AuditFilter(action=Action.BACKGROUND_VIEWED), 9)
    assert (line.user, line.subject) == ("sun", f"camera {number}")
    other = cv2.imencode(".png", np.full((30, 40), 91, np.uint8))[1].tobytes()
    change_row(town, "UPDATE backgrounds SET picture = ?", other)
    assert refused(
        town.get("sun", f"/api/v1/cameras/{number}/background"), 409, "changed after it was stored"
    )
