"""Requests and answers of the API. Times are UTC seconds; `*_local` is the same moment on the site's clock."""

from api.schemas.accounts import Me, MeChange, SignIn, Token, UserAdd, UserChange, UserOut
from api.schemas.appeals import AppealIn, AppealItem, RulingIn
from api.schemas.audit import AuditOut, AuditPage
from api.schemas.base import Day, Health, In, Out, Text, or_none
from api.schemas.clauses import (
    ClauseDayOut,
    ClauseHistoryOut,
    ClauseNormOut,
    DifferenceOut,
    NormChangeOut,
)
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
from api.schemas.events import (
    AppealOut,
    EventCost,
    EventDetail,
    EventItem,
    EventPage,
    RecordingOut,
    ReviewIn,
    ReviewOut,
    SealOut,
)
from api.schemas.lines import (
    LearnedLineIn,
    LearnedLineOut,
    LearnedLinesOut,
    LineFiguresOut,
    LineProposalOut,
    ShareOut,
)
from api.schemas.norms import ClauseOut, ProfileOut
from api.schemas.notices import NoticeOut, NoticesOut, NoticesRead, UnreadOut
from api.schemas.periods import ClauseTotalOut, GroupOut, PeriodName, PeriodOut, PraiseOut
from api.schemas.problems import PROBLEM_MEDIA_TYPE, FieldProblem, Problem, refuses
from api.schemas.samples import SampleOut, SpotOut
from api.schemas.seats import HeightsOut, SeatIn, SeatOut
from api.schemas.sites import AskedOut, CameraOut, CounterOut, SiteOut
from api.schemas.whatif import ChangeOut, ClauseChangeOut, SupposedOut, WhatIfIn, WhatIfOut
from api.schemas.zones import CameraZonesIn, CameraZonesOut, CorrectionOut

__all__ = [
    "PROBLEM_MEDIA_TYPE",
    "AppealIn",
    "AppealItem",
    "AppealOut",
    "AskedOut",
    "AuditOut",
    "AuditPage",
    "CameraOut",
    "CameraZonesIn",
    "CameraZonesOut",
    "ChangeOut",
    "ClauseChangeOut",
    "ClauseDayOut",
    "ClauseHistoryOut",
    "ClauseNormOut",
    "ClauseOut",
    "ClauseTotalOut",
    "CorrectionOut",
    "CounterOut",
    "CoverageOut",
    "Day",
    "DayDetail",
    "DayItem",
    "DeductionOut",
    "DifferenceOut",
    "EventCost",
    "EventDetail",
    "EventItem",
    "EventPage",
    "FieldProblem",
    "GroupOut",
    "Health",
    "HeightsOut",
    "In",
    "LaneOut",
    "LearnedLineIn",
    "LearnedLineOut",
    "LearnedLinesOut",
    "LineFiguresOut",
    "LineOut",
    "LineProposalOut",
    "Me",
    "MeChange",
    "NormChangeOut",
    "NoteOut",
    "NoticeOut",
    "NoticesOut",
    "NoticesRead",
    "Out",
    "PeriodName",
    "PeriodOut",
    "PraiseOut",
    "Problem",
    "ProfileOut",
    "RateOut",
    "RecordingOut",
    "ReviewIn",
    "ReviewOut",
    "RulingIn",
    "SampleOut",
    "SealOut",
    "SeatIn",
    "SeatOut",
    "ShareOut",
    "SignIn",
    "SiteOut",
    "SpotOut",
    "SupposedOut",
    "Text",
    "TimelineOut",
    "Token",
    "UnreadOut",
    "UserAdd",
    "UserChange",
    "UserOut",
    "WhatIfIn",
    "WhatIfOut",
    "or_none",
    "refuses",
]
