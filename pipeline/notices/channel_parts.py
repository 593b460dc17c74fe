"""The parts that the kinds of channels are built from: messages, limits, signatures, and the check of addresses."""

from pipeline.notices.content import (
    content_of,
)
from pipeline.notices.limits import (
    CHANNEL_LIMITS,
    LIMITS,
)
from pipeline.notices.message import (
    ChannelKind,
    DeliveryError,
    Message,
    SecretUse,
    Target,
)
from pipeline.notices.sealing import (
    key_of,
)
from pipeline.notices.target import (
    ForbiddenTargetError,
    reachable,
    trusted_authorities,
)

__all__ = [
    "CHANNEL_LIMITS",
    "LIMITS",
    "ChannelKind",
    "DeliveryError",
    "ForbiddenTargetError",
    "Message",
    "SecretUse",
    "Target",
    "content_of",
    "key_of",
    "reachable",
    "trusted_authorities",
]
