"""The rest of a greeting: turned to the customer, a nod, a hand that offers the seat."""

from models.events import Event, Scalar
from pipeline.behaviours.greeting import greetings
from pipeline.scene import Scene

# The attribute of the arrival, the fault where it is False, and how sure a camera can be of it: a nod is a movement of
# a few centimetres and an invitation can be made with the eyes, so a person should look before anybody is blamed.
_COURTESIES = (
    ("faced", "no_facing_greeting", 0.6),
    ("nodded", "no_nod_greeting", 0.6),
    ("invited", "no_invitation", 0.6),
)


def courtesies(scene: Scene) -> list[Event]:
    """`no_facing_greeting`, `no_nod_greeting`, `no_invitation` per arrival at which staff was there.

    Nobody has failed to nod while there is time left to do it: the arrival says what was done so far, the fault waits.
    """
    events = []
    for greeting in greetings(scene):
        within = {
            "faced": scene.limits.stand_within_s,
            "nodded": scene.limits.nod_within_s,
            "invited": scene.limits.invite_within_s,
        }
        for name, kind, sure in _COURTESIES:
            over = greeting.at + within[name] <= scene.end
            if over and greeting.staffed and greeting.attributes.get(name) is False:
                evidence: dict[str, Scalar] = {"within_s": within[name]}
                events.append(scene.event(kind, (greeting.at, greeting.at), sure, evidence))
    return events
