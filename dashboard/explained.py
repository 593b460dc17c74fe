"""The parts of an event that explain it: its clip, its sentence, its figures, its clauses, its history."""

import math
from collections.abc import Awaitable, Callable

from api.schemas import ClauseOut, EventDetail
from dashboard.chips import confidence_chip, counter_name, media, standing_chip, wording, words
from dashboard.figures import figures, written
from dashboard.parts import box, chip, link_button, notice, table, tag
from dashboard.reading import capital, local, number
from dashboard.view import View


def title(detail: EventDetail, view: View) -> None:
    """What, where, when, how sure, and where its review stands."""
    t, read = view.t, view.read
    with box("bar"):
        with box("grow"):
            tag("h2", t.named("kind", detail.kind))
            with box("facts"):
                tag("span", counter_name(detail))
                day = local(detail.start, detail.timezone).date()
                tag("time", f"{read.day(day)} {read.clock(detail.start, detail.timezone)}")
                if detail.end > detail.start:
                    tag("span", t("event.length", n=read.seconds(detail.end - detail.start)))
        with box("chips"):
            confidence_chip(detail, view)
            standing_chip(detail, view)


LEAD_S = 1.0
"""A clip that is opened at a moment begins a little before it: nobody sees what has begun already."""


def begin(detail: EventDetail, at: float | None) -> str:
    """What is added to a clip's address so that it plays from `at` (UTC seconds) on; nothing for its beginning."""
    if at is None or detail.clip_start is None or not math.isfinite(at):
        return ""
    offset = at - detail.clip_start - LEAD_S
    return f"#t={offset:.1f}" if offset > 0 else ""


def player(
    detail: EventDetail,
    view: View,
    *,
    play: bool,
    renew: Callable[[], Awaitable[bool]],
    at: float | None = None,
) -> None:
    """The clip, from `at` on (UTC seconds), or that there is none.

    `renew` is called when it does not load and says whether it will now.
    """
    t, clip = view.t, media(detail.clip_url)
    with box("player"):
        if clip is None:
            with box("none"):
                tag("b", t("event.no.clip"))
                tag("span", t("event.no.clip.why"), "small")
            return
        video = tag(
            "video",
            src=clip + begin(detail, at),
            poster=media(detail.poster_url),
            aria_label=t("event.video"),
        )
        for flag in ("controls", "playsinline", "muted", *(["autoplay"] if play else [])):
            video.props[flag] = True
        # Nothing is fetched before somebody plays it: the audit log would say that they watched.
        video.props["preload"] = "auto" if play else "none"
    broken = notice(t("event.broken"), "bad")
    broken.set_visibility(False)

    async def failed() -> None:
        if not await renew():
            broken.set_visibility(True)

    video.on("error", failed)


def sentence(detail: EventDetail, view: View) -> None:
    """The one sentence, and whether the latest analysis still says so."""
    t = view.t
    with box("section"):
        tag("p", capital(detail.sentence or t("event.no.sentence")), "sentence")
        if not detail.found:
            with box("chips"):
                chip(t("event.lost"), "open")


def reasons(detail: EventDetail, view: View) -> None:
    """Figures, clauses, points and reviews, two by two."""
    with box("two"):
        with tag("section", "", "section"):
            _figures(detail, view)
        with tag("section", "", "section"):
            _clauses(detail.norms, view)
    with box("two"):
        with tag("section", "", "section"):
            _costs(detail, view)
        with tag("section", "", "section"):
            _history(detail, view)


def _figures(detail: EventDetail, view: View) -> None:
    t = view.t
    tag("h3", t("event.figures"))
    rows = [(row.name, row.measured, row.threshold) for row in figures(detail.evidence, view.read)]
    if rows:
        table((t("event.figure"), t("event.measured"), t("event.threshold")), rows, frozenset({1, 2}))
    else:
        tag("p", t("event.figures.none"), "soft")
    if detail.attributes:
        tag("h3", t("event.attributes"))
        with box("chips"):
            for key, value in detail.attributes.items():
                chip(f"{t.named('figure', key)}: {written(key, value, view.read)}")


def _clauses(norms: list[ClauseOut], view: View) -> None:
    t = view.t
    tag("h3", t("event.clauses"))
    if not norms:
        tag("p", t("event.clauses.none"), "soft")
        return
    with tag("ul", "", "clauses"):
        for clause in norms:
            with tag("li"):
                chip(clause.id, "clause")
                with box():
                    tag("div", wording(clause, view))
                    tag("div", f"{words(clause.document, view)} · {clause.article}", "small faint")


def _costs(detail: EventDetail, view: View) -> None:
    t = view.t
    tag("h3", t("event.costs"))
    if not detail.costs:
        tag("p", t("event.costs.none"), "soft")
    for cost in detail.costs:
        key = "event.cost" if cost.charged else "event.cost.uncharged"
        text = t(key, day=view.read.day(cost.day), clause=cost.clause, points=number(cost.points, 2))
        tag("a", text, href=f"/scores/{cost.day.isoformat()}/{detail.counter_id}")


def _history(detail: EventDetail, view: View) -> None:
    t = view.t
    tag("h3", t("event.history"))
    if not detail.reviews:
        tag("p", t("event.history.none"), "soft")
        return
    with tag("ul", "", "history"):
        for review in reversed(detail.reviews):
            with tag("li"):
                tag("b", review.user)
                tag(
                    "span",
                    f" {t(f'decision.{review.decision}')} · {view.read.moment(review.at, detail.timezone)}",
                    "soft",
                )
                if review.reason:
                    tag("div", review.reason)


def source(detail: EventDetail, view: View) -> None:
    """The footage it was seen in, and ways to take it along."""
    t = view.t
    with box("section"):
        tag("h3", t("event.recording"))
        with box("facts"):
            tag("span", detail.recording.name)
            tag("span", t("site.camera", name=detail.camera))
            tag("span", f"{t('event.fingerprint')} {detail.recording.fingerprint[:16]}", "mono")
        with box("chips"):
            link_button(t("event.link"), f"/events/{detail.id}", symbol="open_in_full", classes="plain")
            if clip := media(detail.clip_url):
                download = link_button(
                    t("event.download"), f"{clip}&download=1", symbol="download", classes="plain"
                )
                download.props["download"] = f"event-{detail.id}.mp4"
