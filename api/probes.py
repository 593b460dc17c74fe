"""Probes for a supervisor: whether the process answers, and whether it can do its work. They tell nothing else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.context import Context, Parts
from models import ModelError

router = APIRouter(include_in_schema=False)

LEAST_FREE = 100_000_000
"""Bytes of room: a day of signals of a large hall; with less, clips and the database soon cannot be written."""


class Probe(BaseModel):
    """The names of the checks that failed; empty while everything is well."""

    failed: list[str]


@router.get("/healthz")
def healthz() -> Probe:
    """The process answers."""
    return Probe(failed=[])


@router.get("/readyz")
def readyz(parts: Parts, response: Response) -> Probe:
    """200 if the database answers with the tables of this version, and the data folder can be written and has room."""
    failed = list(_failed(parts))
    response.status_code = 503 if failed else 200
    response.headers["Cache-Control"] = "no-store"
    return Probe(failed=failed)


def _failed(parts: Context) -> Iterator[str]:
    try:
        if not parts.store.current():
            yield "migrations"
    except ModelError:
        yield "database"
    folder: Path = parts.settings.data
    if not os.access(folder, os.W_OK | os.X_OK):
        yield "folder"
    elif shutil.disk_usage(folder).free < LEAST_FREE:
        yield "disk"
