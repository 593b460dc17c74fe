"""Changes the code in small ways and counts the changes that a test notices: `make mutate`.

    python -m scripts.mutate [--sample 300] [--seed 7] [PATTERN...]

mutmut makes the mutants and runs the tests named in pyproject.toml. A pattern names mutants, as
`pipeline.intervals.*`; all if none is given. `--sample` runs so many of them, drawn from a fixed seed, because a whole
run takes hours. The table has a row for each package: mutants that were run, and the share that a test killed.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

MUTANTS = Path("mutants")
SURVIVED, NO_TESTS = 0, (5, 33)
"""Exit codes that mutmut keeps for a mutant: no test failed, and no test reaches it."""


def exit_codes() -> dict[str, int | None]:
    """Mutant -> the exit code of its tests, None where they did not run; {} before the first run."""
    found: dict[str, int | None] = {}
    for file in sorted(MUTANTS.rglob("*.meta")):
        found |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def drawn(names: Sequence[str], patterns: Sequence[str], sample: int, seed: int) -> list[str]:
    """The mutants to run, in order of their names."""
    asked = [name for name in names if not patterns or any(fnmatch(name, pattern) for pattern in patterns)]
    return sorted(random.Random(seed).sample(asked, min(sample, len(asked))) if sample else asked)


def table(codes: Mapping[str, int | None]) -> str:
    """A line for each module and one for all: mutants that were run, survivors, and the share killed."""
    run, left = Counter[str](), Counter[str]()
    for name, code in codes.items():
        module = name.rpartition(".")[0]
        if code is not None:
            run.update((module, "all"))
            left.update((module, "all") if code == SURVIVED or code in NO_TESTS else ())
    rows = [
        f"| {name} | {run[name]} | {left[name]} | {1 - left[name] / run[name]:.0%} |" for name in sorted(run)
    ]
    return "\n".join(["| module | mutants | survived | killed |", "| --- | ---: | ---: | ---: |", *rows])


def mutmut(*names: str) -> int:
    """Run mutmut on these mutants; gives its exit code."""
    command = [sys.executable, "-m", "mutmut", "run", *names]
    return subprocess.run(command, check=False).returncode


def main() -> None:
    """Run the mutants that are asked for and print the table and the survivors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, 0 for all")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("patterns", nargs="*")
    options = parser.parse_args()
    if not exit_codes():
        mutmut("none")  # makes the mutants and stops, since no mutant has that name
    chosen = drawn(list(exit_codes()), options.patterns, options.sample, options.seed)
    mutmut(*chosen)
    codes = {name: code for name, code in exit_codes().items() if name in set(chosen)}
    print(table(codes))
    print("\n".join(name for name, code in codes.items() if code == SURVIVED))


if __name__ == "__main__":
    main()
