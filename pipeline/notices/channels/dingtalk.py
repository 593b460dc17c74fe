"""Robots of DingTalk groups (钉钉): the address as DingTalk gives it, and the key of its signature if it has one."""

import base64
import hmac
import json
from urllib.parse import quote

from pipeline.notices.channel_parts import CHANNEL_LIMITS, Message, SecretUse, Target
from pipeline.notices.http_line import Answer, Posted, code_of, web_kind


def compose(message: Message, target: Target, now: float) -> Posted:
    """The request: a text, signed in the address if there is a key."""
    body = {"msgtype": "text", "text": {"content": message.whole}}
    address = target.address
    if target.secrets:
        at = str(round(now * 1000))
        signed = hmac.digest(target.secrets[0].encode(), f"{at}\n{target.secrets[0]}".encode(), "sha256")
        address += f"&timestamp={at}&sign={quote(base64.b64encode(signed), safe='')}"
    return Posted(address, json.dumps(body, ensure_ascii=False).encode(), {})


def judge(answer: Answer) -> None:
    """DingTalk answers 200 to what it refuses, and says so in `errcode`."""
    answer.raise_unless_taken()
    code = code_of(answer, "errcode")
    if code:
        answer.refuse(f"errcode {code} {answer.text}", pauses=code == CHANNEL_LIMITS.dingtalk_busy)


KIND = web_kind("dingtalk", compose, judge, CHANNEL_LIMITS.dingtalk_bytes, SecretUse.GIVEN)
