"""The words of rosters: names of columns and sorts of lines, in English, Chinese and Japanese."""

import re
from collections.abc import Mapping

from models import What, tidied

COLUMNS = ("what", "day", "until", "counter", "shift", "person", "start", "end", "seat", "note")
NEEDED = ("what", "day")
UNREAD = ""
"""The name of a column whose content follows from the others: a running number, the day of the week."""

_HEADINGS: Mapping[str, str] = {
    "what": "类别 类型 類別 類型 種別 区分 kind type",
    "day": "日期 排班日期 值班日期 开始日期 開始日期 日付 date",
    "until": "截止日期 结束日期 結束日期 終了日",
    "counter": "窗口 窗口号 柜台 櫃檯 櫃台 視窗 窗口號 窓口 カウンター window",
    "shift": "班次 班别 班別 シフト",
    "person": "人员 姓名 员工 人員 員工 氏名 担当者 name",
    "number": "工号 工號 员工编号 員工編號 社員番号",
    "start": "开始 开始时间 上班时间 開始 開始時間 上班時間 開始時刻 from",
    "end": "结束 结束时间 下班时间 結束 結束時間 下班時間 終了 終了時刻 to",
    "seat": "座位 席",
    "note": "备注 说明 備註 備考 說明 remark remarks notes",
    UNREAD: "序号 序號 星期 周几 曜日 weekday",
}  # fmt: skip
_KINDS: Mapping[What, str] = {
    What.SHIFT: "班次 上班 值班 勤務 シフト",
    What.BREAK: "休息 午休 休憩",
    What.LEAVE: "请假 休假 請假 休暇",
    What.COVER: "代班 顶岗 頂班 頂崗 代理 交代",
    What.HOLIDAY: "节假日 节日 假日 節假日 祝日",
}
_RESTS = "休 休息 公休 轮休 輪休 例休 补休 補休 调休 調休 周休 休日 休み 无 無 off rest"
_LEAVES = "假 请假 請假 年假 年休 年休假 事假 病假 产假 產假 婚假 丧假 喪假 陪产假 特休 休假 有給 有休 leave sick al sl"
_BY_HEADING = {name: name for name in COLUMNS} | {
    word: name for name, words in _HEADINGS.items() for word in words.split()
}
_BY_WORD = {what.value: what for what in What} | {
    word: what for what, words in _KINDS.items() for word in words.split()
}
_PARTS = re.compile(r" ?/ ?| |(?<=[^\x00-\x7f])(?=[a-z])")
_HINT = re.compile(r"[*:]|\(.*\)")


def column_of(said: object) -> str | None:
    """Our name of a column by its heading; `UNREAD` for one that says nothing new, None for an unknown heading.

    Width, spaces, a star, a colon and a remark in brackets do not matter: `开 始 (时:分)` is `start`. Nor does a second
    language: `日期 / Date` is `day`.
    """
    heading = _HINT.sub("", tidied(str(said))).strip().casefold()
    parts = {_BY_HEADING.get(part) for part in _PARTS.split(heading)}
    return _BY_HEADING.get(heading, parts.pop() if len(parts) == 1 else None)


def is_rest(code: str) -> bool:
    """Whether a cell of a grid roster says that somebody has a day off, as every week has some."""
    return tidied(code).casefold() in _RESTS.split()


def is_leave(code: str) -> bool:
    """Whether a cell of a grid roster says that somebody has leave."""
    return tidied(code).casefold() in _LEAVES.split()


def kind_of_line(said: str) -> What | None:
    """The sort of line that a word stands for; None for an unknown word."""
    return _BY_WORD.get(tidied(said).casefold())
