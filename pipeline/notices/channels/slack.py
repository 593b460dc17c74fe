"""Incoming webhooks of Slack: the address as Slack gives it, which is a secret by itself."""

import html
import json

from pipeline.notices.channel_parts import CHANNEL_LIMITS, Message, Target
from pipeline.notices.http_line import Answer, Posted, web_kind


def compose(message: Message, target: Target, _now: float) -> Posted:
    """The request: a text in which nothing is a link or a mention."""
    body = {"text": html.escape(message.whole, quote=False)}
    return Posted(target.address, json.dumps(body, ensure_ascii=False).encode(), {})


KIND = web_kind("slack", compose, Answer.raise_unless_taken, CHANNEL_LIMITS.slack_bytes)
