"""The norms as they are applied: clauses with their sources, thresholds with their values."""

from collections.abc import Sequence

from api.schemas import ClauseOut, ProfileOut
from dashboard.chips import wording, words
from dashboard.figures import written
from dashboard.layout import heading, page
from dashboard.parts import box, chip, empty, filter_form, select, tag
from dashboard.view import Doors, View

JUDGED = ("automatic", "assisted", "auditor")


def register(door: Doors) -> None:
    """Put the page at /norms."""

    @page("/norms", "norms.title", door)
    async def norms(view: View) -> None:
        heading(view.t("norms.title"))
        clauses, profiles = await view.api.norms(), await view.api.profiles()
        default = view.sites[0].profile if view.sites else ""
        profile = _wanted(view, profiles, default)
        with box("stack"):
            tag("p", view.t("norms.explain"), "soft").style("max-width: 84ch")
            with box("panel"), box("body"):
                _filters(view, profiles, profile)
            with box("norms"):
                _clauses(view, _chosen(view, clauses, profile), profile)
                if profile:
                    _thresholds(view, profile)


def _wanted(view: View, profiles: Sequence[ProfileOut], default: str) -> ProfileOut | None:
    """The profile of the address; of several versions the one that is asked for, else the newest."""
    name, version = view.query.get("profile", default), view.query.get("version")
    named = [p for p in profiles if p.name == name]
    return next((p for p in named if p.hash == version), named[0] if named else None)


def _filters(view: View, profiles: Sequence[ProfileOut], profile: ProfileOut | None) -> None:
    t = view.t
    names = [("*", t("norms.profile.all")), *{p.name: words(p.title, view) for p in profiles}.items()]
    judged = [("", t("filter.all")), *((j, t.named("judged", j)) for j in JUDGED)]
    with filter_form("/norms"):
        select("profile", t("norms.profile"), names, profile.name if profile else "*")
        select("judged", t("norms.judged"), judged, view.query.get("judged", ""))


def _chosen(view: View, clauses: Sequence[ClauseOut], profile: ProfileOut | None) -> list[ClauseOut]:
    judged = view.query.get("judged")
    applied = set(profile.clauses) if profile else {clause.id for clause in clauses}
    return [c for c in clauses if c.id in applied and judged in (None, "", c.judged)]


def _clauses(view: View, clauses: Sequence[ClauseOut], profile: ProfileOut | None) -> None:
    t = view.t
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
                empty("gavel", t("norms.none"))
            with tag("ul", "", "clauses"):
                for clause in clauses:
                    _clause(view, clause)


def _clause(view: View, clause: ClauseOut) -> None:
    t = view.t
    other = clause.wording.en if t.language == "zh" else clause.wording.zh
    with tag("li", id=f"clause-{clause.id}"):
        chip(clause.id, "clause")
        with box():
            tag("a", wording(clause, view), "strong", href=f"/clauses/{clause.id}")
            tag("div", other, "small faint", lang="en" if t.language == "zh" else "zh-CN")
            with box("chips spaced"):
                chip(t.named("judged", clause.judged), "good" if clause.judged == "automatic" else "")
                for kind in clause.kinds:
                    tag("a", t.named("kind", kind), "chip", href=view.link("/", kind=kind))
            tag("div", f"{words(clause.document, view)} · {clause.article}", "small faint")


def _thresholds(view: View, profile: ProfileOut) -> None:
    t = view.t
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
                        tag("td", written(key, value, view.read), "num")
