"""Data that is older than its period goes, by class; a kill in between and a changed row do no harm."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models import Action, Filing, ModelError, Role, Verdict
from models.retention import RetentionClass, RetentionPolicy
from models.store import AuditFilter, EventFilter, Store
from tests.support.nightly_hall import MONDAY as FIRST_NIGHT
from tests.support.nightly_hall import founded, night
from tests.support.old_hall import CLIP, DAY, NINE, OldHall, deleted, furnished, only, opened
from tests.support.stored_hall import absence, analysis, footage


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("old") / "data"
    with Store.at(data, clock=lambda: NINE) as store:
        furnished(data, store)
    return data


@pytest.fixture
def old(tmp_path: Path, built: Path) -> Iterator[OldHall]:
    with opened(built, tmp_path / "data") as hall:
        yield hall


def _names_nothing_that_is_gone(old: OldHall) -> bool:
    events = old.store.events.page(EventFilter(), 10)
    return all(old.file(path) for event in events for path in (event.clip, event.poster) if path)


def test_after_a_month_nothing_but_told_changes_and_journals_is_due(old: OldHall) -> None:
    assert deleted(old.later(6.9)) == {}
    assert deleted(old.later(28)) == {"changes": 4}
    assert deleted(old.later(31)) == {"journals": 3}


def test_a_clip_goes_after_its_period_and_its_event_stays(old: OldHall) -> None:
    report = old.later(91)
    assert {"clips": 1, "posters": 1, "signals": 1}.items() <= deleted(report).items()
    assert not old.file(CLIP)
    events = old.store.events.page(EventFilter(), 10)
    assert [(event.clip, event.poster) for event in events] == [(None, None)] * 2
    assert {event.verdict for event in events} == {Verdict.CONFIRMED, Verdict.OPEN}


@pytest.mark.parametrize(("days", "stays"), [(89.9, True), (90.1, False)])
def test_both_sides_of_a_period(old: OldHall, days: float, stays: bool) -> None:
    old.later(days, only(RetentionClass.CLIPS, 90))
    assert old.file(CLIP) is stays


def test_after_years_only_the_site_its_accounts_and_the_audit_log_are_left(old: OldHall) -> None:
    report = old.later(3 * 365)
    assert deleted(report) == {
        "signals": 1, "clips": 1, "posters": 1, "backgrounds": 1, "events": 2, "scores": 1, "reports": 1, "roster": 1,
        "notices": 1, "journals": 3, "sign_in_failures": 1, "changes": 4,
    }  # fmt: skip
    files = {
        path.name for path in old.data.rglob("*") if path.is_file() and "counterwatch.db" not in path.name
    }
    assert files == {"audit-head"}
    with old.store._engine.connect() as raw:
        left = {
            name: raw.execute(text(f"SELECT count(*) FROM {name}")).scalar()
            for name in ("events", "reviews", "recordings", "coverage", "scores", "deductions", "users")
        }
    assert left == {
        "events": 0,
        "reviews": 0,
        "recordings": 0,
        "coverage": 0,
        "scores": 0,
        "deductions": 0,
        "users": 1,
    }


def test_a_dry_run_says_the_same_and_deletes_nothing(old: OldHall) -> None:
    tried = old.later(3 * 365, dry_run=True)
    assert old.file(CLIP)
    assert old.store.audit.page(AuditFilter(action=Action.RETENTION), 10) == []
    done = old.later(3 * 365)
    assert (deleted(tried), tried.bytes) == (deleted(done), done.bytes)
    assert deleted(old.later(3 * 365)) == {}


def test_the_report_is_in_the_audit_log_and_in_a_notice(old: OldHall) -> None:
    old.later(91)
    ends, begins = old.store.audit.page(AuditFilter(action=Action.RETENTION), 10)
    assert begins.subject == "retention begins"
    assert "clips 90 d" in begins.detail
    assert "audit kept" in begins.detail
    assert "clips: 1 (0.0 MB), nothing left" in ends.detail
    (_, notice), *_ = old.store.notices.latest()
    assert (notice.kind, notice.words.zh.startswith("2027-02-22 按保留期限删除")) == ("retention", True)
    assert "clips: 1, the oldest left is of –" in notice.words.en
    old.later(91)
    assert len(old.store.audit.page(AuditFilter(action=Action.RETENTION), 10)) == 2


def test_the_oldest_that_is_left_is_told(old: OldHall) -> None:
    old.store.recordings.save(analysis(absence(200 * DAY), of=footage("f2", NINE + 200 * DAY)), NINE)
    (line,) = [line for line in old.later(401).lines if line.kind is RetentionClass.EVENTS]
    assert (line.deleted, line.oldest_left) == (2, NINE + 200 * DAY)


def test_a_site_keeps_longer_than_the_others(old: OldHall) -> None:
    policy = RetentionPolicy(only(RetentionClass.CLIPS, 30).days, {"north": {RetentionClass.CLIPS: 60}})
    old.later(45, policy)
    assert old.file(CLIP)
    old.later(61, policy)
    assert not old.file(CLIP)


def test_a_site_that_does_not_exist_deletes_nothing(old: OldHall) -> None:
    (old.data / "retention.yaml").write_text("sites: {nroth: {clips: 3}}")
    with pytest.raises(ModelError, match=r"sites\.nroth: there is no such site \(known: north\)"):
        old.later(900)
    assert old.file(CLIP)


def test_a_contested_event_waits_for_its_decision(old: OldHall) -> None:
    wang = old.store.accounts.add("wang", "correct horse", Role.SUPERVISOR, "zh", NINE)
    (event,) = [e for e in old.store.events.page(EventFilter(), 9) if e.event.kind == "absence"]
    old.store.appeals.file(event.id, Filing(wang.id, "", "the post was covered"), NINE)
    assert deleted(old.later(401, only(RetentionClass.EVENTS, 400))) == {"events": 1}
    assert old.store.events.get(event.id) is not None


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", [0, 1, 2, 3])
def test_a_run_killed_between_file_and_row_leaves_nothing_dangling(
    old: OldHall, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    removed = type(old.store.expiry).remove
    calls = iter(range(100))

    def killed(self: object, kind: RetentionClass, keys: list[int]) -> None:
        if next(calls) == moment:
            raise Killed
        removed(self, kind, keys)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(type(old.store.expiry), "remove", killed)
        old.later(3 * 365)
    begun = old.store.audit.page(AuditFilter(action=Action.RETENTION), 10)
    assert [line.subject for line in begun] == ["retention begins"]
    old.later(3 * 365)
    assert _names_nothing_that_is_gone(old)
    assert old.store.events.page(EventFilter(), 10) == []
    assert not any((old.data / "clips").rglob("*.*"))


def test_a_clip_that_no_event_names_goes_with_the_period_of_clips(old: OldHall) -> None:
    stray = old.aged("clips/cam1/20261101T010100Z_left_absence_ffffffffffff.mp4")
    assert deleted(old.later(80, only(RetentionClass.CLIPS, 90))) == {}
    old.later(91, only(RetentionClass.CLIPS, 90))
    assert not stray.exists()


def test_a_clip_that_was_written_today_is_not_taken_while_its_event_is_being_stored(old: OldHall) -> None:
    fresh = old.aged("clips/cam1/20261101T010100Z_left_absence_ffffffffffff.mp4")
    os.utime(fresh, (NINE + 91 * DAY, NINE + 91 * DAY))
    old.later(91, only(RetentionClass.CLIPS, 90))
    assert fresh.exists()


@pytest.mark.parametrize("aim", ["counterwatch.db", "secret", "../outside", "clips", "clips/../secret", ""])
def test_a_row_that_was_changed_deletes_nothing_but_clips(old: OldHall, aim: str) -> None:
    (old.data / "secret").write_text("key")
    (old.data.parent / "outside").write_text("a file of somebody else")
    with old.store._engine.begin() as raw:
        raw.execute(text("UPDATE events SET clip = :aim WHERE clip IS NOT NULL"), {"aim": aim})
    report = old.later(91, only(RetentionClass.CLIPS, 90))
    assert old.file("counterwatch.db")
    assert old.file("secret")
    assert old.file("../outside")
    (note,) = report.notes
    assert "is no clip and stays" in note


def test_a_journal_that_a_live_session_holds_is_left_to_it(old: OldHall) -> None:
    from pipeline.archive.journal import Journal  # noqa: PLC0415

    session = Journal(old.data / "journal" / "cam1" / "looks")
    old.later(31, only(RetentionClass.JOURNALS, 30))
    assert old.file("journal/cam1/looks/00000001.log")
    session.close()
    old.later(31, only(RetentionClass.JOURNALS, 30))
    assert not old.file("journal/cam1/looks/00000001.log")


def test_the_background_of_a_camera_in_use_stays(old: OldHall) -> None:
    used = analysis(absence(60), of=footage("f2", NINE + 300 * DAY))
    old.store.recordings.save(used, NINE)
    assert deleted(old.later(400, only(RetentionClass.BACKGROUNDS, 365))) == {}
    assert deleted(old.later(666, only(RetentionClass.BACKGROUNDS, 365))) == {"backgrounds": 1}


def test_every_night_deletes_what_is_due_and_says_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    founded(data, 1)
    assert night(data, days=1).retention == ""
    (data / "retention.yaml").write_text("days: {signals: 2, clips: 2, posters: 2, events: 2, reports: 2}")
    report = night(data, days=4)
    assert "signals: 2 (" in report.retention
    assert "; retention deleted " in report.line()
    assert not report.failed
    # The day is gone and is not judged again as one on which everything was done right.
    again = night(data, replace_day(FIRST_NIGHT), days=4)
    assert again.days == ()


def replace_day(day: object) -> object:
    from pipeline.nightly.plan import NightlyRequest  # noqa: PLC0415

    return NightlyRequest(since=day, until=day, force=True)  # type: ignore[arg-type]


def test_periods_that_cannot_be_read_stop_no_judging(tmp_path: Path) -> None:
    founded(tmp_path / "data", 1)
    (tmp_path / "data" / "retention.yaml").write_text("days: {clips: 0}")
    report = night(tmp_path / "data", days=1)
    assert [str(day.outcome) for day in report.days] == ["judged", "judged"]
    assert report.failed
    assert report.notes[0].startswith("nothing was deleted: ")
