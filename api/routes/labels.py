"""Names in Chinese and English for every key in the API's answers, so that clients need no list of their own."""

from fastapi import APIRouter

from api.context import Parts, Reader
from api.schemas import Text
from models.norms.labels import GROUPS, labels

router = APIRouter(tags=["norms"])


@router.get("/labels", summary="Names of kinds, clauses, profiles, states, statuses, excuses and the like")
def names(caller: Reader, parts: Parts) -> dict[str, dict[str, Text]]:
    """Group by group, each by key, in the order they should be shown; sentences use the same words."""
    found: dict[str, dict[str, Text]] = {
        group: {key: Text.from_words(words) for key, words in labels(group).items()} for group in GROUPS
    }
    clauses = {
        clause.id: Text.from_words(clause.wording) for clause in parts.norms.catalogue.clauses.values()
    }
    return {**found, "clauses": clauses, "profiles": parts.norms.titles(caller.scope)}
