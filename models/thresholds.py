"""The numbers a norm profile may set. Values and their sources live in the profile's YAML, never here."""

from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]


class Thresholds(BaseModel):
    """Durations in seconds, angles in degrees, shares 0..1.

    `base.yaml` gives every value with its source, the other profiles say only what differs.
    To add a number: a field here and a line in `base.yaml`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    absence_after_s: float = Field(gt=0, description="empty post for this long is an absence")
    absence_warning_s: float = Field(gt=0, description="absence of this length is a warning")
    absence_violation_s: float = Field(gt=0, description="absence of this length is a violation")
    unattended_after_s: float = Field(gt=0, description="customer at an empty post for this long")
    late_opening_after_s: float = Field(
        gt=0, description="post empty for this long from opening on is a late opening"
    )
    early_closing_after_s: float = Field(
        gt=0, description="post empty for this long up to closing is an early closing"
    )
    return_confirm_s: float = Field(ge=0, description="back at the post for this long ends an absence")
    visit_min_s: float = Field(gt=0, description="a customer at the window for less is a passer-by")
    stand_within_s: float = Field(gt=0, description="standing begins no later than this after the arrival")
    stand_before_s: float = Field(ge=0, description="standing begins no earlier than this before the arrival")
    slouch_after_s: float = Field(gt=0, description="slouching held for this long")
    lean_back_after_s: float = Field(gt=0, description="leaning back held for this long")
    head_on_desk_after_s: float = Field(gt=0, description="head on the desk for this long")
    blind_after_s: float = Field(gt=0, description="a camera that shows nothing for this long is blind")
    presence_in: Share = Field(description="somebody is there from this share of recent looks on")
    presence_out: Share = Field(description="nobody is there under this share of recent looks")
    rise_onset_sd: float = Field(
        gt=0, description="rising begins this many deviations over the seated height"
    )
    trunk_forward_deg: float = Field(gt=0, lt=90, description="trunk forward by more than this is slouching")
    lean_back_deg: float = Field(gt=0, lt=90, description="trunk backward by more than this is leaning back")
    neck_flexion_deg: float = Field(gt=0, lt=90, description="neck bent by more than this is looking down")
    nod_within_s: float = Field(gt=0, description="a nod comes no later than this after the arrival")
    invite_within_s: float = Field(
        gt=0, description="the invitation comes no later than this after the arrival"
    )
    smile_within_s: float = Field(gt=0, description="where asked for: a smile no later after the arrival")
    farewell_before_s: float = Field(ge=0, description="farewell counts from this long before the departure")
    farewell_after_s: float = Field(ge=0, description="farewell counts until this long after the departure")
    chin_on_hand_after_s: float = Field(gt=0, description="chin on the hand for this long")
    arms_crossed_after_s: float = Field(gt=0, description="arms crossed for this long")
    phone_after_s: float = Field(gt=0, description="phone in use for this long")
    eyes_closed_ratio: Share = Field(description="eye aspect ratio under which an eye is closed")
    yawn_after_s: float = Field(gt=0, description="mouth wide open for this long is a yawn")
    not_facing_after_s: float = Field(gt=0, description="turned away from the customer for this long")
    busy_after_s: float = Field(gt=0, description="busy otherwise for this long while a customer waits")
    idle_after_s: float = Field(gt=0, description="somebody waits before a free window for this long")
    service_after_s: float = Field(
        gt=0, description="a customer at the window for this long is a long service"
    )
    long_wait_after_s: float = Field(gt=0, description="somebody waits in the waiting zone for this long")
    queue_people: float = Field(ge=1, description="so many who wait are a long queue")
    queue_after_s: float = Field(gt=0, description="a long queue for this long while windows are closed")
    held_up_after_s: float = Field(gt=0, description="somebody waits so long while one customer is served")
    throw_m_s: float = Field(gt=0, description="a hand toward the customer faster than this, m/s, may throw")
    gesture_m_s: float = Field(gt=0, description="hands faster than this, m/s, gesticulate")
    gestures_after_s: float = Field(gt=0, description="fast hands before the customer for this long")

    desk_within_s: float = Field(
        gt=0, description="where asked for: the desk this long before and after closing"
    )
    desk_share: Share = Field(description="where asked for: so much of the desk changed is untidy")
    uniform_after_s: float = Field(gt=0, description="where asked for: another colour worn for this long")
    uniform_distance: float = Field(gt=0, description="where asked for: a colour this far is another one")

    @model_validator(mode="after")
    def _in_order(self) -> "Thresholds":
        """A number that a child profile changes alone must not pass the ones it belongs with."""
        for row in (
            ("absence_after_s", "absence_warning_s", "absence_violation_s"),
            ("presence_out", "presence_in"),
        ):
            for low, high in pairwise(row):
                if getattr(self, low) > getattr(self, high):
                    raise ValueError(f"{low} must not be over {high}")
        return self
