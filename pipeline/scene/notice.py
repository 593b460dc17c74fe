"""When staff took notice of a customer: from then on, turning away may be work."""

from pipeline.intervals.spans import Spans
from pipeline.states.counter_states import CounterStates
from pipeline.states.visits import Visit

# Who looked at the customer for this long has taken notice.
_NOTICE_S = 1.0


def looks(states: CounterStates) -> Spans:
    """Where staff looked at the customer for long enough to have taken notice."""
    return states.facing.true.longer_than(_NOTICE_S)


def noticed(looks: Spans, visit: Visit) -> float:
    """When staff first looked at the customer, UTC s; the end of the visit when it never did."""
    if looks.covering(visit.start) is not None:
        return visit.start
    following = looks.first_after(visit.start)
    return visit.end if following is None else min(visit.end, following[0])
