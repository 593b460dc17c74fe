"""Robots of Feishu and Lark groups (飞书): the address as Feishu gives it, and the key of its signature, if any."""

import base64
import hmac
import json

from pipeline.notices.channel_parts import CHANNEL_LIMITS, Message, SecretUse, Target
from pipeline.notices.http_line import Answer, Posted, code_of, web_kind


def compose(message: Message, target: Target, now: float) -> Posted:
    """The request: a text, signed in its body if there is a key. The key signs nothing but itself and the time."""
    body: dict[str, object] = {"msg_type": "text", "content": {"text": message.whole}}
    if target.secrets:
        at = str(int(now))
        signed = hmac.digest(f"{at}\n{target.secrets[0]}".encode(), b"", "sha256")
        body |= {"timestamp": at, "sign": base64.b64encode(signed).decode()}
    return Posted(target.address, json.dumps(body, ensure_ascii=False).encode(), {})


def judge(answer: Answer) -> None:
    """Feishu answers 200 to much of what it refuses, and says so in `code`."""
    answer.raise_unless_taken()
    code = code_of(answer, "code")
    if code:
        answer.refuse(f"code {code} {answer.text}", pauses=code == CHANNEL_LIMITS.feishu_busy)


KIND = web_kind("feishu", compose, judge, CHANNEL_LIMITS.feishu_bytes, SecretUse.GIVEN)
