"""The session of a browser: the signed-in account and the chosen language."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TypeGuard
from uuid import uuid4

from nicegui import app
from nicegui.storage import request_contextvar

from models.texts.catalogue import languages

TICKET_S = 60.0
"""A browser follows the link from the sign-in form at once; this covers a slow line."""


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


def prepare(session: Session, device: str) -> str:
    """A ticket with which this browser, and no other, enters the session once and soon; see `enter`."""
    ticket = secrets.token_urlsafe(32)
    app.storage.user["entering"] = {
        "ticket": ticket,
        "until": time.time() + TICKET_S,
        "session": asdict(session),
        "device": device,
    }
    return ticket


async def enter(ticket: str) -> str | None:
    """Begin the prepared session under a new id of the browser; its device, None when the ticket is not valid.

    Only an answer of the server to the browser can give it a new id, so this runs within one and not in the open
    page. The id from before the sign-in opens nothing: another person may have planted it.
    """
    prepared = app.storage.user.pop("entering", None)
    request = request_contextvar.get()
    if request is None or not _fits(prepared, ticket):
        return None
    kept = {key: value for key, value in app.storage.user.items() if key == "language"}
    request.session.clear()
    request.session["id"] = str(uuid4())
    # NiceGUI makes storage only for the id with which a request comes in, and offers no other way to make it.
    await app.storage._create_user_storage(request.session["id"])
    app.storage.user.update({**kept, "session": prepared["session"]})
    return str(prepared["device"])


def _fits(prepared: object, ticket: str) -> TypeGuard[Mapping[str, object]]:
    if not isinstance(prepared, dict) or time.time() >= prepared["until"]:
        return False
    return secrets.compare_digest(str(prepared["ticket"]).encode(), ticket.encode())


@dataclass(frozen=True, slots=True)
class Left:
    """A browser that was sent to an OpenID provider: what to prove afterwards, and the page that it came from."""

    flow: str
    back: str


def leave(flow: str, back: str) -> None:
    """Remember that this browser is sent to a provider."""
    app.storage.user["left"] = asdict(Left(flow, back))


def returned() -> Left | None:
    """What was remembered when this browser was sent to a provider, once; None when it was not."""
    kept = app.storage.user.pop("left", None)
    return Left(**kept) if isinstance(kept, dict) else None


def ask_code(challenge: str) -> None:
    """Make the sign-in page ask for a code of the second factor next."""
    app.storage.user["challenge"] = challenge


def asked_code() -> str:
    """The challenge for which the sign-in page asks for a code, once; empty without one."""
    return str(app.storage.user.pop("challenge", ""))


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
