"""The web API: accounts, roles, events, clips, scores, audit. Loads no vision runtime."""

from api.app import create_app
from api.settings import Settings

__all__ = ["Settings", "create_app"]
