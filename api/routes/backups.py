"""Backups of the installation: those that a server has made, and a new one."""

from fastapi import APIRouter, HTTPException

from api.context import Admin, Context, Parts
from api.schemas import BackupOut, BackupsOut, refuses
from models import Action
from pipeline.backup.kept import BackupPlace, begin_backup, kept_backups
from pipeline.errors import PipelineError

router = APIRouter(prefix="/backups", tags=["server"])

_MOST = 100


@router.get("", summary="The backups of the server's folder, newest first", responses=refuses(409))
def backups(_caller: Admin, parts: Parts) -> BackupsOut:
    """The newest hundred with their states; none, and `folder` false, for a server that was given no folder."""
    if parts.settings.backups is None:
        return BackupsOut(folder=False, items=[])
    try:
        found = kept_backups(parts.settings.backups)[:_MOST]
    except PipelineError as error:
        raise HTTPException(409, str(error)) from error
    return BackupsOut(folder=True, items=[BackupOut.model_validate(one) for one in found])


@router.post("", summary="Begin a backup", status_code=202, responses=refuses(409))
def begin(caller: Admin, parts: Parts) -> BackupOut:
    """It is made by a process of its own; its state is in the list. 409 while one is being made."""
    try:
        begun = begin_backup(_place(parts), parts.now())
    except PipelineError as error:
        raise HTTPException(409, str(error)) from error
    parts.store.audit.add(caller.deed(Action.RAN, "backup", begun.name), parts.now())
    return BackupOut.model_validate(begun)


def _place(parts: Context) -> BackupPlace:
    if parts.settings.backups is None:
        raise HTTPException(409, "no folder for backups is set: start the server with --backups FOLDER")
    return parts.settings.backups
