"""A process that the program starts ends with it, also when the program is killed."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
CHILD = """
import os, time
from pipeline.processes import exit_with_parent

exit_with_parent(os.getppid())
print(os.getpid(), flush=True)
time.sleep(600)
"""
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}])"


def test_a_child_ends_with_its_killed_parent() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        child.wait(60)
    assert not child.is_running()


SMALL = """
import resource, sys
from pipeline.live.open_files import check_open_files
from pipeline.errors import PipelineError

hard = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
try:
    check_open_files(12)
except PipelineError as error:
    print(error)
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def test_a_hall_of_many_cameras_raises_its_limit_of_open_files_or_is_told_which_it_needs() -> None:
    said = []
    for hard in ("400", "256"):
        child = [sys.executable, "-c", SMALL, hard]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        said.append(subprocess.check_output(child, text=True, env=environment).splitlines())
    assert said == [
        ["320"],
        [
            "12 cameras take up to 320 open files, and this process may open 256: "
            "raise the limit (ulimit -n 320, or LimitNOFILE= of the service)",
            "256",
        ],
    ]
