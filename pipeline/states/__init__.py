"""States of a counter over time, read from its signals: presence, posture, hands, head and visits."""

from pipeline.states.calibration import learn_seat, shoulder_height
from pipeline.states.calibration_history import ENOUGH, fits, merge, settled
from pipeline.states.clothes import apart, usual_colour
from pipeline.states.counter_states import CounterStates, hold_s, read_states
from pipeline.states.hands import HandDistances, HandSpeeds, hand_speeds, together, usual
from pipeline.states.invitation import PERHAPS_M, Invitation, invited
from pipeline.states.nods import NOD, PERHAPS
from pipeline.states.pose import STAND_IN
from pipeline.states.presence import certainty, looked_alone, zone_presence
from pipeline.states.queues import NEXT_S, at_least, counted, lengths
from pipeline.states.smiles import NO_SMILE, held_lift, lifted, smiled, smiling
from pipeline.states.visits import Visit, customer_seated, find_visits, visits_by_person
from pipeline.states.window_tracks import without_distant_people

__all__ = [
    "ENOUGH",
    "NEXT_S",
    "NOD",
    "NO_SMILE",
    "PERHAPS",
    "PERHAPS_M",
    "STAND_IN",
    "CounterStates",
    "HandDistances",
    "HandSpeeds",
    "Invitation",
    "Visit",
    "apart",
    "at_least",
    "certainty",
    "counted",
    "customer_seated",
    "find_visits",
    "fits",
    "hand_speeds",
    "held_lift",
    "hold_s",
    "invited",
    "learn_seat",
    "lengths",
    "lifted",
    "looked_alone",
    "merge",
    "read_states",
    "settled",
    "shoulder_height",
    "smiled",
    "smiling",
    "together",
    "usual",
    "usual_colour",
    "visits_by_person",
    "without_distant_people",
    "zone_presence",
]
