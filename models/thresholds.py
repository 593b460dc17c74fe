"""The numbers a norm profile may set. Values and their sources live in YAML files, never here."""

from itertools import pairwise
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]


class Thresholds(BaseModel):
    """Durations in seconds, angles in degrees, shares 0..1.

    The fields are the numbers that several kinds of events or states use: `base.yaml` gives every value with its
    source, and to add one is a field here and a line there. The numbers of a single kind are in its entry of
    `kinds.yaml` and are read with `number`. The other profiles say only what differs.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[float, Field(gt=0)]]

    absence_after_s: float = Field(gt=0, description="empty post for this long is an absence")
    absence_warning_s: float = Field(gt=0, description="absence of this length is a warning")
    absence_violation_s: float = Field(gt=0, description="absence of this length is a violation")
    return_confirm_s: float = Field(ge=0, description="back at the post for this long ends an absence")
    visit_min_s: float = Field(gt=0, description="a customer at the window for less is a passer-by")
    stand_within_s: float = Field(gt=0, description="standing begins no later than this after the arrival")
    stand_before_s: float = Field(ge=0, description="standing begins no earlier than this before the arrival")
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
    eyes_closed_ratio: Share = Field(description="eye aspect ratio under which an eye is closed")
    busy_after_s: float = Field(gt=0, description="busy otherwise for this long while a customer waits")
    idle_after_s: float = Field(gt=0, description="somebody waits before a free window for this long")
    queue_people: float = Field(ge=1, description="so many who wait are a long queue")
    queue_after_s: float = Field(gt=0, description="a long queue for this long while windows are closed")
    throw_m_s: float = Field(gt=0, description="a hand toward the customer faster than this, m/s, may throw")
    gesture_m_s: float = Field(gt=0, description="hands faster than this, m/s, gesticulate")

    desk_within_s: float = Field(
        gt=0, description="where asked for: the desk this long before and after closing"
    )
    desk_share: Share = Field(description="where asked for: so much of the desk changed is untidy")
    uniform_after_s: float = Field(gt=0, description="where asked for: another colour worn for this long")
    uniform_distance: float = Field(gt=0, description="where asked for: a colour this far is another one")

    def number(self, name: str) -> float:
        """The value of a number by its name, also of one that a kind brings. Raises AttributeError for another name."""
        return float(getattr(self, name))

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
