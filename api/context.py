"""The parts that routes share, and the account that sends a request."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.norms import Norms
from api.permissions import ALLOWED, Permission, scope_of
from api.schemas import BACKGROUND
from api.settings import Settings
from api.tokens import Claim, Signer
from models import Action, User
from models.store import Deed, Scope, Store
from pipeline.worker.signal_worker import SignalWorker

_bearer = HTTPBearer(auto_error=False, description="The token of `POST /api/v1/sign-in`")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one server."""

    settings: Settings
    store: Store
    signer: Signer
    norms: Norms
    aside: SignalWorker

    def now(self) -> float:
        """UTC seconds by the server's clock."""
        return self.settings.clock()

    def must_set_up(self, user: User) -> bool:
        """Whether the account needs a second factor for its role and has none."""
        if user.role not in self.settings.second_factor_for:
            return False
        factor = self.store.second_factors.get(user.id)
        return factor is None or not factor.confirmed

    def viewed(self, caller: "Caller", action: Action, subject: str = "", detail: str = "") -> None:
        """Write down what the caller looks at: one line for each subject, session and hour, however often it is asked.

        A page asks for the same thing several times, and again when it is refreshed.
        """
        now = self.now()
        told = f"{subject}|{detail}|{caller.mark}|{now // 3600}"
        once = f"{action.value} {hashlib.sha256(told.encode()).hexdigest()}"
        self.store.audit.add(caller.deed(action, subject, detail, once), now)


@dataclass(frozen=True, slots=True)
class Caller:
    """The account that sends a request, its scope, its address, its session, and a mark of what it came with."""

    user: User
    scope: Scope
    client: str
    mark: str
    session: str = ""

    @property
    def claim(self) -> Claim:
        """The account in this session, to sign for."""
        return Claim(self.user.id, self.user.version, self.session)

    def may(self, permission: Permission) -> bool:
        """Whether the account's role allows this."""
        return permission in ALLOWED[self.user.role]

    def deed(self, action: Action, subject: str = "", detail: str = "", once: str | None = None) -> Deed:
        """A line for the audit log about an action of the caller."""
        return Deed(self.user.name, action, subject, detail, self.client, once)


async def context_of(request: Request) -> Context:
    """The parts of the server that received this request.

    This and other dependencies that only compute are coroutines: FastAPI hands a plain function to a thread, which
    costs more than they do.
    """
    context: Context = request.app.state.context
    return context


Parts = Annotated[Context, Depends(context_of)]


def client_of(request: Request) -> str:
    """The address of the client's socket. Forwarded headers are ignored, because a client can invent them."""
    return request.client.host if request.client else ""


def own_account(request: Request, parts: Parts, credentials: Credentials) -> Caller:
    """The caller; 401 without a token of a session that lives."""
    claim = parts.signer.read(credentials.credentials, parts.now()) if credentials else None
    user = account_of(claim, parts, by_person=BACKGROUND not in request.headers) if claim else None
    if claim is None or user is None:
        raise HTTPException(401, "sign in first", {"WWW-Authenticate": "Bearer"})
    return Caller(user, scope_of(parts.store, user), client_of(request), claim.id, claim.id)


def account_of(claim: Claim, parts: Context, *, by_person: bool) -> User | None:
    """The active account of a session that lives, as it was at its sign-in; None for every other claim."""
    user = parts.store.accounts.get(claim.user_id)
    if user is None or not user.active or user.version != claim.version:
        return None
    lives = parts.store.sign_ins.seen(claim.id, parts.now(), parts.settings.idle_s, by_person=by_person)
    return user if lives else None


OwnAccount = Annotated[Caller, Depends(own_account)]


def signed_in(caller: OwnAccount, parts: Parts) -> Caller:
    """The caller; 403 for an account that has to set up a second factor first."""
    if parts.must_set_up(caller.user):
        raise HTTPException(403, "set up the second factor of your account first: your role needs one")
    return caller


SignedIn = Annotated[Caller, Depends(signed_in)]


def needs(permission: Permission) -> Callable[[Caller], Awaitable[Caller]]:
    """A dependency: the caller, or 403 when the role does not allow it."""

    async def check(caller: SignedIn) -> Caller:
        if not caller.may(permission):
            raise HTTPException(
                403, f"your role {caller.user.role.value} lacks the permission to {permission.value}"
            )
        return caller

    return check


Reader = Annotated[Caller, Depends(needs(Permission.READ))]
Reviewer = Annotated[Caller, Depends(needs(Permission.REVIEW))]
Auditor = Annotated[Caller, Depends(needs(Permission.AUDIT))]
Appellant = Annotated[Caller, Depends(needs(Permission.APPEAL))]
Judge = Annotated[Caller, Depends(needs(Permission.DECIDE))]
Admin = Annotated[Caller, Depends(needs(Permission.USERS))]
LineKeeper = Annotated[Caller, Depends(needs(Permission.LINES))]
Surveyor = Annotated[Caller, Depends(needs(Permission.ZONES))]
