"""What people read on the pages: one name for one thing, figures with units, times on the clock of the site."""

import ast
import datetime as dt
import math
import re
from pathlib import Path

import pytest

import dashboard
from api.permissions import ALLOWED
from dashboard.components.day_timeline import intersect, subtract
from dashboard.components.evidence_table import evidence_rows
from dashboard.components.review_data import TEXTS
from dashboard.components.time_strip import gradient, mark_rows, tick_times
from dashboard.formatting import Formatter, day_bounds
from dashboard.pages.clause_history import rule_name
from dashboard.session import preferred, safe_path
from dashboard.texts import GROUPS, PageTexts
from models import (
    Action,
    Decision,
    Met,
    Outcome,
    SealState,
    Verdict,
    events,
    inspections,
    quality_audits,
    records,
    words,
)
from models.norms import load_catalogue
from models.norms.labels import GROUPS as LABELS
from models.norms.labels import labels
from models.texts import catalogue
from models.texts.catalogue import has, texts
from tests.support.dashboard_hall import NINE

HERE = Path(dashboard.__file__).parent
EN, ZH = Formatter(PageTexts("en")), Formatter(PageTexts("zh"))


def test_every_text_that_the_pages_ask_for_exists() -> None:
    """Keys that are put together from data are covered by the tests of their groups."""
    asked = set()
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked |= set(re.findall(r"^(?:[a-z]+\.)+[a-z.]+$", node.value))
    groups = {key.split(".")[0] for key in texts("en")}
    ours = {
        key for key in asked if key.split(".")[0] in groups and not key.startswith(("api.", "dashboard."))
    }
    assert len(ours) > 100
    assert [key for key in sorted(ours) if not has(key) and not key.endswith(".")] == []


def test_the_script_of_the_review_page_is_given_every_text_that_it_asks_for() -> None:
    """Texts are between quotes or backquotes; a part in ${} stands for a name of the data."""
    files = {path.name: path.read_text("utf-8") for path in (HERE / "static" / "desk").glob("*.js")}
    asked = {
        key for text in files.values() for key in re.findall(r"[\"`]((?:[a-z_]+\.)+[a-z_.]+)[\"`]", text)
    }
    known = {key for key in asked if key.split(".")[0] in TEXTS}
    assert len(known) > 60
    assert [key for key in sorted(known) if not has(key)] == []
    assert {name for name, text in files.items() if re.search(r"[\u4e00-\u9fff]", text)} == set()


def test_what_the_api_has_a_name_for_is_not_named_a_second_time() -> None:
    """A clerk must not read 空岗 in one place and 离岗 in another. A unit in a name is for spreadsheets."""
    twice = {
        f"{group}.{key}"
        for group, name in GROUPS.items()
        if name in LABELS
        for key in labels(name)
        if f"{group}.{key}" in texts("en")
    }
    assert twice == {"figure.latency_s"}


def test_names_begin_with_a_capital_where_they_stand_alone() -> None:
    names = {
        "kinds": {"absence": {"zh": "空岗", "en": "nobody at the post"}},
        "severities": {"warning": {"zh": "提醒", "en": "warning"}},
    }
    english, chinese = PageTexts("en", names), PageTexts("zh", names)
    assert (english.named("kind", "absence"), chinese.named("kind", "absence")) == (
        "Nobody at the post",
        "空岗",
    )
    assert english.named("severity", "warning") == "warning"


def test_why_an_empty_post_is_excused_is_said_in_the_readers_language() -> None:
    names = {"excuses": {"leave": {"zh": "已批准的请假", "en": "approved leave"}}}
    (row,) = evidence_rows({"excuse": "leave"}, Formatter(PageTexts("zh", names)))
    assert (row.name, row.measured) == ("免责原因", "已批准的请假")


