"""The moment at which the rule of an event is met: from then on the norm, and nothing else, makes it an event."""

from collections.abc import Mapping

from models import Event, Thresholds
from models.norms import load_catalogue
from pipeline.live.event_publisher import LIMITS
from pipeline.states.presence import LIMITS as PRESENCE

# A courtesy is missed when the time for it has passed; a stay is a visit when it is no passing any more.
_AFTER_START: Mapping[str, str] = {
    "arrival": "visit_min_s",
    "no_stand_greeting": "stand_within_s",
    "no_facing_greeting": "stand_within_s",
    "no_nod_greeting": "nod_within_s",
    "no_invitation": "invite_within_s",
    "no_smile_greeting": "smile_within_s",
    "no_farewell": "farewell_after_s",
    "left_without_telling": "return_confirm_s",
    "camera_blind": "blind_after_s",
}


def rule_met(event: Event, limits: Thresholds) -> float | None:
    """UTC seconds; None for a kind of which no single moment says so, as the figures of a whole day."""
    kind = load_catalogue().kinds[event.kind]
    if kind.decided_at_end:
        return event.end + LIMITS.settle_s
    name = _AFTER_START.get(event.kind, kind.threshold)
    if name is not None:
        return event.start + limits.number(name)
    # A customer who is missed for so long has left: detection misses people for a shorter time.
    return event.end + PRESENCE.vote_s if event.kind == "departure" else None
