"""Limits of proposing zones: stays and places of people, their roles, and the shapes drawn around them."""

from dataclasses import dataclass

from vision.core import Basis, limit


@dataclass(frozen=True, slots=True)
class StayPlaceLimits:
    """Limits of stays and places."""

    aside: float = limit(
        0.9,
        "shoulder widths",
        Basis.CHOICE,
        "a person who stays sways, leans and turns so far from the middle of the stay",
    )
    up_down: float = limit(
        1.5,
        "shoulder widths",
        Basis.CHOICE,
        "the same up and down: people sit down and rise without leaving, by 0.4 m",
    )
    stay_s: float = limit(
        3.0,
        "s",
        Basis.CHOICE,
        "a shorter stay is passing: a service begins with a greeting of more than two seconds",
    )
    hole_s: float = limit(3.0, "s", Basis.CHOICE, "a shorter hole in a track is bridged")
    recent_looks: int = limit(8, "looks", Basis.CHOICE, "a stay is where the last looks were: people drift")
    grown: float = limit(
        1.5, "", Basis.CHOICE, "two people of a place differ by height and build, not by a half"
    )
    same_way: float = limit(
        -0.35,
        "cosine",
        Basis.CHOICE,
        "facing within a right angle and some: models turn bodies by tens of degrees between looks",
    )
    steady: float = limit(
        0.38,
        "shoulder widths",
        Basis.CHOICE,
        "median step, placed by hand near 0.01 to 0.31 of people and 0.4 to 1.7 of things on clips",
    )
    place_s: float = limit(5.0, "s", Basis.CHOICE, "less in all is no place: a person stops to look for keys")
    both_s: float = limit(
        2.0, "s", Basis.CHOICE, "stays that overlap for longer are two people, who are not in one place"
    )


PLACES = StayPlaceLimits()


@dataclass(frozen=True, slots=True)
class ZoneRoleLimits:
    """Limits of who is the clerk and who the customer; weights are in the order of the evidence's worth."""

    reach: float = limit(
        5.5,
        "shoulder widths",
        Basis.CHOICE,
        "across a desk, which is a metre or three widths deep, and the nearer person looks larger",
    )
    longer: float = limit(1.0, "weight", Basis.CHOICE, "posts are held while customers come and go")
    visited: float = limit(0.3, "weight", Basis.CHOICE, "more people come to a customer's place")
    seen_face: float = limit(0.7, "weight", Basis.CHOICE, "a camera hangs where it sees the staff's faces")
    legs: float = limit(0.3, "weight", Basis.CHOICE, "a desk hides the legs of the person behind it")
    first: float = limit(0.3, "weight", Basis.CHOICE, "customers come to a post that is held")
    clearly_first_s: float = limit(10.0, "s", Basis.CHOICE, "so much earlier is clear")
    facing: float = limit(
        0.15,
        "cosine",
        Basis.CHOICE,
        "mean of both directions with the line between two people who face each other",
    )
    long_s: float = limit(15.0, "s", Basis.CHOICE, "a stay that is as good as any longer one")
    clear: float = limit(0.3, "margin", Basis.CHOICE, "over it it is clear who is staff")
    held: float = limit(
        0.25,
        "of the time",
        Basis.CHOICE,
        "with a customer before it a post is held for so long: staff goes away, people who chat are "
        "there for moments",
    )
    alone: float = limit(
        0.5,
        "of the time",
        Basis.CHOICE,
        "a post without customers is taken for most of it; a person who waits long faces the posts",
    )
    wait_s: float = limit(
        8.0, "s", Basis.CHOICE, "waiting is standing somewhere for longer than a passer stops"
    )
    smaller: float = limit(
        0.6,
        "of the size",
        Basis.CHOICE,
        "a child or a person turned sideways; a smaller and nearer figure is a bag or a bottle",
    )
    company: float = limit(1.8, "shoulder widths", Basis.CHOICE, "two who come together stand so near")
    beside: float = limit(
        3.0,
        "shoulder widths",
        Basis.CHOICE,
        "windows are 1.2 m apart or more; a person who works nearer shares the post",
    )


ROLES = ZoneRoleLimits()


@dataclass(frozen=True, slots=True)
class ProposalLimits:
    """Limits of how sure a proposal is."""

    leans: float = limit(
        1.3,
        "of a stay's reach",
        Basis.CHOICE,
        "a person who leans, rolls the chair or bends is still at the post",
    )
    clear: float = limit(
        0.3, "margin", Basis.CHOICE, "over it nothing but the desk being the other way round makes it wrong"
    )
    lost_s: float = limit(
        3.0,
        "s",
        Basis.CHOICE,
        "the next customer takes a moment to come; a shorter hole is one that was not found",
    )
    many: int = limit(2, "customers", Basis.CHOICE, "came and went before a post until it is sure")
    stays: float = limit(
        0.8, "of the time", Basis.CHOICE, "a person alone in the picture for so long is likely the staff"
    )
    short_s: float = limit(60.0, "s", Basis.CHOICE, "a minute or less says little")
    most: float = limit(
        0.5, "of the sightings", Basis.CHOICE, "if most people are in no zone, much was not understood"
    )


PROPOSALS = ProposalLimits()


@dataclass(frozen=True, slots=True)
class ShapeLimits:
    """Limits of the shape of a zone."""

    room: float = limit(
        0.4,
        "shoulder widths",
        Basis.CHOICE,
        "round head and shoulders: joints end at the ears and people sway",
    )
    rise: float = limit(
        1.1,
        "shoulder widths",
        Basis.CHOICE,
        "seat to standing moves shoulders by 0.4 m; a person seen in one height gets the other one too",
    )
    sink: float = limit(
        0.6,
        "shoulder widths",
        Basis.CHOICE,
        "heads sink on arms and bend over papers, no further than to the desk",
    )
    taller: float = limit(
        0.5, "shoulder widths", Basis.CHOICE, "the next customer may be taller by two hands"
    )
    slip: float = limit(0.05, "of the places", Basis.CHOICE, "the lowest and highest may be a model's slip")
    coarse: float = limit(
        0.12, "shoulder widths", Basis.CHOICE, "a corner nearer to the line of its neighbours says nothing"
    )


SHAPES = ShapeLimits()


@dataclass(frozen=True, slots=True)
class KnownPostLimits:
    """Limits of finding a counter again."""

    same_post: float = limit(
        0.15, "of the picture", Basis.CHOICE, "a counter keeps its name when its post is found so near"
    )


KNOWN_POSTS = KnownPostLimits()
