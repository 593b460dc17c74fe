"""The figures of a closed audit: kinds, agreement, weeks, appeals, and every item with what was said of it."""

from collections.abc import Sequence

from api.schemas import AuditResultOut, JudgedItemOut, PairResultOut, RecallOut, ShareOut, SightingOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, explanation, link_button, section, table, tag

FORMATS = (("html", "quality.print", "print"), ("xlsx", "quality.excel", "table_view"))
"""The files of an audit: format, key of the text, icon."""


def audit_figures(page: PageContext, found: AuditResultOut) -> None:
    """Build all sections."""
    t = page.t
    with box("stack"):
        explanation(t("quality.figures.explain"))
        with box("chips"):
            for form, key, symbol in FORMATS:
                address = page.link(f"/quality/{found.audit.id}/document", form=form)
                link = link_button(t(key), address, symbol=symbol, classes="plain")
                link.props["target"] = "_blank" if form == "html" else "_self"
        with section(t("quality.kinds")), box("body"):
            _kinds(page, found)
        with section(t("quality.pairs")), box("body"):
            _pairs(page, found)
        with section(t("quality.weeks")), box("body"):
            weeks = [(page.format.day(one.monday), _share(page, one.precision)) for one in found.weeks]
            table((t("quality.week"), t("quality.precision")), weeks)
            tag("p", t("quality.overturned", share=_share(page, found.overturned)))
        with section(t("quality.items")), box("body"):
            table(
                (t("quality.item"), t("quality.head.kind"), t("quality.head.time"), t("quality.head.said")),
                [_item(page, one) for one in found.judged_items],
            )


def kind_name(page: PageContext, kind: str | None) -> str:
    """The name of a kind of event; None is everything, "" quiet time."""
    if kind is None:
        return page.t("quality.everything")
    return page.t.named("kind", kind) if kind else page.t("quality.quiet")


def _kinds(page: PageContext, found: AuditResultOut) -> None:
    t = page.t
    header = [
        t(f"quality.{key}") for key in ("kind", "total", "precision", "recall", "overlooked", "reviewed")
    ]
    rows = [
        (
            kind_name(page, one.kind),
            str(one.total),
            _share(page, one.precision),
            _recall(page, one.recall),
            page.format.number(one.recall.overlooked),
            _share(page, one.reviewed),
        )
        for one in found.kinds
    ]
    table(header, rows, frozenset({1, 4}))
    told = {
        "n": found.minutes_judged,
        "of": found.minutes,
        "unclear": found.unclear,
        "differ": len(found.differing),
    }
    tag("p", t("quality.minutes", **told), "small soft")


def _pairs(page: PageContext, found: AuditResultOut) -> None:
    t = page.t
    if not found.pairs:
        tag("p", t("quality.pairs.none"), "soft")
        return
    header = [t(f"quality.{key}") for key in ("pair", "kind", "items", "observed", "kappa")]
    rows = [
        (
            f"{one.first} · {one.second}",
            kind_name(page, one.kind),
            str(one.n),
            page.format.percent(one.observed),
            _kappa(page, one),
        )
        for one in found.pairs
    ]
    table(header, rows, frozenset({2, 3}))


def _item(page: PageContext, one: JudgedItemOut) -> tuple[str, str, str, str]:
    said = (
        " ".join([f"{name}: {page.t(f'quality.outcome.{told.outcome}')}", *_seen(page, told.sightings)])
        for name, told in one.said.items()
    )
    moment = page.format.moment(one.start, page.timezone())
    return str(one.position), kind_name(page, one.kind or ""), moment, page.format.listed(said)


def _seen(page: PageContext, sightings: Sequence[SightingOut]) -> list[str]:
    return [f"({page.t.named('kind', one.kind)})" for one in sightings]


def _share(page: PageContext, one: ShareOut) -> str:
    if one.share is None:
        return page.format.number(None)
    return page.t("quality.share", met=one.met, of=one.of, **_percents(page, one.share, one.low, one.high))


def _recall(page: PageContext, one: RecallOut) -> str:
    if one.recall is None:
        return page.format.number(None)
    return page.t("quality.estimate", **_percents(page, one.recall, one.low, one.high))


def _percents(
    page: PageContext, share: float | None, low: float | None, high: float | None
) -> dict[str, str]:
    percent = page.format.percent
    return {"share": percent(share), "low": percent(low), "high": percent(high)}


def _kappa(page: PageContext, one: PairResultOut) -> str:
    if one.kappa is None:
        return page.format.number(None)
    number = page.format.number
    values = {"share": number(one.kappa, 2), "low": number(one.low, 2), "high": number(one.high, 2)}
    return page.t("quality.estimate", **values)
