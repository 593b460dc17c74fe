"""The clauses, and the profiles that apply them to a hall."""

from fastapi import APIRouter

from api.context import Parts, Reader
from api.schemas import ClauseOut, ProfileOut

router = APIRouter(tags=["norms"])


@router.get("/norms", summary="The whole catalogue of clauses")
def norms(_caller: Reader, parts: Parts) -> list[ClauseOut]:
    """In the order of the catalogue, those for the auditor too."""
    return parts.norms.everything()


@router.get("/profiles", summary="Norm profiles: those that judged here, then the others")
def profiles(caller: Reader, parts: Parts) -> list[ProfileOut]:
    """A profile that was changed appears once for every hash under which it judged."""
    return parts.norms.profiles(caller.scope)
