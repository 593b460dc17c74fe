"""What the API takes and gives, by subject. Times are UTC seconds; `*_local` is the same moment on the site's clock."""

from api.schemas.accounts import Me, MeChange, SignIn, Token, UserAdd, UserChange, UserOut
from api.schemas.audit import AuditOut, AuditPage
from api.schemas.base import Health, In, Out, Problem, Text
from api.schemas.days import (
    CoverageOut,
    DayDetail,
    DayItem,
    DeductionOut,
    LaneOut,
    LineOut,
    NoteOut,
    RateOut,
    TimelineOut,
)
from api.schemas.events import EventCost, EventDetail, EventItem, EventPage, RecordingOut, ReviewIn, ReviewOut
from api.schemas.norms import ClauseOut, ProfileOut
from api.schemas.notices import NoticeOut, NoticesOut, NoticesRead, UnreadOut
from api.schemas.sites import CameraOut, CounterOut, SiteOut

__all__ = [
    "AuditOut",
    "AuditPage",
    "CameraOut",
    "ClauseOut",
    "CounterOut",
    "CoverageOut",
    "DayDetail",
    "DayItem",
    "DeductionOut",
    "EventCost",
    "EventDetail",
    "EventItem",
    "EventPage",
    "Health",
    "In",
    "LaneOut",
    "LineOut",
    "Me",
    "MeChange",
    "NoteOut",
    "NoticeOut",
    "NoticesOut",
    "NoticesRead",
    "Out",
    "Problem",
    "ProfileOut",
    "RateOut",
    "RecordingOut",
    "ReviewIn",
    "ReviewOut",
    "SignIn",
    "SiteOut",
    "Text",
    "TimelineOut",
    "Token",
    "UnreadOut",
    "UserAdd",
    "UserChange",
    "UserOut",
]
