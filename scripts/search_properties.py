"""Searches at random for stories that break a property: `make test-properties`, `python -m scripts.search_properties`.

`make test` draws the examples of property tests from a fixed seed. This draws others, round after round, each round
from a seed of its own, until the time is over. It prints what hypothesis made of each failure: copy the falsifying
example into an `@example` of the test, so that it is tried every time. Exit code 1 when something was found.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTHING_COLLECTED = 5  # pytest's exit code


def search(hours: float, examples: int, paths: Sequence[str]) -> list[str]:
    """What every round that failed printed; at least one round is made, and none begins after `hours`."""
    found, rounds, until = [], 0, time.monotonic() + hours * 3600
    while rounds == 0 or time.monotonic() < until:
        seed = random.SystemRandom().randrange(2**32)
        rounds += 1
        done = _round(seed, examples, paths)
        print(f"round {rounds}, seed {seed}: {done.stdout.splitlines()[-1]}", flush=True)
        if done.returncode == NOTHING_COLLECTED:
            raise SystemExit(f"search_properties: no property test in {', '.join(paths)}")
        if done.returncode:
            found.append(done.stdout)
            print(done.stdout, flush=True)
    return found


def _round(seed: int, examples: int, paths: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """One run of all property tests; tests that say how many examples they take keep to that."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        "hypothesis and not slow",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    profile = ["--hypothesis-profile=search", f"--hypothesis-seed={seed}", *paths]
    environment = {**os.environ, "EXAMPLES": str(examples), "STORIES": str(examples)}
    return subprocess.run(
        [*command, *profile], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )


def main() -> None:
    """Search, and say at the end how many rounds found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0, help="no round begins after so many hours")
    parser.add_argument("--examples", type=int, default=100, help="examples of a property in each round")
    parser.add_argument("paths", nargs="*", default=["tests"], help="tests to search, all if not given")
    options = parser.parse_args()
    found = search(options.hours, options.examples, options.paths)
    print(
        f"{len(found)} rounds found something: make each find an @example of its test"
        if found
        else "nothing found"
    )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
