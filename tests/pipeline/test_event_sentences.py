"""The sentence of an event, in both languages, on the site's clock."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from models import Event, Scalar
from models.norms import load_catalogue, load_profile
from pipeline.phrasing.sentences import sentence, sentences, touched

ZONE = ZoneInfo("Asia/Shanghai")
AT = dt.datetime(2026, 11, 23, 9, 31, 12, tzinfo=ZONE).timestamp()
POWER = load_profile("power")
DEPARTED = {"stayed_s": 120.0, "queue_s": 90.0, "noticed_after_s": 7.0}


def event(kind: str, seconds: float = 0, **says: Scalar) -> Event:
    return Event("hall", "1", kind, AT, AT + seconds, 0.9, says)


def measured(kind: str, seconds: float = 0, **figures: Scalar) -> Event:
    return Event("hall", "1", kind, AT, AT + seconds, 0.9, evidence=figures)


@pytest.mark.parametrize(
    ("what", "en", "zh"),
    [
        (
            measured("no_stand_greeting", seated_until_s=28.0),
            "customer at the window 09:31:12, staff seated until 09:31:40: not met standing within 5 s; "
            "clause P3, R3",
            "09:31:12 客户到窗口，员工坐到 09:31:40：5 秒内未起身迎接；条款 P3、R3",
        ),
        (
            event("no_stand_greeting"),
            "customer at the window 09:31:12, staff not seen to rise: not met standing within 5 s; "
            "clause P3, R3",
            "09:31:12 客户到窗口，未见员工起身：5 秒内未起身迎接；条款 P3、R3",
        ),
        (
            Event("hall", "1", "absence", AT, AT + 250, 0.9, {"unattended": True}, {"customer_s": 20.0}),
            "nobody at the post 09:31:12 to 09:35:22, 4 min 10 s (counted from 30 s on), "
            "a customer at the window for 20 s of it; clause R1",
            "09:31:12 至 09:35:22 空岗，共 4 分 10 秒（满 30 秒即计），其间窗口有客户 20 秒；条款 R1",
        ),
        (
            event("unattended_customer", 45.25),
            "customer at the window 09:31:12 to 09:31:57 and nobody at the post, 45.2 s "
            "(counted from 30 s on); clause R1, M4",
            "09:31:12 至 09:31:57 客户在窗口而无人在岗，共 45.2 秒（满 30 秒即计）；条款 R1、M4",
        ),
        (
            event("slouching", 3900),
            "slouching 09:31:12 to 10:36:12, 1 h 5 min (counted from 20 s on); clause R4",
            "09:31:12 至 10:36:12 弓背，共 1 小时 5 分（满 20 秒即计）；条款 R4",
        ),
        (
            event("arrival", stood=True, latency_s=2.13),
            "customer at the window 09:31:12, met standing after 2.1 s",
            "09:31:12 客户到窗口，员工 2.1 秒后起身迎接",
        ),
        (
            event("arrival", stood=True, latency_s=-1.0),
            "customer at the window 09:31:12, met standing",
            "09:31:12 客户到窗口，员工已起身迎接",
        ),
        (
            event("arrival", stood=False),
            "customer at the window 09:31:12, not met standing",
            "09:31:12 客户到窗口，未起身迎接",
        ),
        (event("departure"), "customer left the window 09:31:12", "09:31:12 客户离开"),
        (
            measured("departure", stayed_s=95.0),
            "customer left the window 09:31:12 after 1 min 35 s",
            "09:31:12 客户离开，停留 1 分 35 秒",
        ),
        (
            measured("slouching", 30, trunk_deg=27.6),
            "slouching 09:31:12 to 09:31:42, 30 s (counted from 20 s on), "
            "trunk 28 degrees forward; clause R4",
            "09:31:12 至 09:31:42 弓背，共 30 秒（满 20 秒即计），上身前倾 28 度；条款 R4",
        ),
        (
            measured("leaning_back", 30, trunk_deg=-18.2),
            "leaning back 09:31:12 to 09:31:42, 30 s (counted from 20 s on), "
            "trunk 18 degrees back; clause R4",
            "09:31:12 至 09:31:42 后仰，共 30 秒（满 20 秒即计），上身后仰 18 度；条款 R4",
        ),
        (
            event("camera_blind", 120),
            "camera blind 09:31:12 to 09:33:12, 2 min: nothing is judged in this time",
            "09:31:12 至 09:33:12 画面不可用，共 2 分：这段时间不作判定",
        ),
        (
            Event("hall", "1", "waiting_while_busy", AT, AT + 40, 0.4, {"reason": "aside"}),
            "somebody waits 09:31:12 to 09:31:52 and staff is turned away, with a colleague at the post, 40 s "
            "(counted from 15 s on); clause R5",
            "09:31:12 至 09:31:52 客户等候而员工转身，身边有同事，共 40 秒（满 15 秒即计）；条款 R5",
        ),
        (
            Event("hall", "1", "waiting_while_busy", AT, AT + 90, 0.4, {"reason": "idle"}),
            "somebody waits 09:31:12 to 09:32:42 and staff is behind a free window, 1 min 30 s "
            "(counted from 1 min on); clause R5",
            "09:31:12 至 09:32:42 客户等候而员工窗口空着，共 1 分 30 秒（满 1 分即计）；条款 R5",
        ),
        (
            measured(
                "long_queue", 300, people=6, threshold_people=5.0, closed_windows="2, 3", excused_windows="4"
            ),
            "long queue with closed windows 09:31:12 to 09:36:12, 5 min, mostly 6 people "
            "(counted from 5 for 3 min on), closed: 2, 3, closed as the roster allows: 4",
            "09:31:12 至 09:36:12 排长队而窗口关闭，共 5 分，通常 6 人等候（5 人满 3 分即计），"
            "窗口 2, 3 无人，窗口 4 按排班可以不开",
        ),
        (
            measured("queue_held_up", 360, service_s=900.0),
            "long service while others wait 09:31:12 to 09:37:12, 6 min (counted from 5 min on), "
            "one customer being served for 15 min",
            "09:31:12 至 09:37:12 一人久办而他人等候，共 6 分（满 5 分即计），窗口客户办理 15 分",
        ),
        (
            measured("thrown_handover", speed_m_s=2.6, threshold_m_s=2.0),
            "thing thrown to the customer at 09:31:12, a hand at 2.6 m/s (asked about from 2 m/s on)",
            "09:31:12 抛掷物品，手速每秒 2.6 米（每秒 2 米起提示）",
        ),
        (
            Event("hall", "1", "departure", AT, AT, 0.9, {"faced_share": 0.8}, DEPARTED),
            "customer left the window 09:31:12 after 2 min, people had queued for 1 min 30 s, "
            "looked at after 7 s, faced for 80% of it",
            "09:31:12 客户离开，停留 2 分，此前已有人等候 1 分 30 秒，7 秒后员工看向客户，80% 的时间面向客户",
        ),
        (
            event("idle_time", 310, minutes=5, upright_minutes=3),
            "nobody at the window 09:31:12 to 09:36:22, 5 min 10 s, upright for 3 of the 5 minutes seen",
            "09:31:12 至 09:36:22 空闲时段，共 5 分 10 秒，看到的 5 分钟中 3 分钟姿态端正",
        ),
        (
            event("badge_time", 310, minutes=5, badge_minutes=3),
            "looked for a badge 09:31:12 to 09:36:22, 5 min 10 s, one seen in 3 of the 5 minutes in which the chest "
            "was seen",
            "09:31:12 至 09:36:22 工牌可见时段，共 5 分 10 秒，看清胸前的 5 分钟中 3 分钟见到工牌",
        ),
        (
            measured("off_uniform", 700, uniform_share=0.25),
            "clothes differ from the uniform 09:31:12 to 09:42:52, 11 min 40 s, "
            "the detection model saw the uniform in 25% of its looks",
            "09:31:12 至 09:42:52 着装与基准不符，共 11 分 40 秒，检测模型在 25% 的观察中见到制服",
        ),
        (
            measured("no_nod_greeting", within_s=8.0),
            "not greeted with a nod at 09:31:12 (looked for in the 8 s after); clause R3",
            "09:31:12 未点头致意（看了后 8 秒）；条款 R3",
        ),
        (
            measured("no_farewell", before_s=5.0, after_s=5.0),
            "customer not seen off at 09:31:12 (looked for in the 5 s before and 5 s after)",
            "09:31:12 客户离开未送别（看了前 5 秒、后 5 秒）",
        ),
        (
            measured("sat_before_customer", customer_sat_after_s=1.4),
            "sat down before the customer at 09:31:12, who sat down 1.4 s later",
            "09:31:12 先于客户落座，客户 1.4 秒后才坐下",
        ),
        (
            event("juggling_pens", 3),
            "juggling pens 09:31:12 to 09:31:15, 3 s",
            "09:31:12 至 09:31:15 juggling pens，共 3 秒",
        ),
    ],
)
def test_an_event_says_what_happened(what: Event, en: str, zh: str) -> None:
    assert sentence(what, POWER, ZONE, "en") == en
    assert sentence(what, POWER, ZONE, "zh") == zh


def test_an_absence_over_midnight_names_the_day_it_ends() -> None:
    assert "23:50:00 to 2026-11-24 00:10:00" in sentence(
        Event("hall", "1", "absence", AT + 51528, AT + 51528 + 1200, 0.9), POWER, ZONE, "en"
    )


def test_an_arrival_whose_staff_nobody_could_see_says_nothing_of_them() -> None:
    assert sentence(event("arrival"), POWER, ZONE, "en") == "customer at the window 09:31:12"
    nothing = measured("no_stand_greeting", seated_until_s=float("nan"))
    assert "not seen to rise" in sentence(nothing, POWER, ZONE, "en")


@pytest.mark.parametrize("kind", sorted(load_catalogue().kinds))
@pytest.mark.parametrize("seconds", [0, 59.97, 61.5])
def test_every_kind_has_a_sentence_in_both_languages(kind: str, seconds: float) -> None:
    said = sentences(event(kind, seconds), load_profile("evaluation"), ZONE)
    assert "09:31:12" in said.en
    assert "09:31:12" in said.zh
    assert not re.search(r"[一-鿿]|nan|None|_", said.en)
    assert re.search(r"[一-鿿]", said.zh)


def test_the_clause_that_is_charged_comes_first() -> None:
    assert touched("slouching", load_profile("telecom")) == ("C1", "R4", "C3")
    assert touched("slouching", load_profile("water")) == ("W2", "R4")
    assert touched("juggling_pens", POWER) == ()
