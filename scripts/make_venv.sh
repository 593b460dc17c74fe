#!/bin/sh
# Makes the virtual environment $2 with the Python $1, or says in one line what the machine lacks.
python=$1
venv=$2

say() {
    echo "counterwatch: $1" >&2
    exit 2
}

command -v "$python" >/dev/null || say "no $python here: run apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    say "$("$python" --version) is too old: 3.11 or newer is needed; name one with make PYTHON=python3.11"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    say "Python's venv is missing: run apt-get install python3-venv"
[ -x "$venv/bin/pip" ] || "$python" -m venv --clear "$venv" || say "cannot make $venv with $python"
