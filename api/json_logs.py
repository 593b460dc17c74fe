"""Logs for machines: one JSON object for each line, requests included. Install it after `log_scrubbing`."""

import json
import logging
import sys
from datetime import UTC, datetime

REQUESTS = "counterwatch.requests"
"""The logger of requests, whose lines have the fields of `extra`; a log of text leaves them out."""

FIELDS = ("method", "route", "status", "seconds")
"""Fields of a request: its route with the names of its parameters, and no address, which may hold anything."""


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: `time` (ISO 8601, UTC), `level`, `logger`, `message`, and more if given."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. A traceback is the one that scrubbing has left in the record."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_text:
            told["exception"] = record.exc_text
        return json.dumps(told, ensure_ascii=False)


def install_json_logs() -> None:
    """Write the log of every library of this process to standard error as JSON: warnings, errors, and requests."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger(REQUESTS).setLevel(logging.INFO)
