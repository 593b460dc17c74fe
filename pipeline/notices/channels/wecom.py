"""Robots of WeCom groups (企业微信): the address as WeCom gives it, which is a secret by itself."""

import json

from pipeline.notices.channel_parts import CHANNEL_LIMITS, Message, Target
from pipeline.notices.http_line import Answer, Posted, code_of, web_kind


def compose(message: Message, target: Target, _now: float) -> Posted:
    """The request: a text."""
    body = {"msgtype": "text", "text": {"content": message.whole}}
    return Posted(target.address, json.dumps(body, ensure_ascii=False).encode(), {})


def judge(answer: Answer) -> None:
    """WeCom answers 200 to what it refuses, and says so in `errcode`."""
    answer.raise_unless_taken()
    code = code_of(answer, "errcode")
    if code:
        answer.refuse(f"errcode {code} {answer.text}", pauses=code == CHANNEL_LIMITS.wecom_busy)


KIND = web_kind("wecom", compose, judge, CHANNEL_LIMITS.wecom_bytes)
