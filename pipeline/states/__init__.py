"""States of a counter over time, read from its signals: presence, posture, hands, head and visits."""

from pipeline.states.calibration import learn_seat, shoulder_height
from pipeline.states.calibration_history import LIMITS as SEAT_HISTORY
from pipeline.states.calibration_history import fits, merge, settled
from pipeline.states.clothes import apart, usual_colour
from pipeline.states.counter_states import CounterStates, hold_s, read_states
from pipeline.states.hands import HandDistances, HandSpeeds, hand_speeds, together, usual
from pipeline.states.invitation import LIMITS as INVITATION
from pipeline.states.invitation import Invitation, invited
from pipeline.states.nods import LIMITS as NODS
from pipeline.states.pose import LIMITS as POSE
from pipeline.states.presence import certainty, looked_alone, zone_presence
from pipeline.states.queues import LIMITS as QUEUES
from pipeline.states.queues import at_least, counted, lengths
from pipeline.states.smiles import LIMITS as SMILES
from pipeline.states.smiles import held_lift, lifted, smiled, smiling
from pipeline.states.visits import Visit, customer_seated, find_visits, visits_by_person
from pipeline.states.window_tracks import without_distant_people

__all__ = [
    "INVITATION",
    "NODS",
    "POSE",
    "QUEUES",
    "SEAT_HISTORY",
    "SMILES",
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