def test_every_word_that_data_can_bring_has_a_name() -> None:
    keys = [f"threshold.{name}" for name in load_catalogue().number_names]
    keys += [f"action.{action}" for action in Action]
    refused = [state for state in SealState if not state.serves]
    keys += [f"event.clip.{state}{part}" for state in refused for part in ("", ".why")]
    keys += [f"quality.outcome.{outcome}" for outcome in Outcome]
    keys += [f"quality.checked.{met}" for met in Met]
    keys += [f"decision.{decision}" for decision in Decision]
    keys += [f"verdict.saved.{decision}" for decision in Decision if decision.of_reviewer]
    assert [key for key in keys if not has(key)] == []
    assert [verdict for verdict in Verdict if verdict not in labels("verdicts")] == []
    assert [role for role in ALLOWED if role not in labels("roles")] == []


def test_a_kind_that_nobody_has_named_yet_still_reads() -> None:
    assert PageTexts("zh").named("kind", "juggling_pens") == "juggling pens"


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0 秒"),
        (36.44, "36.4 s", "36.4 秒"),
        (59.97, "1 min", "1 分"),
        (240, "4 min", "4 分"),
        (655, "10 min 55 s", "10 分 55 秒"),
        (3599.6, "1 h", "1 小时"),
        (7380, "2 h 3 min", "2 小时 3 分"),
        (math.nan, "–", "–"),
    ],
)
def test_durations_are_as_exact_as_people_read_them(seconds: float, english: str, chinese: str) -> None:
    assert (EN.seconds(seconds), ZH.seconds(seconds)) == (english, chinese)


def test_a_probability_is_shown_in_percent() -> None:
    (row,) = evidence_rows({"probability": 0.872}, EN)
    assert (row.name, row.measured) == ("Probability of the posture", "87%")


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0%"), (0.001, "1%"), (0.424, "42%"), (0.999, "99%"), (1.0, "100%"), (None, "–")],
)
def test_a_share_is_never_rounded_to_everything_or_to_nothing(share: float | None, shown: str) -> None:
    assert EN.percent(share) == shown


def test_a_day_is_the_sites_day_also_where_clocks_change() -> None:
    start, end = day_bounds(dt.date(2026, 11, 23), "Asia/Shanghai")
    assert (start, end - start) == (1_795_363_200.0, 24 * 3600)
    start, end = day_bounds(dt.date(2026, 3, 29), "Europe/Berlin")
    assert end - start == 23 * 3600


def test_dates_are_written_as_the_reader_writes_them() -> None:
    day = dt.date(2026, 11, 23)
    assert (EN.day(day), ZH.day(day)) == ("Mon 23 Nov 2026", "2026年11月23日 周一")
    assert (EN.capitalized("head on"), EN.capitalized("员工"), EN.capitalized("")) == ("Head on", "员工", "")


def test_every_figure_stands_beside_the_threshold_it_was_held_against() -> None:
    rows = evidence_rows({"seconds": 36.4, "threshold_s": 20.0, "trunk_deg": 27.3, "seen_share": None}, EN)
    assert [(row.name, row.measured, row.threshold) for row in rows] == [
        ("Duration", "36.4 s", "20 s"),
        ("Trunk inclination, median", "27.3°", "–"),
        ("Observed share", "not measurable", "–"),
    ]
    rows = evidence_rows({"within_s": 5.0, "before_s": 5.0, "seated_until_s": 28.4}, EN)
    assert [(row.measured, row.threshold) for row in rows] == [("28.4 s", "5 s"), ("–", "5 s")]


def test_every_limit_of_an_event_stands_beside_the_figure_that_it_limits() -> None:
    evidence = {"seconds": 22.0, "threshold_s": 20.0, "trunk_deg": 27.3, "threshold_deg": 20.0}
    assert [(row.measured, row.threshold) for row in evidence_rows(evidence, EN)] == [
        ("22 s", "20 s"),
        ("27.3°", "20°"),
    ]
    (row,) = evidence_rows({"hand_m": 0.18, "threshold_m": 0.24}, EN)
    assert (row.name, row.measured, row.threshold) == ("Hand distance (m)", "0.18", "0.24")


