"""Signed webhooks after Standard Webhooks: id, time and signatures in headers, notices as JSON."""

import base64
import hmac
import json

from pipeline.notices.channel_parts import CHANNEL_LIMITS, Message, SecretUse, Target, content_of, key_of
from pipeline.notices.http_line import Answer, Posted, web_kind


def compose(message: Message, target: Target, now: float) -> Posted:
    """The request, signed with every secret in force, so that a receiver can change over to the new one."""
    body = json.dumps(content_of(message), ensure_ascii=False, separators=(",", ":")).encode()
    at = str(int(now))
    headers = {
        "webhook-id": message.key,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(signature(secret, message.key, at, body) for secret in target.secrets),
    }
    return Posted(target.address, body, headers)


def signature(secret: str, key: str, at: str, body: bytes) -> str:
    """The signature of a body that was sent at this second under this key."""
    signed = b".".join((key.encode(), at.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, "sha256")).decode()


KIND = web_kind("webhook", compose, Answer.raise_unless_taken, CHANNEL_LIMITS.other_bytes, SecretUse.MADE)
