"""Options of `counterwatch serve` about signing in."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterwatch.options import FILE

if TYPE_CHECKING:
    from api.settings import Settings

    Rules = Callable[[Settings], Settings]

_HOURS = click.FloatRange(0, 24 * 30, min_open=True)  # OWASP ASVS 4.0, 3.3.2: 30 days at the longest
_MINUTES = click.FloatRange(0, 24 * 60, min_open=True)


def sign_in_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options about signing in, given to the command as one `signing_in` that completes its settings."""

    @click.option("--session-hours", type=_HOURS, default=10, show_default=True, help="Longest session.")
    @click.option(
        "--idle-minutes", type=_MINUTES, default=30, show_default=True, help="Longest pause in a session."
    )
    @click.option(
        "--second-factor",
        "roles",
        multiple=True,
        type=click.Choice(("supervisor", "auditor", "admin")),
        help="Role whose accounts need a second factor. May repeat.",
    )
    @click.option("--oidc", type=FILE, help="File that names an OpenID provider: people may sign in by it.")
    @wraps(command)
    def completed(
        session_hours: float, idle_minutes: float, roles: tuple[str, ...], oidc: Path | None, **rest: object
    ) -> None:
        from api.oidc_settings import load_oidc
        from models import Role

        provider = load_oidc(oidc) if oidc else None

        def signing_in(settings: "Settings") -> "Settings":
            needed = frozenset(Role(role) for role in roles)
            hours, idle = session_hours * 3600, idle_minutes * 60
            known = replace(settings, token_s=hours, idle_s=idle, second_factor_for=needed)
            return replace(known, oidc=provider)

        command(signing_in=signing_in, **rest)

    return completed
