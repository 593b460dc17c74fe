"""The parts that routes share, and the account or service token that sends a request."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.change_feed import ChangeFeed
from api.identity_provider import IdentityProvider
from api.norms import Norms
from api.paging import page_end as page_end  # noqa: PLC0414 - routes take their shared parts from here
from api.paging import paging as paging  # noqa: PLC0414
from api.permissions import ALLOWED, Permission, of_rights, scope_of
from api.schemas import BACKGROUND
from api.service_tokens import admitted_token
from api.settings import Settings
from api.tokens import Claim, Signer
from models import REFERENCE, Action, Language, ServiceToken, User, is_secret
from models.store import Deed, Scope, Store
from pipeline.notices.sealing import Sealing
from pipeline.notices.sender import SenderParts
from pipeline.worker.signal_worker import SignalWorker

_bearer = HTTPBearer(
    auto_error=False, description="The token of `POST /api/v1/sign-in`, or a service token (`cw_...`)"
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one server."""

    settings: Settings
    store: Store
    signer: Signer
    norms: Norms
    aside: SignalWorker
    sealing: Sealing
    feed: ChangeFeed
    provider: IdentityProvider | None = None

    def now(self) -> float:
        """UTC seconds by the server's clock."""
        return self.settings.clock()

    @property
    def sender(self) -> SenderParts:
        """The parts with which a test message is sent."""
        return SenderParts(self.store, self.sealing, self.settings.notices, self.now)

    def must_set_up(self, user: User, session: str) -> bool:
        """Whether the account needs a second factor for its role and has none, nor its provider in this session."""
        if user.role not in self.settings.second_factor_for:
            return False
        factor = self.store.second_factors.get(user.id)
        if factor is not None and factor.confirmed:
            return False
        return not self.store.sign_ins.has_provider_factor(session)

    def check_ready(self, user: User, session: str) -> None:
        """403 for an account that has to change its first password, or to set up a second factor, before all else."""
        if user.first_until is not None:
            raise HTTPException(403, "change your first password first: another person knows it")
        if self.must_set_up(user, session):
            raise HTTPException(403, "set up the second factor of your account first: your role needs one")

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
    """The account or service token that sends a request: its name in the audit log, what it may do and see.

    `client` is its address, `mark` stands for what it came with, `claim` is its session: None for a token.
    """

    name: str
    language: Language
    allowed: frozenset[Permission]
    scope: Scope
    client: str
    mark: str
    claim: Claim | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role of the account, or the token, allows this."""
        return permission in self.allowed

    def deed(self, action: Action, subject: str = "", detail: str = "", once: str | None = None) -> Deed:
        """A line for the audit log about an action of the caller."""
        return Deed(self.name, action, subject, detail, self.client, once)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCaller(Caller):
    """An account that sends a request, in one of its sessions."""

    user: User
    session: str

    @property
    def session_claim(self) -> Claim:
        """The account in this session, to sign for."""
        return Claim(self.user.id, self.user.version, self.session)

    @classmethod
    def of(cls, user: User, session: str, parts: Context, client: str, mark: str) -> "AccountCaller":
        """The account in this session, with what its role and its grants allow."""
        return cls(
            name=user.name,
            language=user.language,
            allowed=ALLOWED[user.role],
            scope=scope_of(parts.store, user),
            client=client,
            mark=mark,
            claim=Claim(user.id, user.version, session),
            user=user,
            session=session,
        )


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


def caller_of(request: Request, parts: Parts, credentials: Credentials) -> Caller:
    """The caller; 401 without a token of a session that lives, or a service token that is valid."""
    return admitted(credentials, parts, client_of(request), by_person=BACKGROUND not in request.headers)


def admitted(
    credentials: HTTPAuthorizationCredentials | None, parts: Context, client: str, *, by_person: bool
) -> Caller:
    """The caller of these credentials from an address, as `caller_of`; `by_person` starts the idle time anew."""
    if credentials is not None and is_secret(credentials.credentials):
        return _service(
            admitted_token(credentials.credentials, parts.store, client, parts.now()), parts, client
        )
    claim = parts.signer.read(credentials.credentials, parts.now()) if credentials else None
    user = account_of(claim, parts, by_person=by_person) if claim else None
    if claim is None or user is None:
        raise HTTPException(401, "sign in first", {"WWW-Authenticate": "Bearer"})
    return AccountCaller.of(user, claim.id, parts, client, claim.id)


def _service(token: ServiceToken, parts: Context, client: str) -> Caller:
    """The caller of a service token. It has no session, so a line about a view stands for an hour."""
    return Caller(
        name=token.actor,
        language=REFERENCE,
        allowed=of_rights(token.may),
        scope=parts.store.token_grants.scope(token.id),
        client=client,
        mark=f"token {token.id} {parts.now() // 3600:.0f}",
    )


AnyCaller = Annotated[Caller, Depends(caller_of)]


def account_of(claim: Claim, parts: Context, *, by_person: bool) -> User | None:
    """The active account of a session that lives, as it was at its sign-in; None for every other claim."""
    user = parts.store.accounts.get(claim.user_id)
    if user is None or not user.active or user.version != claim.version:
        return None
    lives = parts.store.sign_ins.seen(claim.id, parts.now(), parts.settings.idle_s, by_person=by_person)
    return user if lives else None


async def own_account(caller: AnyCaller) -> AccountCaller:
    """The account that asks; 403 for a service token."""
    if not isinstance(caller, AccountCaller):
        raise HTTPException(403, "a service token is no account: sign in")
    return caller


OwnAccount = Annotated[AccountCaller, Depends(own_account)]


def ready(caller: AnyCaller, parts: Parts) -> Caller:
    """The caller; 403 for an account that has to change its first password or to set up a second factor first."""
    if isinstance(caller, AccountCaller):
        parts.check_ready(caller.user, caller.session)
    return caller


Ready = Annotated[Caller, Depends(ready)]


def allows(permission: Permission) -> Callable[[Caller], Awaitable[Caller]]:
    """A dependency: the account or the service token, or 403 when it is not allowed this."""

    async def check(caller: Ready) -> Caller:
        check_allowed(caller, permission)
        return caller

    return check


def needs(permission: Permission) -> Callable[[Caller], Awaitable[AccountCaller]]:
    """A dependency: the account, or 403 when its role does not allow this; service tokens are refused."""

    async def check(caller: Ready) -> AccountCaller:
        check_allowed(caller, permission)
        return await own_account(caller)

    return check


def check_allowed(caller: Caller, permission: Permission) -> None:
    """403 when the caller is not allowed this."""
    if not caller.may(permission):
        holder = f"your role {caller.user.role.value}" if isinstance(caller, AccountCaller) else "the token"
        raise HTTPException(403, f"{holder} lacks the permission to {permission.value}")


Reader = Annotated[Caller, Depends(allows(Permission.READ))]
ScoreReader = Annotated[Caller, Depends(allows(Permission.SCORES))]
Exporter = Annotated[Caller, Depends(allows(Permission.EXPORT))]
LogReader = Annotated[Caller, Depends(allows(Permission.AUDIT))]
Overseer = Annotated[Caller, Depends(allows(Permission.OVERSEE))]
AccountReader = Annotated[AccountCaller, Depends(needs(Permission.OVERSEE))]
ShiftReader = Annotated[AccountCaller, Depends(needs(Permission.SHIFTS))]
Reviewer = Annotated[AccountCaller, Depends(needs(Permission.REVIEW))]
Auditor = Annotated[AccountCaller, Depends(needs(Permission.AUDIT))]
Appellant = Annotated[AccountCaller, Depends(needs(Permission.APPEAL))]
Judge = Annotated[AccountCaller, Depends(needs(Permission.DECIDE))]
Admin = Annotated[AccountCaller, Depends(needs(Permission.USERS))]
LineKeeper = Annotated[AccountCaller, Depends(needs(Permission.LINES))]
Surveyor = Annotated[AccountCaller, Depends(needs(Permission.ZONES))]
