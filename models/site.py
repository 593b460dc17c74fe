"""The site file: the cameras, the counters that each of them shows, and their zones."""

import re
from datetime import time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from models.errors import ModelError
from models.options import Objects, QuietTime, Smile, Uniform, beside
from models.polygons import Polygon
from models.yaml_depth import raise_if_deep

__all__ = ["Camera", "Counter", "Hours", "OpenSpan", "Polygon", "Site", "load_site"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeskReference(_Strict):
    """The zone of the desk's surface, and its reference picture by `counterwatch tidy`, relative to the site file."""

    zone: Polygon
    tidy: Path

    @field_validator("tidy")
    @classmethod
    def _beside_the_site_file(cls, value: Path, info: ValidationInfo) -> Path:
        return beside(value, info)


class Counter(_Strict):
    """A service counter: polygons in 0..1 of the picture's width and height.

    `staff_zone` is where head and shoulders of the staff at the post appear, `customer_zone` those of a customer at
    the window, `waiting_zone` those of people who wait. Desks hide hips and feet, so no zone is placed below.
    `role` is the role of its staff (clerk, guide ...): clauses of a profile may apply to some roles only. `stands`:
    there is no chair, so a day with one shoulder height shows standing people. `desk` is compared with its reference
    picture at closing time, if the site asks for it.
    """

    id: str = Field(min_length=1)
    name: str | None = None
    role: str | None = None
    stands: bool = False
    staff_zone: Polygon
    customer_zone: Polygon | None = None
    waiting_zone: Polygon | None = None
    desk: DeskReference | None = None


class Camera(_Strict):
    """`source` is a path relative to the site file, an rtsp:// address, or a device number.

    `${NAME}` and `${file:/PATH}` in an address stand for a value of the environment and the first line of a file.
    `look_at` is the address of a smaller stream of the same picture: it is looked at, and clips are cut from `source`.
    RTSP comes over `transport`.
    """

    id: str = Field(min_length=1)
    source: str
    look_at: str | None = None
    transport: Literal["tcp", "udp"] = "tcp"
    counters: list[Counter] = Field(min_length=1)

    @field_validator("source", "look_at", mode="before")
    @classmethod
    def _device_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


class OpenSpan(_Strict):
    """A daily span on the site's clock, `start` before `end`."""

    start: time
    end: time

    @model_validator(mode="after")
    def _ordered(self) -> "OpenSpan":
        if self.start >= self.end:
            raise ValueError(f"start {self.start} must be before end {self.end}")
        return self


_SHIFT_TIMES = re.compile(r"\d{1,2}:\d{2} ?- ?\d{1,2}:\d{2}(, ?\d{1,2}:\d{2} ?- ?\d{1,2}:\d{2})*")


class Hours(_Strict):
    """Opening spans and breaks of a day, in the site's time zone. Without any, the hall is always open."""

    open: list[OpenSpan] = Field(default_factory=list)
    breaks: list[OpenSpan] = Field(default_factory=list)


class Site(_Strict):
    """A hall with its cameras, time zone, norm profile, tier (if halls are ranked) and hours.

    `smile`, `uniform` and `objects` are measured only if the site asks for them. `shifts` gives the times of the codes
    of a grid roster: `早: 08:00-12:00`. An appeal is to be decided within `appeal_days`.
    `quiet_time` keeps a random share of time without events on video, for audits.
    """

    site: str = Field(min_length=1)
    name: str | None = None
    timezone: str = "UTC"
    profile: str = "general"
    tier: int | None = None
    hours: Hours = Field(default_factory=Hours)
    smile: Smile = Field(default_factory=Smile)
    uniform: Uniform | None = None
    objects: Objects | None = None
    shifts: dict[str, str] = Field(default_factory=dict)
    appeal_days: int = Field(default=7, ge=1, le=366)
    quiet_time: QuietTime | None = None
    cameras: list[Camera] = Field(min_length=1)

    @field_validator("shifts")
    @classmethod
    def _times(cls, value: dict[str, str]) -> dict[str, str]:
        for code, times in value.items():
            if not _SHIFT_TIMES.fullmatch(times):
                raise ValueError(f"{code}: {times!r} is no time of a shift: write 08:00-12:00")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such timezone {value!r}") from error
        return value

    @model_validator(mode="after")
    def _unique_ids(self) -> "Site":
        for what, ids in (
            ("camera", [c.id for c in self.cameras]),
            ("counter", [k.id for c in self.cameras for k in c.counters]),
        ):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f"{what} id {twice[0]!r} is used twice")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)


def load_site(path: Path) -> Site:
    """Read and check a site file; raises ModelError with one line that names the file and the place in it."""
    try:
        text = path.read_text(encoding="utf-8")
        raise_if_deep(text)
        raw = yaml.safe_load(text)
    except OSError as error:
        raise ModelError(f"{path}: cannot read the site file: {error.strerror}") from error
    except (
        yaml.YAMLError,
        ValueError,
    ) as error:  # ValueError: bytes that are no text, and a date like 2026-13-45
        raise ModelError(f"{path}: not a YAML file: {' '.join(str(error).split())}") from error
    try:
        return Site.model_validate(raw, context={"folder": path.parent})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top level"
        raise ModelError(f"{path}: {where}: {first['msg'].removeprefix('Value error, ')}") from error
