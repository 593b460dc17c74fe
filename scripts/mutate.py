"""Changes the code in small ways and counts the changes that a test notices: `make mutate`.

    python -m scripts.mutate [--share 0.2] [--most 300] [--seed 1] [--out FILE] [--again] [PACKAGE...]

mutmut makes the changed functions (mutants) and runs those tests of `SUBJECTS` that reach each of them. Every package
is copied to a folder of its own under build/mutation and is run there by one process. `--share` and `--most` run a
random part of the mutants of each package, as a whole run takes hours. `--again` keeps the last run and repeats what
no test has noticed yet, with the tests as they are now, and goes on with mutants that were not run.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.house import PACKAGES, ROOT
from scripts.marked_page import replace_table

WORK = ROOT / "build" / "mutation"
CODE = (*PACKAGES, "synthetic", "benchmarks", "scripts")
MARK = "mutation"
HEADS = ("package", "mutants", "run", "killed", "survived", "timeout", "score")


@dataclass(frozen=True)
class Subject:
    """Files to mutate and the tests that concern them, relative to the project."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


def _stories(names: str) -> tuple[str, ...]:
    return tuple(f"tests/pipeline/test_{name}.py" for name in names.split())


SUBJECTS: Mapping[str, Subject] = {
    "scoring": Subject(
        ("pipeline/scoring/*.py",),
        (
            "tests/golden",
            *_stories(
                "certainty clause_history day_scores opening_times "
                "limits_of_decisions sampling scoring score_changes score_coverage score_properties "
                "service aggregates clause_scope"
            ),
        ),
    ),
    "spans": Subject(
        ("pipeline/intervals/*.py",),
        _stories(
            "limits_met_exactly limits_of_decisions medians spans state state_seconds steadiness visits"
        ),
    ),
    "states": Subject(
        ("pipeline/states/*.py",),
        (
            "tests/golden",
            *_stories(
                "absence work_movements camera_faults calibration visit_walks courtesy entry_walks "
                "exchanges facing farewells gestures greeting hand_at_face handover invitations "
                "calibration_history limits_met_exactly limits_of_decisions without_detector "
                "event_margins nods phones phone_detections posture presence queues sitting_down service "
                "smiles standing_limits standing_posts state_seconds steadiness fast_hands uniforms "
                "visits waits visits_by_person yawning yawn_look_alikes"
            ),
        ),
    ),
    "privacy": Subject(
        tuple(
            f"pipeline/clips/{name}.py"
            for name in ("privacy", "blurring", "strangers", "staff_place", "box_paths")
        ),
        _stories("clips drawn_over_clips redaction"),
    ),
}
"""Package -> what is mutated and which tests run. `states` are all modules that decide in which state a counter is."""

STATUS: Mapping[int | None, str] = {
    **dict.fromkeys((1, 3), "killed"),
    **dict.fromkeys((0, 5, 33), "survived"),
    **dict.fromkeys((-24, -9), "timeout"),
}
"""Exit code that mutmut stores -> column of the table. A mutant that no test reaches has survived."""


