"""The clauses, and the profiles that apply them to a hall."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends

from api.context import Parts, Reader, page_end, paging
from api.schemas import ClausePage, ProfilePage
from models.store import ListPage, Orders, PageRequest, SortKey, both_ways, list_page

T = TypeVar("T")

router = APIRouter(tags=["norms"])

_PLACED = both_ways("order", SortKey(lambda placed: placed[0], int))
CLAUSES: Orders = _PLACED | both_ways("id", SortKey(lambda placed: placed[1].id, str))
PROFILES: Orders = _PLACED | both_ways(
    "name", SortKey(lambda placed: placed[1].name, str), SortKey(lambda placed: placed[1].hash, str)
)


@router.get("/norms", summary="The whole catalogue of clauses")
def norms(
    _caller: Reader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(CLAUSES, "order", limit=200))],
) -> ClausePage:
    """In the order of the catalogue, those for the auditor too."""
    found = _page(parts.norms.everything(), CLAUSES, wanted)
    return ClausePage(items=found.items, **page_end(found, wanted))


@router.get("/profiles", summary="Norm profiles: those that judged here, then the others")
def profiles(
    caller: Reader,
    parts: Parts,
    wanted: Annotated[PageRequest, Depends(paging(PROFILES, "order", limit=200))],
) -> ProfilePage:
    """A profile that was changed appears once for every hash under which it judged."""
    found = _page(parts.norms.profiles(caller.scope), PROFILES, wanted)
    return ProfilePage(items=found.items, **page_end(found, wanted))


def _page(items: Sequence[T], orders: Orders, wanted: PageRequest) -> ListPage[T]:
    return list_page(enumerate(items, 1), orders, wanted).of(lambda placed: placed[1])
