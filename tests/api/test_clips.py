"""A clip in the player of a browser, its address in the wrong hands, and the log of who watched."""

import io
import json
import zipfile

import pytest

from models import Action
from models.store import AccountChange, AuditFilter
from tests.support.running_api import Town, refused
from tests.support.stored_hall import absence
from tests.support.tiny_clip import tiny_clip

CONTENT = b"0123456789" * 100


@pytest.fixture
def event(town: Town) -> dict[str, str]:
    town.happens(town.with_clip(absence(60), CONTENT))
    answer: dict[str, str] = town.get("sun", "/api/v1/events/1").json()
    return answer


def test_a_video_tag_plays_the_clip_by_its_address_alone(town: Town, event: dict[str, str]) -> None:
    clip = town.open(event["clip_url"])
    assert (clip.status_code, clip.content) == (200, CONTENT)
    assert clip.headers["Content-Type"] == "video/mp4"
    assert clip.headers["Accept-Ranges"] == "bytes"
    assert clip.headers["Cache-Control"].startswith("private")
    poster = town.open(event["poster_url"])
    assert (poster.content, poster.headers["Content-Type"]) == (b"poster", "image/jpeg")


@pytest.mark.parametrize(
    ("asked", "part", "bounds"),
    [
        ("bytes=0-", CONTENT, "bytes 0-999/1000"),
        ("bytes=0-1", CONTENT[:2], "bytes 0-1/1000"),
        ("bytes=990-", CONTENT[990:], "bytes 990-999/1000"),
        ("bytes=990-5000", CONTENT[990:], "bytes 990-999/1000"),
        ("bytes=-3", CONTENT[-3:], "bytes 997-999/1000"),
        ("bytes=-5000", CONTENT, "bytes 0-999/1000"),
    ],
)
def test_seeking_asks_for_parts(
    town: Town, event: dict[str, str], asked: str, part: bytes, bounds: str
) -> None:
    answer = town.open(event["clip_url"], range=asked)
    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["Content-Range"] == bounds


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_beyond_the_end_is_416_with_the_size(town: Town, event: dict[str, str], asked: str) -> None:
    answer = town.open(event["clip_url"], range=asked)
    assert refused(answer, 416, "1000 bytes")
    assert answer.headers["Content-Range"] == "bytes */1000"


@pytest.mark.parametrize("asked", ["seconds=1-2", "bytes=x-y", "bytes=", "rubbish"])
def test_a_range_nobody_understands_gets_the_whole_clip(
    town: Town, event: dict[str, str], asked: str
) -> None:
    assert town.open(event["clip_url"], range=asked).status_code == 200


def test_a_part_of_a_clip_that_was_cut_again_meanwhile_is_the_whole_new_one(
    town: Town, event: dict[str, str]
) -> None:
    tag = town.open(event["clip_url"]).headers["ETag"]
    same = town.open(event["clip_url"], range="bytes=5-9", if_range=tag)
    assert (same.status_code, same.content) == (206, b"56789")
    other = town.open(event["clip_url"], range="bytes=5-9", if_range='"another"')
    assert (other.status_code, other.content) == (200, CONTENT)


def test_the_address_is_for_this_event_this_file_and_these_minutes(town: Town, event: dict[str, str]) -> None:
    clip = event["clip_url"]
    town.happens(town.with_clip(absence(900)), fingerprint="f2")
    assert refused(town.open(clip.replace("/events/1/", "/events/2/")), 403, "no longer valid")
    assert refused(town.open(clip.replace("/clip?", "/poster?")), 403)
    assert refused(town.open(clip.replace("user=1", "user=2")), 403)
    assert refused(town.open(clip.replace("user=1", "user=77")), 403)
    assert refused(town.open(clip[:-1] + ("0" if clip[-1] != "0" else "1")), 403)
    assert refused(town.open(clip.replace("expires=", "expires=9")), 403)
    assert refused(town.open(clip.split("&signature")[0]), 401)
    town.time += 900 + 300
    assert refused(town.open(clip), 403)


def test_an_address_ends_with_the_account_that_got_it(town: Town, event: dict[str, str]) -> None:
    town.store.accounts.change(1, AccountChange(active=False))
    assert refused(town.open(event["clip_url"]), 403)