@dataclass(frozen=True)
class Run:
    """The mutants of one package in its folder."""

    name: str
    folder: Path

    @property
    def codes(self) -> dict[str, int | None]:
        """Mutant -> exit code of its tests, None before they ran."""
        found: dict[str, int | None] = {}
        for file in sorted(self.folder.glob("mutants/**/*.meta")):
            found |= json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        return found

    @property
    def survivors(self) -> list[str]:
        """The mutants that were run and that no test noticed."""
        return [name for name, code in self.codes.items() if STATUS.get(code) == "survived"]

    @property
    def noticed(self) -> set[str]:
        """The mutants that made a test fail."""
        return {name for name, code in self.codes.items() if STATUS.get(code) == "killed"}

    def prepare(self) -> None:
        """Copy the files of the working tree that git does not ignore, and write the settings of mutmut."""
        listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        listed = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in listed.split("\0"):
            if (ROOT / name).is_file():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.folder / name)
        (self.folder / "setup.cfg").write_text(settings(SUBJECTS[self.name]), "utf-8")

    def choose(self, share: float, most: int, seed: int) -> list[str]:
        """A random part of all mutants, `most` at most; makes the mutants if there are none yet.

        The same seed chooses the same order, so that a larger part begins with the smaller one.
        """
        if not self.codes:
            # mutmut makes the mutants and measures the tests; then it stops, as no mutant has that name.
            told = self.mutate("none")
            if not self.codes:
                raise SystemExit(told.stdout + told.stderr)
        every = sorted(self.codes)
        random.Random(seed).shuffle(every)
        return sorted(every[: min(most, max(1, round(share * len(every))))])

    def mutate(self, *names: str) -> subprocess.CompletedProcess[str]:
        """Run the tests of these mutants with one process."""
        return subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names],
            cwd=self.folder,
            # Plugins and collections of garbage take longer than most of the tests.
            env=os.environ
            | {"PYTHONPATH": str(self.folder / "mutants"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            check=False,
            capture_output=True,
            text=True,
        )

    def row(self) -> tuple[str, ...]:
        """One row of the table, in the order of `HEADS`. A timeout counts as noticed."""
        codes = self.codes
        run = {
            name: STATUS.get(code, f"exit code {code}") for name, code in codes.items() if code is not None
        }
        if strange := {name: status for name, status in run.items() if status not in HEADS}:
            raise SystemExit(f"the tests of these mutants broke off: {strange}")
        counts = Counter(run.values())
        score = f"{1 - counts['survived'] / len(run):.1%}" if run else "-"
        return (self.name, *map(str, (len(codes), len(run), *(counts[head] for head in HEADS[3:6]))), score)


def settings(subject: Subject) -> str:
    """The text of setup.cfg for mutmut."""
    lists = {
        "source_paths": CODE,
        "only_mutate": subject.files,
        "do_not_mutate": ("*/__init__.py",),
        "pytest_add_cli_args_test_selection": subject.tests,
        "pytest_add_cli_args": ("-m", "not slow and not browser", "-p", "no:unraisableexception"),
    }
    lines = [line for key, values in lists.items() for line in (f"{key}=", *(f"    {one}" for one in values))]
    # Tests may take minutes on a busy machine: only a test that never ends shall be stopped.
    return "\n".join(["[mutmut]", *lines, "process_isolation=forkserver", "timeout_constant=20", ""])


def finished(name: str, options: argparse.Namespace) -> Run:
    """The run of one package, from its mutants to their exit codes."""
    run = Run(name, WORK / name)
    if not options.again:
        shutil.rmtree(run.folder, ignore_errors=True)
    run.prepare()
    chosen = set(run.choose(options.share, options.most, options.seed)) - run.noticed
    if chosen:
        run.mutate(*sorted(chosen))
    return run


def table(runs: Sequence[Run]) -> str:
    """The figures as a Markdown table."""
    lines = [HEADS, ("---", *("---:",) * (len(HEADS) - 1)), *(run.row() for run in runs)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Run the mutants, print the table and the survivors; exit code 2 if the page has no place for the table."""
    parser = argparse.ArgumentParser(description="the share of small changes of the code that a test notices")
    parser.add_argument("--share", type=float, default=1.0, help="part of the mutants to run, 0 to 1")
    parser.add_argument("--most", type=int, default=sys.maxsize, help="mutants to run per package, at most")
    parser.add_argument("--seed", type=int, default=1, help="chooses the part")
    parser.add_argument("--again", action="store_true", help="keep the last run and repeat its survivors")
    parser.add_argument("--out", type=Path, metavar="FILE", help="Markdown file whose table is replaced")
    parser.add_argument("packages", nargs="*", choices=SUBJECTS, default=list(SUBJECTS), metavar="PACKAGE")
    options = parser.parse_args()
    runs = [finished(name, options) for name in options.packages]
    print(lines := table(runs), *(name for run in runs for name in run.survivors), sep="\n")
    return replace_table(options.out, lines, MARK) if options.out else 0


if __name__ == "__main__":
    sys.exit(main())
