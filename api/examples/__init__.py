"""Examples of requests and answers for the description of the API.

Requests are written by hand (`requests.yaml`); answers are those of a town of the tests to them (`answers.json`,
written by `make api-examples`). A test sends every request and holds both against their schemas.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
ANSWERS = _FOLDER / "answers.json"


def requests() -> dict[str, Any]:
    """An example of each request body, by `METHOD path`."""
    told = yaml.safe_load((_FOLDER / "requests.yaml").read_text("utf-8"))
    return {name: _in_json(body) for name, body in told.items()}


def answers() -> dict[str, Any]:
    """An example of the JSON answers, by `METHOD path`."""
    found: dict[str, Any] = json.loads(ANSWERS.read_text("utf-8"))
    return found


def add_examples(paths: dict[str, dict[str, Any]]) -> None:
    """Add the examples to the operations of a description."""
    asked, answered = requests(), answers()
    for path, operations in paths.items():
        for method, operation in operations.items():
            name = f"{method.upper()} {path}"
            if name in asked:
                operation["requestBody"]["content"]["application/json"]["example"] = asked[name]
            if name in answered:
                status = next(status for status in operation["responses"] if status.startswith("2"))
                operation["responses"][status]["content"]["application/json"]["example"] = answered[name]


def _in_json(value: Any) -> Any:
    """A value of YAML as JSON has it: days are texts."""
    if isinstance(value, dict):
        return {key: _in_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_json(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value
