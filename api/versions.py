"""The version of the API in its addresses, and addresses without one."""

from starlette.types import ASGIApp, Receive, Scope, Send

ROOT = "/api"
NEWEST = f"{ROOT}/v1"
"""Where every route of the API is. A change that would break a client of it gets a version of its own."""


class AnyVersion:
    """Middleware by which an address without a version is one of the newest version: `/api/me` is `/api/v1/me`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its whole address."""
        if scope["type"] == "http":
            path = scope["path"]
            if path.startswith(f"{ROOT}/") and not f"{path}/".startswith(f"{NEWEST}/"):
                whole = NEWEST + path.removeprefix(ROOT)
                scope = {**scope, "path": whole, "raw_path": whole.encode()}
        await self._app(scope, receive, send)
