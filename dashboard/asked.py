"""What a hall turned on beyond the usual, and by what right: shown to everybody whom it concerns."""

from api.schemas import SiteOut
from dashboard.parts import box, tag
from dashboard.view import View


def asked(view: View, hall: SiteOut) -> None:
    """Smiles with their legal note, the uniform, things that are looked for, tidy desks; or that there is nothing."""
    t, asks = view.t, hall.asked
    with box("body stack tight asked"):
        tag("b", t("site.asked"))
        if asks.smile_basis:
            with tag("p", "", "notice"):
                tag("span", t("site.smile", basis=asks.smile_basis))
        if asks.uniform:
            _uniform(view, asks.uniform)
        for kind, names in asks.things.items():
            tag("span", t(f"site.things.{kind}", names=", ".join(names)), "small")
        if asks.desks:
            tag("span", t("site.desks", names=", ".join(asks.desks)), "small")
        if not (asks.smile_basis or asks.uniform or asks.things or asks.desks):
            tag("span", t("site.asked.nothing"), "small faint")


def _uniform(view: View, colours: list[str]) -> None:
    with box("legend"):
        tag("span", view.t("site.uniform"))
        for colour in colours:
            with tag("span"):
                tag("i", role="img", aria_label=colour).style(
                    f"background: {colour}; width: 32px; height: 20px"
                )
                tag("span", colour, "small faint")
