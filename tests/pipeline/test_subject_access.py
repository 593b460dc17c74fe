"""Wang Fang asks what is stored about her, and later that her name is forgotten."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models import Action, Filing, HeldMatter, HoldScope, ModelError, Role, RosterEntry, What
from models.store import AccountChange, AuditFilter, Deed, Store
from pipeline.subject_access.erasure import ErasureOrder, ErasureReport, erase_person
from pipeline.subject_access.export import export_person
from pipeline.subject_access.naming import PersonName
from tests.support.old_hall import CLIP, MONDAY, NINE, OldHall, furnished, opened

NAMES = ("王芳", "王 芳", "wangfang", "\\u738b\\u82b3")
OTHER = "王芳芳 (7)"


def _lives(old: OldHall) -> None:
    """Her name gets into every corner: an appeal, reasons, the audit log, notices, reports, logs."""
    store = old.store
    wang = store.accounts.add("wangfang", "correct horse", Role.SUPERVISOR, "zh", NINE)
    entry = RosterEntry(MONDAY, What.SHIFT, NINE, NINE + 3600, "right", "morning", OTHER, note="代 王 芳")
    (held,) = store.rosters.entries("north", 0, NINE * 2)
    store.rosters.replace("north", [held, entry], "王芳.csv", NINE)
    store.appeals.file(1, Filing(wang.id, "王芳", "王芳当时在办公室, 王芳芳 (7) 知道"), NINE)
    store.audit.add(Deed("sun", Action.EXPORTED, "person 王芳 (1024)", "before"), NINE)
    store.audit.add(Deed("wangfang", Action.CLIP_VIEWED, "event 1", "clip"), NINE)
    store.audit.add(Deed("sun", Action.EXPORTED, "report", "after"), NINE)
    old.aged("nightly/run-000001.json", json.dumps({"notes": ["王芳 was late"]}).encode())
    old.aged("nightly/nightly.log", "took over from 王芳\n".encode())
    old.aged("reports/north/day/2026-11-23/hall.html", "<p>王芳</p>".encode())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", "<t>王芳</t>" * 50)
    old.aged("reports/north/day/2026-11-23/hall.xlsx", packed.getvalue())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("wang") / "data"
    with Store.at(data) as store:
        _lives(furnished(data, store))
    return data


@pytest.fixture
def old(tmp_path: Path, built: Path) -> Iterator[OldHall]:
    with opened(built, tmp_path / "data") as hall:
        yield hall


ORDER = ErasureOrder("王芳 (1024)", ("wangfang",), "an", "request of 2026-12-01", NINE + 100)


def _erased(old: OldHall, **changes: object) -> ErasureReport:
    return erase_person(old.store, old.data, replace(ORDER, **changes))  # type: ignore[arg-type]


def _found(data: Path, *names: str) -> list[str]:
    """Files in whose bytes, or zipped parts, a name stands: the database with its free pages and its journal too."""
    found = []
    for path in sorted(one for one in data.rglob("*") if one.is_file()):
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                contents += [parts.read(part) for part in parts.namelist()]
        text = [
            content.replace("王芳芳".encode(), b"").replace(b"\\u738b\\u82b3\\u82b3", b"")
            for content in contents
        ]
        if any(name.encode() in content for name in names for content in text):
            found.append(str(path.relative_to(data)))
    return found


def test_her_name_is_found_before(old: OldHall) -> None:
    assert len(_found(old.data, *NAMES)) >= 5


def test_after_the_erasure_no_byte_of_the_folder_has_her_name(old: OldHall) -> None:
    report = _erased(old)
    assert report.left == ()
    old.store.close()
    assert _found(old.data, *NAMES) == []


def test_her_colleague_of_a_longer_name_stays_and_scores_stay(old: OldHall) -> None:
    report = _erased(old)
    people = [entry.person for entry in old.store.rosters.entries("north", 0, NINE * 2)]
    assert people == [report.pseudonym, OTHER]
    (appeal,) = old.store.appeals.of(1)
    assert (appeal.person, appeal.filed_by) == (report.pseudonym, report.pseudonym)
    assert appeal.reason == f"{report.pseudonym}当时在办公室, 王芳芳 (7) 知道"
    assert old.store.scores.get(1, MONDAY) is not None
    assert old.store.events.get(1) is not None
    assert not old.file(CLIP)
    assert "appeals.reason of 1" in report.to_read


def test_her_account_is_closed_for_good(old: OldHall) -> None:
    report = _erased(old)
    user = old.store.accounts.named(report.pseudonym)
    assert user is not None
    assert not user.active
    assert old.store.accounts.named("wangfang") is None


def test_clerks_accounts_that_are_bound_to_her_are_closed_whatever_they_are_called(old: OldHall) -> None:
    for name in ("window-left", "window-spare"):
        clerk = old.store.accounts.add(name, "correct horse", Role.CLERK, "zh", NINE)
        old.store.accounts.change(clerk.id, AccountChange(person="王 芳"))
    other = old.store.accounts.add("colleague", "correct horse", Role.CLERK, "zh", NINE)
    old.store.accounts.change(other.id, AccountChange(person=OTHER))
    (*_, account) = export_person(old.store, "王芳 (1024)").sections["account"]
    assert (account["name"], account["person"]) == ("window-spare", "王芳")
    report = _erased(old)
    assert report.left == ()
    left = [(one.active, one.person) for one in old.store.accounts.all() if one.role is Role.CLERK]
    assert sorted(left) == [(False, ""), (False, ""), (True, OTHER)]
    assert {one.name for one in old.store.accounts.all() if one.active} == {"sun", "colleague"}
    old.store.close()
    assert _found(old.data, *NAMES, "window-left", "window-spare") == []


def test_the_audit_log_is_whole_and_tells_that_it_was_chained_anew(old: OldHall) -> None:
    before = old.store.audit.head()
    assert before is not None
    report = _erased(old)
    check = old.store.audit.check()
    assert check.fault is None
    (line,) = old.store.audit.page(AuditFilter(action=Action.PERSON_ERASED), 9)
    assert (line.user, line.subject) == ("an", report.pseudonym)
    assert f"the head before was line {before.id} {before.hash}" in line.detail
    users = {entry.user for entry in old.store.audit.page(AuditFilter(), 99)}
    assert {report.pseudonym, "sun", "an"} <= users


def test_a_dry_run_says_where_the_name_is_and_changes_nothing(old: OldHall) -> None:
    head = old.store.audit.head()
    tried = _erased(old, dry_run=True)
    assert (tried.clips, old.file(CLIP), old.store.audit.head()) == (2, True, head)
    done = _erased(old)
    assert (tried.replaced, tried.files, tried.clips) == (done.replaced, done.files, done.clips)
    assert {"roster", "appeals", "users", "audit"} <= set(done.replaced)


def test_a_hold_on_her_stops_the_erasure_and_one_on_an_event_keeps_it(old: OldHall) -> None:
    hold = old.store.holds.place(HeldMatter(HoldScope.PERSON, person="王芳"), "dispute", "wu", NINE)
    with pytest.raises(ModelError, match=r"hold 1 is on this person \(dispute\): nothing was erased"):
        _erased(old)
    assert old.file(CLIP)
    old.store.holds.lift(hold.id, "settled", "wu", NINE)
    event = HeldMatter(HoldScope.EVENT, "north", 1, NINE + 60, NINE + 300, event_id=1)
    old.store.holds.place(event, "dispute", "wu", NINE)
    report = _erased(old)
    assert old.file(CLIP)
    assert "clip of event 1" in report.held
    assert "appeals.reason of 1" in report.held
    assert report.left == ()


@pytest.mark.parametrize("name", ["", " ", "a", "99999", "\u200b"])
def test_a_name_that_is_none_is_refused(old: OldHall, name: str) -> None:
    with pytest.raises(ModelError):
        _erased(old, name=name, accounts=())


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("王芳 (1024)", "P"),
        ("王 芳", "P"),
        ("与王芳交接", "与P交接"),
        ("王芳芳 (7)", "王芳芳 (7)"),
        ("Li Wei was late", "P was late"),
        ("LI  WEI", "P"),
        ("Li Weiming", "Li Weiming"),
        ("kept", "kept"),
    ],
)
def test_a_name_is_replaced_as_a_whole(text: str, after: str) -> None:
    people = ["王芳 (1024)", OTHER, "Li Wei", "Li Weiming"]
    for asked in ("王芳", "Li Wei"):
        text = PersonName.among(asked, people).replaced(text, "P")
    assert text == after


def test_the_export_has_everything_in_three_forms(old: OldHall) -> None:
    made = export_person(old.store, "王芳", ("wangfang",))
    counts = {section: len(rows) for section, rows in made.sections.items()}
    assert counts == {
        "roster": 2, "events": 1, "clips": 1, "reviews": 2, "scores": 1, "appeals": 1, "account": 1, "audit": 2,
    }  # fmt: skip
    for language, heading in (("zh", "关于 王芳 的全部数据"), ("en", "Everything stored about 王芳")):
        with zipfile.ZipFile(io.BytesIO(made.archive(language))) as parts:
            assert heading in parts.read("index.html").decode()
            assert json.loads(parts.read("data.json"))["appeals"][0]["person"] == "王芳"
            assert parts.read("appeals.csv").decode("utf-8-sig").startswith("id,event,filed_by,person,reason")


def test_texts_of_people_are_no_code_in_the_export(old: OldHall) -> None:
    old.store.audit.add(Deed("wangfang", Action.EXPORTED, "<script>", "=1+1"), NINE)
    made = export_person(old.store, "王芳", ("wangfang",))
    with zipfile.ZipFile(io.BytesIO(made.archive("en"))) as parts:
        assert "<script>" not in parts.read("index.html").decode()
        assert "'=1+1" in parts.read("audit.csv").decode()