def test_a_figure_that_nobody_has_named_yet_keeps_its_unit() -> None:
    (row,) = evidence_rows({"elbow_deg": 12.25}, EN)
    assert (row.name, row.measured) == ("elbow", "12.2°")
    (row,) = evidence_rows({"throw_m_s": 2.0}, EN)
    assert (row.name, row.threshold) == ("Hand speed of a throw", "2 m/s")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("de,zh;q=0.5,en;q=0.3", "zh"),
        ("de", "en"),
        ("en;q=0,zh;q=0.1", "zh"),
        ("zh;q=nonsense", "en"),
        ("", "en"),
    ],
)
def test_the_browsers_language_is_taken_where_we_speak_it(header: str, language: str) -> None:
    assert preferred(header) == language


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/scores?day=2026-11-23", "/scores?day=2026-11-23"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_only_paths_of_this_site_are_followed(wanted: str, taken: str) -> None:
    assert safe_path(wanted) == taken


def test_a_short_span_stays_visible_on_a_long_day() -> None:
    painted = gradient([(36_000.0, 36_005.0)], "red", (0.0, 86_400.0))
    left, right = (float(x) for x in re.findall(r"red ([\d.]+)%", painted))
    assert right - left >= 0.2
    assert gradient([], "red", (0.0, 1.0)) == ""
    assert gradient([(10.0, 20.0)], "red", (100.0, 200.0)) == ""


def test_what_is_unknown_is_cut_out_of_what_is_known() -> None:
    assert subtract([(0, 10), (20, 30)], [(2, 4), (8, 22)]) == [(0, 2), (4, 8), (22, 30)]
    assert subtract([(0, 10)], []) == [(0, 10)]
    assert subtract([(0, 10)], [(-5, 15)]) == []
    assert intersect([(0, 10), (20, 30)], [(5, 25)]) == [(5, 10), (20, 25)]


def test_marks_that_would_cover_each_other_stand_below_each_other() -> None:
    assert mark_rows([0, 50, 50.2, 50.4, 50.6, 90]) == [0, 0, 1, 2, 2, 0]


def test_the_hours_under_the_strips_are_round() -> None:
    assert [at % 3600 for at in tick_times((NINE + 100, NINE + 6 * 3600))] == [0, 0, 0, 0, 0]
    assert len(tick_times((0, 86400))) == 7
    assert tick_times((NINE, NINE + 60))[0] == NINE + 10


def test_the_pages_reach_the_data_by_the_api_alone() -> None:
    """Of the models they use the records and events that the API's answers are made of, and the texts."""
    allowed = {"api.schemas", "models", "models.texts", "models.texts.catalogue"}
    offered = {
        *vars(events),
        *vars(records),
        *vars(words),
        *vars(quality_audits),
        *vars(inspections),
        *vars(catalogue),
    }
    for path in HERE.rglob("*.py"):
        if path.name == "server.py":  # puts API and pages into one process; no page
            continue
        tree = ast.parse(path.read_text("utf-8"))
        froms = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        taken = {n.module or "" for n in froms}
        taken |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        ours = {name for name in taken if name.split(".")[0] in ("api", "models", "pipeline", "vision")}
        assert ours <= allowed, path.name
        assert {a.name for n in froms if n.module == "models" for a in n.names} <= offered, path.name


def test_text_from_data_is_never_html() -> None:
    for path in HERE.rglob("*.py"):
        source = path.read_text("utf-8")
        assert "ui.html(" not in source, path.name
        assert "innerHTML" not in source, path.name
        assert "v-html" not in source, path.name


def test_a_learned_line_among_the_rules_of_a_clause_is_named_by_event_and_counter() -> None:
    t = PageTexts("en", {"kinds": {kind: words.model_dump() for kind, words in labels("kinds").items()}})
    assert rule_name(t, "learned.phone") == "Phone in use · line learned from verdicts"
    assert rule_name(t, "learned.phone@W1.b") == "Phone in use · W1.b · line learned from verdicts"
    assert rule_name(t, "charges.phone.points") == "Phone in use · points"
