"""The sections of the event panel: title, clip, sentence, figures, clauses, points, reviews and source."""

import math
from collections.abc import Awaitable, Callable

from api.schemas import ClauseOut, EventDetail
from dashboard.components.evidence_table import evidence_rows, value_text
from dashboard.page_context import PageContext
from dashboard.widgets import (
    box,
    certainty_chip,
    chip,
    confidence_chip,
    counter_name,
    link_button,
    media_address,
    notice,
    review_chip,
    table,
    tag,
)


def event_title(detail: EventDetail, page: PageContext) -> None:
    """Kind, counter, time, duration, certainty, confidence and review state of the event."""
    t, read = page.t, page.format
    with box("bar"):
        with box("grow"):
            tag("h2", t.named("kind", detail.kind))
            with box("facts"):
                tag("span", counter_name(detail))
                day = page.format.local(detail.start, detail.timezone).date()
                tag("time", f"{read.day(day)} {read.clock(detail.start, detail.timezone)}")
                if detail.end > detail.start:
                    tag("span", t("event.length", n=read.seconds(detail.end - detail.start)))
        with box("chips"):
            certainty_chip(detail, page)
            confidence_chip(detail, page)
            review_chip(detail, page)


LEAD_S = 1.0
"""Seconds of a clip shown before the requested moment, so that the beginning of the action is visible."""


def start_fragment(detail: EventDetail, at: float | None) -> str:
    """The URL fragment that starts a clip at `at`, UTC seconds; empty for the start of the clip."""
    if at is None or detail.clip_start is None or not math.isfinite(at):
        return ""
    offset = at - detail.clip_start - LEAD_S
    return f"#t={offset:.1f}" if offset > 0 else ""


def clip_player(
    detail: EventDetail,
    page: PageContext,
    *,
    renew: Callable[[], Awaitable[bool]],
    at: float | None = None,
) -> None:
    """The clip from `at` on (UTC seconds), or a text that there is none.

    `renew` is called when the clip does not load; it returns whether the clip was loaded again.
    """
    t, clip = page.t, media_address(detail.clip_url)
    with box("player"):
        problem = _clip_problem(detail)
        if clip is None or problem is not None:
            with box("none"):
                tag("b", t(problem or "event.no.clip"))
                tag("span", t(f"{problem or 'event.no.clip'}.why"), "small")
            return
        video = tag(
            "video",
            src=clip + start_fragment(detail, at),
            poster=media_address(detail.poster_url),
            aria_label=t("event.video"),
        )
        for flag in ("controls", "playsinline", "muted"):
            video.props[flag] = True
        # Preloading would write into the audit log that the person watched the clip.
        video.props["preload"] = "none"
    broken = notice(t("event.broken"), "bad")
    broken.set_visibility(False)

    async def failed() -> None:
        if not await renew():
            broken.set_visibility(True)

    video.on("error", failed)


def _clip_problem(detail: EventDetail) -> str | None:
    """The key of the text that says why a clip is not shown: its file is not what was sealed."""
    seal = detail.clip_seal
    return None if seal is None or seal.state.serves else f"event.clip.{seal.state}"


def event_sentence(detail: EventDetail, page: PageContext) -> None:
    """The sentence of the event, and a mark when the latest analysis no longer finds the event."""
    t = page.t
    with box("section"):
        tag("p", page.format.capitalized(detail.sentence or t("event.no.sentence")), "sentence")
        if audited := detail.audited:
            percent = page.format.percent
            ends = {"low": percent(audited.low), "high": percent(audited.high)}
            tag("p", t("event.audited", met=audited.met, of=audited.of, **ends), "small soft")
        if not detail.found:
            with box("chips"):
                chip(t("event.lost"), "open")


def event_reasons(detail: EventDetail, page: PageContext) -> None:
    """Figures, clauses, points and reviews in two columns."""
    with box("two"):
        with tag("section", "", "section"):
            _figures(detail, page)
        with tag("section", "", "section"):
            _clauses(detail.norms, page)
    with box("two"):
        with tag("section", "", "section"):
            _costs(detail, page)
        with tag("section", "", "section"):
            _history(detail, page)


def _figures(detail: EventDetail, page: PageContext) -> None:
    t = page.t
    tag("h3", t("event.figures"))
    rows = [(row.name, row.measured, row.threshold) for row in evidence_rows(detail.evidence, page.format)]
    if rows:
        table((t("event.figure"), t("event.measured"), t("event.threshold")), rows, frozenset({1, 2}))
    else:
        tag("p", t("event.figures.none"), "soft")
    if detail.attributes:
        tag("h3", t("event.attributes"))
        with box("chips"):
            for key, value in detail.attributes.items():
                chip(f"{t.named('figure', key)}: {value_text(key, value, page.format)}")


def _clauses(norms: list[ClauseOut], page: PageContext) -> None:
    t = page.t
    tag("h3", t("event.clauses"))
    if not norms:
        tag("p", t("event.clauses.none"), "soft")
        return
    with tag("ul", "", "clauses"):
        for clause in norms:
            with tag("li"):
                chip(clause.id, "clause")
                with box():
                    tag("div", page.text_of(clause.wording))
                    tag("div", f"{page.text_of(clause.document)} · {clause.article}", "small faint")


def _costs(detail: EventDetail, page: PageContext) -> None:
    t = page.t
    tag("h3", t("event.costs"))
    if not detail.costs:
        tag("p", t("event.costs.none"), "soft")
    for cost in detail.costs:
        key = "event.cost" if cost.charged else "event.cost.uncharged"
        text = t(
            key, day=page.format.day(cost.day), clause=cost.clause, points=page.format.number(cost.points, 2)
        )
        address = f"/scores/{cost.day.isoformat()}/{detail.counter_id}" if page.may("oversee") else None
        tag("a" if address else "div", text, href=address)


def _history(detail: EventDetail, page: PageContext) -> None:
    t = page.t
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
                    f" {t(f'decision.{review.decision}')} · {page.format.moment(review.at, detail.timezone)}",
                    "soft",
                )
                if review.reason:
                    tag("div", review.reason)


def _seal(detail: EventDetail, page: PageContext) -> None:
    """The seal of the clip: since when it is unchanged, or that nothing shows it."""
    seal = detail.clip_seal
    if seal is None or not seal.state.serves:
        return
    if seal.sealed_at is None:
        tag("p", page.t("event.clip.unsealed"), "small")
    else:
        at = page.format.moment(seal.sealed_at, detail.timezone)
        tag("p", page.t("event.clip.intact", at=at, sha256=seal.sha256), "mono small faint")


def event_source(detail: EventDetail, page: PageContext) -> None:
    """The recording and camera of the event, with links to the event and its clip."""
    t = page.t
    with box("section"):
        tag("h3", t("event.recording"))
        with box("facts"):
            tag("span", detail.recording.name)
            tag("span", t("site.camera", name=detail.camera))
            tag("span", f"{t('event.fingerprint')} {detail.recording.fingerprint[:16]}", "mono")
        _seal(detail, page)
        with box("chips"):
            link_button(t("event.link"), f"/events/{detail.id}", symbol="open_in_full", classes="plain")
            if clip := media_address(detail.clip_url):
                download = link_button(
                    t("event.download"), f"{clip}&download=1", symbol="download", classes="plain"
                )
                download.props["download"] = f"event-{detail.id}.mp4"
            if evidence := media_address(detail.evidence_url):
                export = link_button(t("event.evidence"), evidence, symbol="verified", classes="plain")
                export.props["download"] = f"evidence-event-{detail.id}.zip"
