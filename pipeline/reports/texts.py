"""The words of reports in Chinese and English; names of kinds, statuses and the like come with the norms."""

from collections.abc import Mapping

from models.norms.labels import label
from models.words import Words
from pipeline.reports.content import ReportEntry


def say(key: str, language: str, **figures: object) -> str:
    """The words of a key with its figures put in; raises KeyError for a key that nobody wrote."""
    return SAID[key].of(language).format(**figures)


def outcome(entry: ReportEntry, language: str) -> str:
    """What became of an event under its clause."""
    if entry.why is None:
        return say("charged", language)
    return say("no clause" if entry.clause is None else f"why {entry.why.value.replace('_', ' ')}", language)


def verdict(entry: ReportEntry, language: str) -> str:
    """What people decided about the event; empty when it is no longer kept."""
    return label("verdicts", entry.stored.verdict.value).of(language) if entry.stored else ""


def _words(**said: tuple[str, str]) -> dict[str, Words]:
    return {key.replace("_", " "): Words(zh=zh, en=en) for key, (zh, en) in said.items()}


SAID: Mapping[str, Words] = _words(
    # what it is
    title_day=("服务日报", "Daily service report"),
    title_week=("服务周报", "Weekly service report"),
    title_month=("服务月报", "Monthly service report"),
    before_day=("比前一日", "on the day before"),
    before_week=("比上周", "on the week before"),
    before_month=("比上月", "on the month before"),
    made=("制表 {at}", "Made {at}"),
    final=("最终", "Final"),
    provisional=("暂定", "Provisional"),
    provisional_why=(
        "暂定：未复核的事件仍可能改变得分。",
        "Provisional: events that nobody reviewed yet may still change the scores.",
    ),
    profile=("规范", "Norms"),
    profiles_differ=(
        "本期得分由不同版本的规范得出，不能直接比较。",
        "Different norms made the scores of this period: they do not compare.",
    ),
    smile=(
        "本厅开启了微笑测量：只测量嘴部几何，不推断情绪；"
        "许多地方的法律禁止在工作场所推断情绪（欧盟《人工智能法》第 5(1)(f) 条）。依据：{basis}",
        "This hall has smiles measured: the geometry of mouths, no emotion inferred; many laws forbid inferring "
        "emotions at work (EU AI Act, Art. 5(1)(f)). By what right: {basis}",
    ),
    nothing=(
        "本期没有任何评分：没有录像，或夜间任务尚未运行。",
        "Nothing was scored in this period: there are no recordings, or the nightly run has not come to them yet.",
    ),
    # sheets and chapters
    overview=("总览", "Overview"),
    days=("逐日", "Days"),
    rates=("比率", "Rates"),
    clauses=("条款", "Clauses"),
    events=("事件", "Events"),
    deductions=("扣分", "Deductions"),
    coverage=("覆盖率", "Coverage"),
    praise=("做得好的", "Well done"),
    counters=("各柜台", "Counters"),
    day_grid=("逐日得分", "Points by day"),
    trend=("全厅每日得分", "The hall by day"),
    timeline=("这一天", "The day"),
    cost=("扣分去向", "Where points went"),
    every_clause=("全部条款及判定方式", "Every clause, and who judges it"),
    unseen=("没有看到的时间", "What was not seen"),
    reading=("如何阅读", "How to read this"),
    # columns
    hall=("全厅", "Whole hall"),
    counter=("柜台", "Counter"),
    key=("柜台编号", "Counter key"),
    day=("日期", "Day"),
    points=("得分", "Points"),
    gained=("变化", "Change"),
    seen_share=("覆盖率", "Observed"),
    seen=("观察到（秒）", "Observed (s)"),
    expected=("应观察（秒）", "Expected (s)"),
    scored=("已评分天数", "Days scored"),
    unscored=("未评分天数", "Days without a score"),
    taken=("扣分合计", "Points taken"),
    times=("扣分次数", "Deductions"),
    open=("待复核", "To be reviewed"),
    state=("状态", "State"),
    norms=("规范", "Norms"),
    hash=("规范指纹", "Norms hash"),
    rate=("比率", "Rate"),
    met=("达到", "Met"),
    of=("机会", "Of"),
    share=("比例", "Share"),
    low=("95% 区间下限", "95 % interval from"),
    high=("95% 区间上限", "95 % interval to"),
    clause=("条款", "Clause"),
    document=("文件", "Document"),
    article=("条文", "Article"),
    wording=("内容", "Wording"),
    judged=("判定方式", "Judged"),
    status=("本期情况", "In this period"),
    tally=("柜台·日数", "Counter-days"),
    occurrences=("事件数", "Events"),
    seconds=("时长（秒）", "Seconds"),
    observed=("可判定的柜台·日", "Counter-days observed"),
    broken=("有扣分的柜台·日", "Counter-days with points taken"),
    unjudged=("尚无人查看", "Not looked for"),
    kind=("事件", "Event"),
    start=("开始", "Start"),
    end=("结束", "End"),
    length=("时长（秒）", "Seconds"),
    full=("应扣", "Points without limit"),
    severity=("级别", "Severity"),
    outcome=("处理", "Outcome"),
    verdict=("复核", "Review"),
    sentence=("说明", "What happened"),
    camera=("摄像机", "Camera"),
    event=("事件号", "Event id"),
    took=("扣分", "Points taken"),
    start_utc=("开始（UTC 秒）", "Start (UTC s)"),
    end_utc=("结束（UTC 秒）", "End (UTC s)"),
    hall_key=("大厅编号", "Hall key"),
    subject=("对象", "Who"),
    praised=("表扬", "Well done"),
    lost=("{reason}（秒）", "{reason} (s)"),
    # what became of an event
    charged=("已扣分", "charged"),
    no_clause=("没有条款对此作要求", "no clause asks about it"),
    why_dismissed=("已驳回", "dismissed"),
    why_candidate=("待确认", "awaits confirmation"),
    why_same_facts=("同一事实", "same facts"),
    why_other_clause=("在其他条款扣分", "charged under another clause"),
    why_no_charge=("不扣分", "not charged"),
    why_unobserved=("观察过少", "too little observed"),
    why_excused=("排班免责", "excused by the roster"),
    why_not_applying=("不适用", "does not apply"),
    why_grace=("宽限之内", "within the grace"),
    # states of counter-days and clauses
    not_enough=("观察过少，不评分", "too little seen, no score"),
    not_scored=("没有评分", "no score"),
    blank=("空白：没有评分", "blank: no score"),
    outside=("本厅规范未采用", "not part of this hall's norms"),
    # the page
    score_tile=("全厅得分", "Hall score"),
    seen_tile=("覆盖率", "Observed"),
    scored_tile=("已评分的柜台·日", "Counter-days scored"),
    open_tile=("待复核事件", "Events to review"),
    of_days=("共 {n}", "of {n}"),
    of_100=("满分 100", "of 100"),
    no_compare=("没有可比的上期", "nothing before to compare with"),
    seen_unseen=("其中 {n} 个因观察过少未评分", "{n} more were seen too little to score"),
    nobody_takes=("没有扣分。", "No points were taken."),
    more=(
        "只列出扣分最多的 {shown} 条；另有 {left} 条见 Excel 或 CSV 文件。",
        "The {shown} dearest are listed; {left} more are in the Excel and CSV files.",
    ),
    others=("本厅规范未采用的条款", "Clauses that this hall is not held to"),
    review_over=("复核期已过，得分不再变化。", "The time for reviews is over: the scores stay."),
    group=("{n} 次，共 −{points} 分", "{n} deductions, −{points}"),
    group_one=("1 次，−{points} 分", "1 deduction, −{points}"),
    met_of=("{met}/{of}", "{met} of {of}"),
    interval=("{share}（{low} 至 {high}）", "{share} ({low} to {high})"),
    no_rates=("本期没有可计算的比率。", "Nothing to count in this period."),
    legend_seen=("有录像", "recorded"),
    legend_blind=("画面不可用", "camera blind"),
    legend_absence=("空岗", "nobody at the post"),
    legend_charged=("扣分事件", "points taken"),
    legend_noted=("有记录，未扣分", "noted, no points"),
    seen_all=("全程看到。", "Everything was seen."),
    of_tally=("{n}/{of} 个柜台·日", "{n} of {of} counter-days"),
    time=("时长", "Time"),
    how_score=(
        "得分 = 100 − 各条款扣分，不低于 0；全厅与一段时间的得分按观察时长加权平均。",
        "A score is 100 less what the clauses took, never below 0; a hall's and a longer period's is the mean, "
        "weighted by the time observed.",
    ),
    how_unseen=(
        "没有看到的时间不扣分，也不算作没有问题；观察过少的日子不评分。",
        "Time that nobody saw costs nothing and is never called clean; a day seen too little has no score.",
    ),
    how_rates=(
        "比率后是分母和 95% 威尔逊区间：机会越少，区间越宽，越不宜下结论。",
        "Rates come with their denominators and the 95 % Wilson interval: the fewer the occasions, the wider it is "
        "and the less can be concluded.",
    ),
    how_review=(
        "每一次扣分都有录像片段和依据，可以在系统中复核或驳回；驳回后得分随即更正。",
        "Every deduction has its clip and its figures and can be reviewed; dismissing one corrects the score at once.",
    ),
    how_persons=(
        "报表只说柜台，不识别人；言语、语气和单据由稽核员判定。",
        "Reports speak of counters: nobody is recognised. Words, tone and papers are for the auditor.",
    ),
)
