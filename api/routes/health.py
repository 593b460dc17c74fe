"""Health of the server."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter

from api.context import Parts
from api.schemas import Health

router = APIRouter(tags=["server"])


@router.get("/health", summary="Whether the server answers and reaches its database")
def health(parts: Parts) -> Health:
    """Open without a token; it returns nothing else but the version."""
    parts.store.ping()
    return Health(version=_version())


def _version() -> str:
    try:
        return version("counterwatch")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "unknown"