def test_every_view_is_in_the_log_once_whichever_bytes_are_asked_for(
    town: Town, event: dict[str, str]
) -> None:
    for part in ("bytes=500-", "bytes=0-", "bytes=900-"):
        town.open(event["clip_url"], range=part)
    (entry,) = town.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 10)
    assert (entry.user, entry.subject, entry.client) == ("sun", "event 1", "10.0.0.7")
    town.time += 600
    later = town.get("sun", "/api/v1/events/1").json()["clip_url"]
    town.open(later)
    assert len(town.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 10)) == 2


def test_a_clip_that_is_fetched_ahead_has_its_line_and_is_viewed_when_it_plays(
    town: Town, event: dict[str, str]
) -> None:
    assert town.open(event["clip_url"] + "&ahead=true").content == CONTENT
    (fetched,) = town.store.audit.page(AuditFilter(action=Action.CLIP_FETCHED), 10)
    assert (fetched.user, fetched.subject) == ("sun", "event 1")
    assert town.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 10) == []
    town.open(event["clip_url"], range="bytes=0-0")
    (viewed,) = town.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 10)
    assert viewed.subject == "event 1"
    assert town.get("wu", "/api/v1/events/1/clip", download=True, ahead=True).status_code == 200
    assert len(town.store.audit.page(AuditFilter(action=Action.EXPORTED), 10)) == 1  # who saves it has it


def test_a_refused_view_is_no_view(town: Town, event: dict[str, str]) -> None:
    town.open(event["clip_url"].replace("user=1", "user=2"))
    assert town.store.audit.page(AuditFilter(action=Action.CLIP_VIEWED), 10) == []


def test_taking_a_clip_out_is_written_down_as_such(town: Town, event: dict[str, str]) -> None:
    answer = town.get("wu", f"/api/v1/events/{event['id']}/clip", download=True)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="event-1.mp4"'
    (entry,) = town.store.audit.page(AuditFilter(user="wu", action=Action.EXPORTED), 10)
    assert entry.subject == "event 1"


def test_an_event_without_a_clip_or_whose_file_is_gone(town: Town, event: dict[str, str]) -> None:
    town.happens(absence(900), fingerprint="f2")
    assert town.get("sun", "/api/v1/events/2").json()["clip_url"] is None
    assert refused(town.get("sun", "/api/v1/events/2/clip"), 404)
    (town.data / "clips" / "a.mp4").unlink()
    assert refused(town.open(event["clip_url"]), 410, "this clip is gone")
    assert refused(town.get("sun", "/api/v1/events/1/secret"), 404)


def test_an_administrator_gets_a_copy_without_the_face_of_the_clerk_and_the_log_says_so(town: Town) -> None:
    clip, poster = tiny_clip()
    town.happens(town.with_clip(absence(60), clip, poster), score=True)
    for kind, whole, begin in (("clip", clip, b"ftyp"), ("poster", poster, b"JFIF")):
        address = f"/api/v1/events/1/{kind}"
        assert town.get("sun", address).content == whole
        copy = town.get("an", address)
        assert copy.content != whole
        assert begin in copy.content[:12]
        assert copy.headers["ETag"] != town.get("sun", address).headers["ETag"]
        part = town.open(town.get("an", "/api/v1/events/1").json()[f"{kind}_url"], range="bytes=10-19")
        assert (part.status_code, part.content) == (206, copy.content[10:20])
    lines = town.store.audit.page(AuditFilter(user="an"), 10)
    assert {"clip without faces", "poster without faces"} <= {line.detail for line in lines}


@pytest.mark.usefixtures("event")
def test_a_clip_of_an_earlier_release_is_not_shown_to_an_administrator(town: Town) -> None:
    for kind in ("clip", "poster"):
        assert refused(town.get("an", f"/api/v1/events/1/{kind}"), 409, "without faces")
    assert town.store.audit.page(AuditFilter(user="an", action=Action.CLIP_VIEWED), 10) == []


@pytest.mark.usefixtures("event")
def test_the_evidence_that_an_administrator_exports_is_without_clips_and_says_why(town: Town) -> None:
    """The manifest names what is left out."""
    with zipfile.ZipFile(io.BytesIO(town.get("an", "/api/v1/events/1/evidence").content)) as export:
        names = export.namelist()
        manifest = json.loads(export.read(next(name for name in names if name.endswith("manifest.json"))))
    assert not any(name.endswith((".mp4", ".jpg")) for name in names)
    assert manifest["left_out"] == {"event-1/clip.mp4": "faces", "event-1/poster.jpg": "faces"}
