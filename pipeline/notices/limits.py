"""Limits of sending notices."""

from dataclasses import dataclass

from pipeline.intervals import Basis, limit


@dataclass(frozen=True, slots=True)
class SendingLimits:
    """Limits of a sender: how long a try takes, when the next one follows, how much is claimed at once."""

    connect_s: float = limit(5.0, "s", Basis.CHOICE, "a server that is there answers a connection in less")
    answer_s: float = limit(
        10.0, "s", Basis.CHOICE, "one answer; Slack and DingTalk answer within one second"
    )
    total_s: float = limit(20.0, "s", Basis.CHOICE, "a whole try over HTTP, also against a server that drips")
    lease_s: float = limit(
        120.0, "s", Basis.CHOICE, "several tries at their longest; after it another sender takes over"
    )
    claimed: int = limit(
        50, "deliveries", Basis.CHOICE, "written as claimed in one transaction of milliseconds"
    )
    digest: int = limit(50, "notices", Basis.CHOICE, "in one message; nobody reads a longer one")
    first_wait_s: float = limit(
        10.0, "s", Basis.CHOICE, "after the first failure, doubled with each further one"
    )
    longest_wait_s: float = limit(
        3600.0, "s", Basis.CHOICE, "a mended server gets its notices within the hour"
    )
    longest_asked_s: float = limit(86400.0, "s", Basis.CHOICE, "the longest wait that a server may ask for")
    jitter: float = limit(
        0.5, "", Basis.CHOICE, "share of a wait that is drawn, so that tries do not come together"
    )
    poll_s: float = limit(
        2.0, "s", Basis.CHOICE, "between two looks into the outbox; a person notices no less"
    )
    channels: int = limit(
        4, "channels", Basis.CHOICE, "sent to at the same time: one slow server holds up no other"
    )
    answer_bytes: int = limit(
        65536, "bytes", Basis.CHOICE, "of an answer that are read; real ones have a hundred"
    )
    reason_letters: int = limit(200, "letters", Basis.CHOICE, "of a server's reason that are kept")
    overlap_s: float = limit(
        86400.0, "s", Basis.CHOICE, "in which a replaced webhook secret signs too: a working day"
    )
    secret_bytes: int = limit(32, "bytes", Basis.STANDARD, "Standard Webhooks: 24 to 64 bytes")


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """What the servers of channels take and say; ports are those of their protocols."""

    dingtalk_bytes: int = limit(
        16000, "bytes", Basis.STANDARD, "DingTalk takes 20,000 of a robot's message in all"
    )
    dingtalk_busy: int = limit(
        130101, "errcode", Basis.STANDARD, "DingTalk: more than 20 messages in a minute"
    )
    wecom_bytes: int = limit(2000, "bytes", Basis.STANDARD, "WeCom takes 2048 of a robot's text")
    wecom_busy: int = limit(45009, "errcode", Basis.STANDARD, "WeCom: more than 20 messages in a minute")
    feishu_bytes: int = limit(16000, "bytes", Basis.STANDARD, "Feishu takes 20 kB of a request in all")
    feishu_busy: int = limit(11232, "code", Basis.STANDARD, "Feishu: more than 100 messages in a minute")
    slack_bytes: int = limit(16000, "bytes", Basis.STANDARD, "Slack cuts a text after 40,000 letters")
    other_bytes: int = limit(60000, "bytes", Basis.CHOICE, "of a webhook, an e-mail, an MQTT message")
    smtp_for_good: int = limit(500, "reply code", Basis.STANDARD, "RFC 5321: refused for good")
    submission_port: int = limit(587, "port", Basis.STANDARD, "RFC 6409")
    submissions_port: int = limit(465, "port", Basis.STANDARD, "RFC 8314")
    mqtt_port: int = limit(1883, "port", Basis.STANDARD, "MQTT, registered at IANA")
    mqtts_port: int = limit(8883, "port", Basis.STANDARD, "MQTT over TLS, registered at IANA")
    http_port: int = limit(80, "port", Basis.STANDARD, "RFC 9110")
    https_port: int = limit(443, "port", Basis.STANDARD, "RFC 9110")


LIMITS = SendingLimits()
CHANNEL_LIMITS = ChannelLimits()
