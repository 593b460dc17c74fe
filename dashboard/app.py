"""Attach the dashboard to the API's application."""

import os
import secrets
import time
from pathlib import Path

import httpx
from fastapi import FastAPI
from nicegui import app as pages
from nicegui import core, ui
from nicegui.storage import Storage

from dashboard.api_connection import ApiAddress
from dashboard.content_policy import PagePolicy
from dashboard.html_page import STATIC
from dashboard.routes import add_routes

SESSION_DAYS = 14
"""Days that a browser stays signed in; the API's token usually ends earlier."""
FILES = Path(__file__).with_name("static")


def mount(app: FastAPI, data: Path, *, api_url: str | None = None, https: bool = False) -> None:
    """Attach every page to `app`. Call it after the API's routes are in: pages stand below existing routes.

    Sessions and the secret that signs their cookies are kept in `data`/dashboard, readable by this account only.
    Without `api_url` the pages call `app` in the same process without a socket. `https` restricts the session
    cookie to encrypted connections and to this host, so that no other server of its domain can plant one.
    """
    folder = data / "dashboard"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    Storage.path = folder / "sessions"
    _remove_sessions(Storage.path, time.time() - SESSION_DAYS * 86400)

    def api_address(reader: str | None) -> ApiAddress:
        if api_url is not None:
            return ApiAddress(api_url)
        # The reader's network address is passed on: the audit log records it and the sign-in limit counts by it.
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(reader or "", 0))
        return ApiAddress("http://counterwatch", transport)

    # NiceGUI lets pages of every site open a connection and read from it.
    core.sio.eio.cors_allowed_origins = []
    add_routes(api_address)
    # Modules of one script belong together, so a browser asks whether it has the present ones.
    pages.add_static_files(f"{STATIC}/desk", FILES / "desk", max_cache_age=0)
    pages.add_static_files(STATIC, FILES, max_cache_age=3600)
    app.add_middleware(PagePolicy)
    _run(app, _secret(folder / "secret"), https=https)


def _run(app: FastAPI, secret: str, *, https: bool) -> None:
    ui.run_with(
        app,
        title="Counterwatch",
        favicon=FILES / "mark.svg",
        dark=None,
        tailwind=False,
        reconnect_timeout=30.0,
        show_welcome_message=False,
        storage_secret=secret,
        session_middleware_kwargs={
            "session_cookie": "__Host-counterwatch" if https else "counterwatch",
            "max_age": SESSION_DAYS * 86400,
            "same_site": "lax",
            "https_only": https,
        },
    )


def _secret(path: Path) -> str:
    """The secret that signs session cookies. It is created once, so that a restart ends no session."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
    return made


def _remove_sessions(folder: Path, before: float) -> None:
    """Remove sessions that were last used before `before`, UTC seconds."""
    for path in folder.glob("storage-user-*.json"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
