"""The session of a browser: the signed-in account and the chosen language."""

from dataclasses import dataclass

from nicegui import app
from nicegui.storage import request_contextvar

from models.texts.catalogue import languages


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in account with its API token."""

    token: str
    name: str
    role: str


def current() -> Session | None:
    """The session of this browser, or None when nobody is signed in."""
    stored = app.storage.user.get("session")
    return Session(**stored) if isinstance(stored, dict) and set(stored) == set(Session.__slots__) else None


def remember(session: Session) -> None:
    """Store a session for this browser; the storage is on the server."""
    app.storage.user["session"] = {"token": session.token, "name": session.name, "role": session.role}


def forget() -> None:
    """Remove the session of this browser; its language is kept."""
    app.storage.user.pop("session", None)


def language() -> str:
    """The chosen language, else the first known language that the browser asks for, else English."""
    chosen = app.storage.user.get("language")
    if isinstance(chosen, str) and chosen in languages():
        return chosen
    request = request_contextvar.get()
    return preferred(request.headers.get("accept-language", "") if request else "")


def choose_language(chosen: str) -> None:
    """Store the language for this browser."""
    app.storage.user["language"] = chosen


def preferred(accept: str) -> str:
    """The known language with the highest quality value in an Accept-Language header; English without a known one."""
    ranked = sorted(
        (_quality(part), -i, part.strip()[:2].lower()) for i, part in enumerate(accept.split(","))
    )
    asked = [code for quality, _, code in reversed(ranked) if quality > 0]
    return next((known for code in asked for known in languages() if known == code), "en")


def _quality(part: str) -> float:
    _, _, value = part.partition(";q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0


def safe_path(wanted: str) -> str:
    """`wanted` when it is a path of this site, else "/"; a link cannot redirect to another site after sign-in."""
    local = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if local and wanted.isprintable() else "/"
