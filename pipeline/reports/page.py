"""A report as one page of HTML to print on A4: no script, nothing fetched, every text escaped by the tree."""

import math
from xml.etree.ElementTree import Element

from models.texts.catalogue import text
from pipeline.reports.content import Report
from pipeline.reports.formatting import clock, number, percent, period_name, signed
from pipeline.reports.markup import document, node
from pipeline.reports.page_days import days
from pipeline.reports.page_sections import clauses, cost, counters, coverage, deductions, rates
from pipeline.reports.style import CSS, POLICY
from pipeline.reports.tables import heading, profile_name
from pipeline.reports.texts import say


def to_html(report: Report, language: str) -> bytes:
    """The page, complete in itself."""
    root = Element("html", {"lang": text("language.tag", language)})
    _head(node(root, "head"), heading(report, language))
    body = node(root, "body")
    _masthead(body, report, language)
    _notices(body, report, language)
    _tiles(body, report, language)
    main = node(body, "main")
    _praise(main, report, language)
    for part in (days, counters, cost, rates, deductions, coverage, clauses):
        part(main, report, language)
    _footer(body, report, language)
    return document(root)


def _head(head: Element, title: str) -> None:
    node(head, "meta", charset="utf-8")
    node(head, "meta", http_equiv="Content-Security-Policy", content=POLICY)
    node(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    node(head, "title", title)
    node(head, "style", CSS)


def _masthead(body: Element, report: Report, language: str) -> None:
    header = node(body, "header")
    left, right = node(header, "div"), node(header, "div", class_="right")
    node(left, "h1", report.name)
    title = say(f"title {report.period.label}", language)
    node(left, "div", f"{title} · {period_name(report.period, report.last, language)}", class_="what")
    state = "final" if report.final else "provisional"
    node(right, "span", say(state, language), class_=f"stamp {state}")
    at = clock(report.now, report.site.zone)
    node(right, "div", say("made", language, at=f"{at:%Y-%m-%d %H:%M}"), class_="small")
    node(right, "div", report.period.timezone, class_="small")


def _notices(body: Element, report: Report, language: str) -> None:
    if not report.profiles:
        node(body, "p", say("nothing", language), class_="notice")
    if len(report.profiles) > 1:
        node(body, "p", say("profiles differ", language), class_="notice")
    if report.site.smile.enabled:
        basis = report.site.smile.legal_basis or ""
        node(body, "p", say("smile", language, basis=basis), class_="notice")


def _tiles(body: Element, report: Report, language: str) -> None:
    tiles, now = node(body, "div", class_="tiles"), report.hall.now
    hall = _tile(tiles, say("score tile", language), number(now.points), say("of 100", language), "tile hall")
    gained, before = report.hall.gained, say(f"before {report.period.label}", language)
    change = node(hall, "div", class_="small")
    if not math.isnan(gained):
        node(change, "span", f"{signed(gained)} ", class_="up" if gained >= 0 else "down").tail = before
    else:
        change.text = say("no compare", language)
    _tile(tiles, say("seen tile", language), percent(now.coverage))
    scored = _tile(
        tiles,
        say("scored tile", language),
        str(now.scored),
        say("of days", language, n=now.scored + now.unscored),
    )
    if now.unscored:
        node(scored, "div", say("seen unseen", language, n=now.unscored), class_="small")
    waiting = _tile(tiles, say("open tile", language), str(report.open))
    if report.open and report.profiles:
        why = "review over" if report.final else "provisional why"
        node(waiting, "div", say(why, language), class_="small")


def _tile(tiles: Element, name: str, figure: str, unit: str = "", look: str = "tile") -> Element:
    tile = node(tiles, "div", class_=look)
    node(tile, "div", name, class_="name")
    big = node(tile, "div", f"{figure} ", class_="big")
    node(big, "span", unit, class_="unit")
    return tile


def _praise(main: Element, report: Report, language: str) -> None:
    if not report.praise:
        return
    section = node(main, "section", class_="praise keep")
    node(section, "h2", f"★ {say('praise', language)}")
    items = node(section, "ul")
    for one in report.praise:
        who = text("format.list", language).join(one.counters) or say("hall", language)
        node(node(items, "li"), "b", who).tail = f" · {one.what.of(language)}"


def _footer(body: Element, report: Report, language: str) -> None:
    footer = node(body, "footer", class_="keep")
    node(footer, "h2", say("reading", language))
    lines = node(footer, "ul")
    for key in ("how score", "how unseen", "how rates", "how review", "how persons"):
        node(lines, "li", say(key, language))
    if report.profiles:
        node(footer, "p", f"{say('profile', language)}: {profile_name(report, language)}", class_="hash")
