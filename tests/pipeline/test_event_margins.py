"""An event gives its distance from the limit, and its confidence follows from that."""

from dataclasses import replace

from models import Event
from synthetic.stories import (
    DESK_RIGHT,
    LEANING_BACK,
    SEATED,
    SLOUCHING,
    UNDER_CHIN,
    Story,
    call,
    chin_propped,
    closely,
    customer_arrives,
    customer_leaves,
    goes_on,
    judged,
    looks_at,
    right_hand,
    seated,
    standing,
    with_hands,
    yawns,
)


def told(kind: str, story: Story) -> Event:
    """The only event of a kind, after a minute in which this counter's staff sat and stood."""
    return judged(seated(50) + standing(10) + story + seated(30)).one(kind)


def shallow_nod() -> Story:
    return with_hands("rest", 0.4, head=-0.009)


def hand_aside(metres: float) -> Story:
    return right_hand((DESK_RIGHT[0] + metres, DESK_RIGHT[1]), 1.2)


def propped_higher(metres: float) -> Story:
    return right_hand((UNDER_CHIN[0], UNDER_CHIN[1] - metres), 25, head=-0.07)


def figure(event: Event, name: str) -> float:
    """A figure of the evidence."""
    return float(event.evidence[name])


def stays(rise: float) -> Event:
    half = closely(0, staff=replace(SEATED, rise=rise)) + closely(0.8) + closely(0, staff=SEATED)
    return told("no_stand_greeting", seated(20) + customer_arrives() + half + goes_on(10))


def test_who_half_rose_stayed_seated_with_less_certainty() -> None:
    sat, half = stays(0.0), stays(0.19)
    assert figure(sat, "risen_share") < 0.1
    assert 0.4 < figure(half, "risen_share") < figure(half, "threshold_share")
    assert half.confidence < sat.confidence == 1.0


def test_a_trunk_hardly_bent_enough_is_less_certain_than_a_clear_one() -> None:
    clear = told("slouching", seated(20) + closely(20, staff=SLOUCHING))
    bare = told("slouching", seated(20) + closely(20, staff=replace(SLOUCHING, forward=24.5)))
    assert clear.evidence["threshold_deg"] == bare.evidence["threshold_deg"] == 20
    assert bare.confidence < clear.confidence == 1.0


def test_leaning_back_says_how_far() -> None:
    event = told("leaning_back", seated(20) + closely(20, staff=LEANING_BACK))
    assert figure(event, "trunk_deg") < -figure(event, "threshold_deg")


def test_a_missed_nod_says_what_came_nearest() -> None:
    event = told("no_nod_greeting", seated(20) + customer_arrives() + goes_on(20))
    assert 0 <= figure(event, "nod_clearness") < figure(event, "threshold")


def missed(kind: str, after: Story) -> Event:
    return told(kind, seated(20) + customer_arrives() + after + goes_on(20))


def test_what_was_nearly_a_nod_makes_a_missed_one_less_certain() -> None:
    none, nearly = (
        missed("no_nod_greeting", goes_on(2)),
        missed("no_nod_greeting", goes_on(2) + shallow_nod()),
    )
    assert figure(none, "nod_clearness") < figure(nearly, "nod_clearness") < figure(nearly, "threshold")
    assert nearly.confidence < none.confidence == 0.6


def test_a_missed_invitation_says_how_far_a_hand_went() -> None:
    none, nearly = missed("no_invitation", goes_on(2)), missed("no_invitation", goes_on(2) + hand_aside(0.06))
    assert figure(none, "hand_m") < 0.03 < figure(nearly, "hand_m") < figure(nearly, "threshold_m")
    assert nearly.confidence < none.confidence == 0.6


def test_a_look_that_went_elsewhere_says_how_much_of_it_met_the_customer() -> None:
    event = missed("no_facing_greeting", looks_at(-60) + goes_on(3) + looks_at(85))
    assert 0.1 < figure(event, "faced_share") < figure(event, "threshold_share")
    assert event.confidence < 0.6


def test_a_hand_at_the_face_says_how_near_it_was() -> None:
    chin, phone = told("chin_on_hand", chin_propped(25)), told("phone", call(25))
    for event in (chin, phone):
        assert 0.05 < figure(event, "hand_m") < figure(event, "threshold_m")


def test_a_hand_hardly_near_enough_is_less_certain_than_one_under_the_chin() -> None:
    clear = told("chin_on_hand", propped_higher(0.05))
    assert told("chin_on_hand", chin_propped(25)).confidence < clear.confidence


def test_a_missed_farewell_says_it_too() -> None:
    event = told(
        "no_farewell", seated(20) + customer_arrives() + goes_on(20) + customer_leaves() + goes_on(10)
    )
    assert 0 <= figure(event, "nod_clearness") < figure(event, "threshold")


def test_a_yawn_says_how_far_the_mouth_was_open() -> None:
    wide = told("yawning", seated(20) + yawns(5))
    bare = told("yawning", seated(20) + closely(5, mouth=0.4) + closely(0, mouth=0.02))
    assert figure(wide, "mouth") > figure(bare, "mouth") >= figure(bare, "threshold")
    assert wide.confidence > bare.confidence


def test_a_yawn_behind_a_hand_says_no_mouth() -> None:
    covered = told("yawning", seated(20) + yawns(5, covered=True))
    assert "mouth" not in covered.evidence
    assert covered.attributes["covered"] is True
