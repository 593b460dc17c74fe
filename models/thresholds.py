"""The numbers a norm profile may set. Values and their sources live in the profile's YAML, never here."""

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """Durations in seconds, angles in degrees, shares 0..1. Each profile gives every value with its source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    absence_after_s: float = Field(gt=0, description="empty post for this long is an absence")
    absence_warning_s: float = Field(gt=0, description="absence of this length is a warning")
    absence_violation_s: float = Field(gt=0, description="absence of this length is a violation")
    unattended_after_s: float = Field(gt=0, description="customer at the window of an empty post for this long")
    return_confirm_s: float = Field(ge=0, description="back at the post for this long ends an absence")
    visit_min_s: float = Field(gt=0, description="a customer at the window for less is a passer-by")
    stand_within_s: float = Field(gt=0, description="standing begins no later than this after the arrival")
    stand_before_s: float = Field(ge=0, description="standing since at most this long before the arrival counts as greeting")
    slouch_after_s: float = Field(gt=0, description="slouching held for this long")
    lean_back_after_s: float = Field(gt=0, description="leaning back held for this long")
    head_on_desk_after_s: float = Field(gt=0, description="head on the desk for this long")
    blind_after_s: float = Field(gt=0, description="a camera that shows nothing for this long is blind")
