"""How far machine and reviewers can be trusted at a site: audits with their agreement, shares and estimated recall."""

from pipeline.quality.accuracy import accuracy
from pipeline.quality.agreement import Agreement, agreement
from pipeline.quality.doubts import reconsider
from pipeline.quality.drawing import LONGEST_DAYS, AuditWish, draw_audit
from pipeline.quality.outcomes import AuditResult, audit_result
from pipeline.quality.overdue import notify_overdue
from pipeline.quality.overturned import overturned
from pipeline.quality.proportion import Proportion, proportion, weighted_share
from pipeline.quality.quiet_pools import QuietPool, quiet_pools
from pipeline.quality.recall import Flagged, QuietStratum, RecallEstimate, estimated_recall

__all__ = [
    "LONGEST_DAYS",
    "Agreement",
    "AuditResult",
    "AuditWish",
    "Flagged",
    "Proportion",
    "QuietPool",
    "QuietStratum",
    "RecallEstimate",
    "accuracy",
    "agreement",
    "audit_result",
    "draw_audit",
    "estimated_recall",
    "notify_overdue",
    "overturned",
    "proportion",
    "quiet_pools",
    "reconsider",
    "weighted_share",
]
