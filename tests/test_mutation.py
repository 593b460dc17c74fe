"""The table of mutants in docs/testing.md, and the files that scripts/mutate.py names."""

import json
from pathlib import Path

import pytest

from scripts.house import ROOT
from scripts.mutate import SUBJECTS, Run, settings


def _run(folder: Path, **codes: int | None) -> Run:
    (folder / "mutants" / "pipeline").mkdir(parents=True)
    file = folder / "mutants" / "pipeline" / "robust.py.meta"
    file.write_text(json.dumps({"exit_code_by_key": codes}), "utf-8")
    return Run("spans", folder)


def test_a_mutant_counts_as_noticed_if_a_test_fails_or_never_ends(tmp_path: Path) -> None:
    run = _run(tmp_path, failed=1, ended=0, endless=-24, unreached=33, unasked=None)
    assert run.row() == ("spans", "5", "4", "1", "2", "1", "50.0%")
    assert run.survivors == ["ended", "unreached"]
    assert run.noticed == {"failed"}


def test_a_run_that_broke_off_gives_no_figures(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"broke off.*lost"):
        _run(tmp_path, failed=1, lost=2).row()


def test_the_part_that_is_run_is_the_same_for_a_seed_and_never_more_than_asked(tmp_path: Path) -> None:
    run = _run(tmp_path, **{f"m{number}": None for number in range(50)})
    part = run.choose(share=0.2, most=300, seed=1)
    assert len(part) == 10
    assert part == run.choose(share=0.2, most=300, seed=1)
    assert part != run.choose(share=0.2, most=300, seed=2)
    fewer = run.choose(share=0.2, most=4, seed=1)
    assert len(fewer) == 4
    assert set(fewer) < set(part)
    assert run.choose(share=1, most=300, seed=1) == sorted(run.codes)


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_files_and_tests_of_a_package_exist(name: str) -> None:
    subject = SUBJECTS[name]
    assert [glob for glob in subject.files if not list(ROOT.glob(glob))] == []
    assert [test for test in subject.tests if not (ROOT / test).exists()] == []
    assert all(f"    {test}\n" in settings(subject) for test in subject.tests)
