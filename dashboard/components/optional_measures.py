"""The optional measurements that a site has turned on, with their legal basis, shown to everybody."""

from api.schemas import SiteOut
from dashboard.page_context import PageContext
from dashboard.widgets import box, tag


def optional_measures(page: PageContext, hall: SiteOut) -> None:
    """Smiles with their legal basis, uniform, detected objects and tidy desks; or a text that none is turned on."""
    t, asks = page.t, hall.asked
    with box("body stack tight asked"):
        tag("b", t("site.asked"))
        if asks.smile_basis:
            with tag("p", "", "notice"):
                tag("span", t("site.smile", basis=asks.smile_basis))
        if asks.uniform:
            _uniform(page, asks.uniform)
        for kind, names in asks.things.items():
            tag("span", t(f"site.things.{kind}", names=", ".join(names)), "small")
        if asks.desks:
            tag("span", t("site.desks", names=", ".join(asks.desks)), "small")
        if not (asks.smile_basis or asks.uniform or asks.things or asks.desks):
            tag("span", t("site.asked.nothing"), "small faint")


def _uniform(page: PageContext, colours: list[str]) -> None:
    with box("legend"):
        tag("span", page.t("site.uniform"))
        for colour in colours:
            with tag("span"):
                tag("i", role="img", aria_label=colour).style(
                    f"background: {colour}; width: 32px; height: 20px"
                )
                tag("span", colour, "small faint")
