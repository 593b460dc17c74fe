"""The page of the norms: clauses with their sources, and thresholds with their values."""

from collections.abc import Sequence

from api.schemas import ClauseOut, ProfileOut
from dashboard.components.evidence_table import value_text
from dashboard.page_context import PageContext
from dashboard.texts import PageTexts
from dashboard.widgets import box, chip, empty_state, explanation, filter_form, heading, select, tag

JUDGED = ("automatic", "assisted", "auditor")


async def show(page: PageContext) -> None:
    """Build the page."""
    heading(page.t("norms.title"))
    clauses, profiles = await page.api.norms(), await page.api.profiles()
    default = page.sites[0].profile if page.sites else ""
    profile = _wanted(page, profiles, default)
    with box("stack"):
        explanation(page.t("norms.explain"))
        with box("panel"), box("body"):
            _filters(page, profiles, profile)
        with box("norms"):
            _clauses(page, _chosen(page, clauses, profile), profile)
            if profile:
                _thresholds(page, profile)


def _wanted(page: PageContext, profiles: Sequence[ProfileOut], default: str) -> ProfileOut | None:
    """The profile in the address, in the requested version or else the newest one."""
    name, version = page.query.get("profile", default), page.query.get("version")
    named = [p for p in profiles if p.name == name]
    return next((p for p in named if p.hash == version), named[0] if named else None)


def _filters(page: PageContext, profiles: Sequence[ProfileOut], profile: ProfileOut | None) -> None:
    t = page.t
    names = [("*", t("norms.profile.all")), *{p.name: page.text_of(p.title) for p in profiles}.items()]
    judged = [("", t("filter.all")), *((j, t.named("judged", j)) for j in JUDGED)]
    with filter_form("/norms"):
        select("profile", t("norms.profile"), names, profile.name if profile else "*")
        select("judged", t("norms.judged"), judged, page.query.get("judged", ""))


def _chosen(page: PageContext, clauses: Sequence[ClauseOut], profile: ProfileOut | None) -> list[ClauseOut]:
    judged = page.query.get("judged")
    applied = set(profile.clauses) if profile else {clause.id for clause in clauses}
    return [c for c in clauses if c.id in applied and judged in (None, "", c.judged)]


def _clauses(page: PageContext, clauses: Sequence[ClauseOut], profile: ProfileOut | None) -> None:
    t = page.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("norms.clauses"), "grow")
            count = t("norms.count", n=len(clauses))
            tag(
                "span",
                f"{count} · {t('norms.version', hash=profile.hash[:8])}" if profile else count,
                "small faint",
            )
        with box("body"):
            if not clauses:
                empty_state("gavel", t("norms.none"))
            with tag("ul", "", "clauses"):
                for clause in clauses:
                    _clause(page, clause)


def _clause(page: PageContext, clause: ClauseOut) -> None:
    t = page.t
    other = "en" if t.language == "zh" else "zh"
    with tag("li", id=f"clause-{clause.id}"):
        chip(clause.id, "clause")
        with box():
            history = f"/clauses/{clause.id}" if page.may("oversee") else None
            tag("a" if history else "div", page.text_of(clause.wording), "strong", href=history)
            tag("div", clause.wording.of(other), "small faint", lang=PageTexts(other).tag)
            with box("chips spaced"):
                chip(t.named("judged", clause.judged), "good" if clause.judged == "automatic" else "")
                for kind in clause.kinds:
                    address = page.link("/", kind=kind) if page.may("oversee") else None
                    tag("a" if address else "span", t.named("kind", kind), "chip", href=address)
            tag("div", f"{page.text_of(clause.document)} · {clause.article}", "small faint")


def _thresholds(page: PageContext, profile: ProfileOut) -> None:
    t = page.t
    with tag("section", "", "panel"):
        with box("bar"):
            tag("h2", t("norms.thresholds"))
        with box("body scroll"), tag("table"):
            with tag("thead"), tag("tr"):
                tag("th", t("norms.quantity"), scope="col")
                tag("th", t("norms.value"), "num", scope="col")
            with tag("tbody"):
                for key, value in profile.thresholds.items():
                    with tag("tr"):
                        with tag("td"):
                            tag("div", t.named("threshold", key))
                            if source := profile.sources.get(key):
                                tag("div", source, "small faint", title=t("norms.threshold.source"))
                        tag("td", value_text(key, value, page.format), "num")
