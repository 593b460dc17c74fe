"""The data of one person, for administrators: everything that is stored, and its erasure."""

from fastapi import APIRouter, Response

from api.context import Admin, Parts
from api.schemas import PersonErasedOut, PersonEraseIn, PersonIn, refuses
from models import Action
from pipeline.subject_access.erasure import ErasureOrder, erase_person
from pipeline.subject_access.export import export_person

router = APIRouter(prefix="/persons", tags=["privacy"])


@router.post(
    "/export",
    summary="Everything that is stored about a person, as a zip",
    response_class=Response,
    responses={**refuses(409), 200: {"content": {"application/zip": {}}}},
)
def export(body: PersonIn, caller: Admin, parts: Parts) -> Response:
    """JSON, CSV and a page in the language of the account; 409 for a name that is none. The log has a line."""
    made = export_person(parts.store, body.name, body.accounts)
    parts.store.audit.add(caller.deed(Action.PERSON_EXPORTED, f"person {body.name}"), parts.now())
    headers = {"Content-Disposition": 'attachment; filename="person.zip"', "Cache-Control": "no-store"}
    return Response(made.archive(caller.user.language), media_type="application/zip", headers=headers)


@router.post(
    "/erase", summary="Replace a person's name everywhere, and delete the clips", responses=refuses(409)
)
def erase(body: PersonEraseIn, caller: Admin, parts: Parts) -> PersonErasedOut:
    """409 while a legal hold is on the person, and for a name that is none. `dry_run` is true by default."""
    order = ErasureOrder(
        body.name, body.accounts, caller.user.name, body.reason, parts.now(), dry_run=body.dry_run
    )
    return PersonErasedOut.model_validate(erase_person(parts.store, parts.settings.data, order))
