"""Optional features that a site turns on in its file: smiles, uniform, tidy desk, badges. All are off by default."""

from dataclasses import dataclass, replace

from models import SMILE_NOTE, Counter, Site, Smile
from models.norms import Need
from vision.core import ObjectClasses
from vision.measures.colours import Lab, lab_of
from vision.pose.choice import ModelRequest


@dataclass(frozen=True, slots=True)
class SiteFeatures:
    """`smile`: the mouth is measured when a customer comes. `uniform`: the colours of the uniform's chest.

    `desk`: there is a picture of the counter's tidy desk. `badge`: a detection model of the site finds badges.
    """

    smile: bool = False
    uniform: tuple[Lab, ...] = ()
    desk: bool = False
    badge: bool = False


NOTHING = SiteFeatures()


def features_of(site: Site, counter: Counter) -> SiteFeatures:
    """The features that the site file turns on for one of its counters."""
    return SiteFeatures(
        smile=site.smile.enabled,
        uniform=tuple(lab_of(colour) for colour in site.uniform.colours) if site.uniform else (),
        desk=counter.desk is not None,
        badge=_finds_badges(site),
    )


def needs_met(site: Site, counter: Counter | None) -> list[Need]:
    """The needs of kinds that the site file meets; None: for a counter that left the file."""
    met: list[Need] = ["smile"] if site.smile.enabled else []
    met += ["uniform"] if site.uniform else []
    met += ["badge"] if _finds_badges(site) else []
    return [*met, "desk"] if counter is None or counter.desk else met


def notes(site: Site) -> list[str]:
    """Notes that the product must show to the operator of a site with these options."""
    return [SMILE_NOTE] if site.smile.enabled else []


def smiling(site: Site) -> Site:
    """The site with smiles turned on: for measuring how well they are seen on labelled footage."""
    return site.model_copy(update={"smile": Smile(enabled=True, legal_basis="labelled footage is measured")})


def with_objects(wish: ModelRequest | None, site: Site) -> ModelRequest:
    """The request with the site's own detection model, unless it names another one."""
    wish = wish or ModelRequest()
    if site.objects is None:
        return wish
    return replace(
        wish, objects=wish.objects or site.objects.weights, classes=ObjectClasses(**site.objects.named)
    )


def _finds_badges(site: Site) -> bool:
    return site.objects is not None and bool(site.objects.badge)
