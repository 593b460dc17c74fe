"""Accounts for a demonstration, one for each role that needs no roster."""

import base64
import hmac
from dataclasses import dataclass
from pathlib import Path

from api.secret import load_secret
from models import ALL_HALLS, Language, Role
from models.store import AccountChange, Store


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A name and a password to print on the terminal."""

    name: str
    password: str
    role: Role


def ensure_demo_accounts(
    store: Store, data: Path, now: float, language: Language = "zh"
) -> list[DemoAccount]:
    """One account for each role, ready to sign in, added or reset if necessary; only for demo folders.

    There is no clerk: a clerk is a person of the roster, and the demo has none.

    The passwords are derived from the folder's secret: they are the same at every start, differ between folders, and
    are not stored.
    """
    secret = load_secret(data)
    accounts = [
        DemoAccount(role.value, _password(secret, role), role) for role in Role if role is not Role.CLERK
    ]
    for account in accounts:
        _ensure(store, account, now, language)
    return accounts


def _password(secret: bytes, role: Role) -> str:
    digest = hmac.digest(secret, f"demo account {role.value}".encode(), "sha256")
    letters = base64.b32encode(digest).decode().lower()
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"  # 60 bits


def _ensure(store: Store, account: DemoAccount, now: float, language: Language) -> None:
    held = store.accounts.named(account.name)
    if held is None:
        added = store.accounts.add(account.name, account.password, account.role, language, now)
        store.grants.give(added.id, ALL_HALLS, "demo", now)
    elif store.accounts.check(account.name, account.password) is None or held.role is not account.role:
        store.accounts.change(held.id, AccountChange(account.role, active=True, password=account.password))
