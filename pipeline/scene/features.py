"""What a site asked for beyond the usual, as behaviours are told of it: nothing unless its file turns it on."""

from dataclasses import dataclass, replace

from models.norms.catalogue import Need
from models.options import SMILE_NOTE, Smile
from models.site import Counter, Site
from vision.core.objects import ObjectClasses
from vision.measures.colours import Lab, lab_of
from vision.pose.choice import ModelRequest


@dataclass(frozen=True, slots=True)
class SiteFeatures:
    """`smile`: how the mouth is held when a customer comes is looked at. `uniform`: the colours of its chest.

    `desk`: there is a picture of the counter's tidy desk. `badge`: a detection model of the site's own finds badges.
    """

    smile: bool = False
    uniform: tuple[Lab, ...] = ()
    desk: bool = False
    badge: bool = False


NOTHING = SiteFeatures()


def features_of(site: Site, counter: Counter) -> SiteFeatures:
    """What the site file turned on for one of its counters."""
    return SiteFeatures(
        smile=site.smile.enabled,
        uniform=tuple(lab_of(colour) for colour in site.uniform.colours) if site.uniform else (),
        desk=counter.desk is not None,
        badge=_finds_badges(site),
    )


def needs_met(site: Site, counter: Counter | None) -> list[Need]:
    """The needs of kinds that are met by what the site file turned on; None: of a counter that left the file."""
    met: list[Need] = ["smile"] if site.smile.enabled else []
    met += ["uniform"] if site.uniform else []
    met += ["badge"] if _finds_badges(site) else []
    return [*met, "desk"] if counter is None or counter.desk else met


def notes(site: Site) -> list[str]:
    """What must be said to whoever starts the product with these options."""
    return [SMILE_NOTE] if site.smile.enabled else []


def smiling(site: Site) -> Site:
    """The site as if it had asked for smiles: for measuring how well they are seen on labelled footage."""
    return site.model_copy(update={"smile": Smile(enabled=True, legal_basis="labelled footage is measured")})


def with_objects(wish: ModelRequest | None, site: Site) -> ModelRequest:
    """The wish with the site's own detection model, unless another one was named."""
    wish = wish or ModelRequest()
    if site.objects is None:
        return wish
    return replace(
        wish, objects=wish.objects or site.objects.weights, classes=ObjectClasses(**site.objects.named)
    )


def _finds_badges(site: Site) -> bool:
    return site.objects is not None and bool(site.objects.badge)
