"""Write anew what the golden cases are expected to give: `python -m tests.golden.write [--signals]`.

Only on purpose: after a change of behaviour that is meant. With --signals the demo footage is looked at and the made
days are told anew as well, which needs the models and some minutes.
"""

import argparse
import json
from pathlib import Path

from tests.golden.canonical import Lines, hashes_of, lines_of
from tests.golden.cases import FOLDER, Case, case, names

HASHES = FOLDER / "hashes.json"
KEPT = ("events", "states", "scores")


def expected_of(name: str) -> Lines:
    """The stored expected lines of a case by name."""
    return {what: _file(name, what).read_text(encoding="utf-8").splitlines() for what in KEPT}


def write_expected() -> None:
    """Judge and score every case and keep the lines and their hashes."""
    hashes = {}
    for name in names():
        lines = found_in(case(name))
        hashes[name] = hashes_of(lines)
        for what, rows in lines.items():
            _file(name, what).parent.mkdir(exist_ok=True)
            _file(name, what).write_text("\n".join([*rows, ""]), encoding="utf-8")
    HASHES.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


def found_in(one: Case) -> Lines:
    """The lines that the code as it is now gives for a case."""
    found = one.judged()
    return lines_of(found, one.scored(found))


def _file(name: str, what: str) -> Path:
    return FOLDER / "expected" / f"{name}.{what}.jsonl"


def main() -> None:
    """Write the Signals where that is asked for, then what is expected of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", action="store_true", help="look at the footage and tell the days anew")
    if parser.parse_args().signals:
        from tests.golden.looking import write_signals  # noqa: PLC0415 - loads the models

        write_signals()
    write_expected()


if __name__ == "__main__":
    main()
