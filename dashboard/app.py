"""Attach the dashboard to the API's application."""

import os
import secrets
import time
from pathlib import Path

import httpx
from fastapi import FastAPI
from nicegui import app as pages
from nicegui import ui
from nicegui.storage import Storage
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.client import Door
from dashboard.layout import STATIC
from dashboard.pages import (
    account,
    appeals,
    audit,
    clause,
    day,
    event,
    norms,
    notices,
    periods,
    reports,
    review,
    sample,
    scores,
    seats,
    signin,
    site,
    users,
    whatif,
    zones,
)

SESSION_DAYS = 14
"""How long a browser is remembered; the API's token usually ends earlier."""


POLICY = "; ".join(
    [
        "default-src 'self'",
        # The pages' framework writes its elements into an inline script and compiles them in the browser.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
"""Nothing comes from elsewhere and nothing goes there, whatever a page might be made to contain."""


def mount(app: FastAPI, data: Path, *, api_url: str | None = None, https: bool = False) -> None:
    """Attach every page to `app`, below the routes it already has: call it after the API's routes are in.

    Sessions and their secret live in `data`/dashboard, readable by this account only. Without `api_url` the
    pages call `app` itself, without a socket. `https` keeps the session cookie off plain connections.
    """
    folder = data / "dashboard"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    Storage.path = folder / "sessions"
    _sweep(Storage.path, time.time() - SESSION_DAYS * 86400)

    def door(address: str | None) -> Door:
        if api_url is not None:
            return Door(api_url)
        # The reader's address travels along, so that the audit log and the brake on guessing see who asks.
        return Door(
            "http://counterwatch",
            httpx.ASGITransport(app, raise_app_exceptions=False, client=(address or "", 0)),
        )

    for module in (
        signin,
        review,
        event,
        scores,
        reports,
        day,
        norms,
        site,
        seats,
        zones,
        appeals,
        clause,
        sample,
        notices,
        periods,
        whatif,
        audit,
        users,
        account,
    ):
        module.register(door)
    pages.add_static_files(STATIC, Path(__file__).with_name("static"), max_cache_age=3600)
    app.add_middleware(PagePolicy)
    ui.run_with(
        app,
        title="Counterwatch",
        favicon=Path(__file__).with_name("static") / "mark.svg",
        dark=None,
        tailwind=False,
        reconnect_timeout=30.0,
        show_welcome_message=False,
        storage_secret=_secret(folder / "secret"),
        session_middleware_kwargs={
            "session_cookie": "counterwatch",
            "max_age": SESSION_DAYS * 86400,
            "same_site": "lax",
            "https_only": https,
        },
    )


class PagePolicy:
    """Middleware that gives pages their content security policy; the API has its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the header where none is set."""

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start" and not scope["path"].startswith("/api/"):
                MutableHeaders(scope=message).setdefault("Content-Security-Policy", POLICY)
            await send(message)

        await self._app(scope, receive, with_policy if scope["type"] == "http" else send)


def _secret(path: Path) -> str:
    """The secret that signs session cookies; made once, so that a restart signs nobody out."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
    return made


def _sweep(folder: Path, before: float) -> None:
    """Remove sessions that nobody used since `before`, UTC seconds."""
    for path in folder.glob("storage-user-*.json"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
