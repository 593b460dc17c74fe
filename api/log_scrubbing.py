"""Log lines without secrets: signatures of media addresses, tokens, passwords and codes are taken out."""

import logging
import re
import traceback
from collections.abc import Callable

from models.service_tokens import PREFIX

_QUERY = re.compile(
    r"(?P<name>[?&](?:signature|token|ticket|code|state|nonce|secret)=)[^&\s\"'#]+", re.IGNORECASE
)
_SECRET = re.compile(
    r"(?P<name>\b(?:signature|(?:\w+_)?(?:token|password|secret)|authorization|(?:set-)?cookie)[\"']?\s*[=:]\s*)"
    r"(?:\"[^\"]*\"|'[^']*'|[^\s&\"',;)}\]]+)",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\bBearer\s+[\w.~+/=-]+", re.IGNORECASE)
_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+")  # three parts of base64: a JWT
_SERVICE_TOKEN = re.compile(rf"\b{PREFIX}[0-9A-Za-z]{{16,}}")  # also one that lost its end
_CREDENTIALS = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)[^\s/@]+@", re.IGNORECASE)


def scrubbed(text: str) -> str:
    """The text with `***` for every secret."""
    text = _SERVICE_TOKEN.sub("***", _TOKEN.sub("***", _BEARER.sub("Bearer ***", text)))
    text = _SECRET.sub(r"\g<name>***", _QUERY.sub(r"\g<name>***", text))
    return _CREDENTIALS.sub(r"\g<scheme>***@", text)


def install_scrubbing() -> None:
    """Scrub every line that any library of this process logs from now on, tracebacks included."""
    logging.setLogRecordFactory(_scrubbing(logging.getLogRecordFactory()))


def _scrubbing(make: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def made(*given: object, **named: object) -> logging.LogRecord:
        record = make(*given, **named)
        try:
            record.msg, record.args = scrubbed(record.getMessage()), ()
        except (TypeError, ValueError):  # arguments that do not fit the line: its handler says so
            return record
        if record.exc_info:
            # A formatter takes this text instead of writing the traceback itself.
            record.exc_text = scrubbed("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
        return record

    return made
