"""Robots of chat groups on this machine, which take, check and refuse messages as the vendors document it."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

from tests.support.loopback_http import Received, Reply

KEY = "SEC0123456789"
_WECOM_MOST = 2048


def dingtalk(got: Received) -> Reply:
    """A robot with a signature: https://open.dingtalk.com/document/robots/custom-robot-access."""
    query = parse_qs(urlsplit(got.path).query)
    if query.get("access_token") != ["token"]:
        return _said(errcode=300001, errmsg="token is not exist")
    at = query.get("timestamp", [""])[0]
    signed = hmac.new(KEY.encode(), f"{at}\n{KEY}".encode(), hashlib.sha256).digest()
    if query.get("sign") != [base64.b64encode(signed).decode()]:
        return _said(errcode=310000, errmsg="sign not match")
    if got.json["msgtype"] != "text" or not got.json["text"]["content"]:
        return _said(errcode=40035, errmsg="invalid parameter")
    return _said(errcode=0, errmsg="ok")


def wecom(got: Received) -> Reply:
    """A robot of a group: https://developer.work.weixin.qq.com/document/path/91770."""
    if parse_qs(urlsplit(got.path).query).get("key") != ["token"]:
        return _said(errcode=93000, errmsg="invalid webhook url")
    if len(got.json["text"]["content"].encode()) > _WECOM_MOST:
        return _said(errcode=40058, errmsg="text.content exceed max length 2048")
    return _said(errcode=0, errmsg="ok")


def feishu(got: Received) -> Reply:
    """A robot with a signature: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot."""
    at = got.json.get("timestamp", "")
    signed = hmac.new(f"{at}\n{KEY}".encode(), b"", hashlib.sha256).digest()
    if got.json.get("sign") != base64.b64encode(signed).decode():
        return _said(code=19021, msg="sign match fail or timestamp is not within one hour from current time")
    assert got.json["content"]["text"]
    return _said(code=0, msg="success", data={}, StatusCode=0, StatusMessage="success")


def slack(got: Received) -> Reply:
    """An incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks."""
    if got.path != "/services/T0/B0/token":
        return Reply(404, "no_service")
    return Reply(200, "ok") if got.json.get("text") else Reply(400, "no_text")


def text_of(got: Received) -> str:
    """The text of a message to any of them."""
    body = got.json
    found = body.get("content") or body.get("text")
    return found if isinstance(found, str) else found.get("text") or found["content"]


def _said(**fields: object) -> Reply:
    return Reply(200, json.dumps(fields, ensure_ascii=False))
