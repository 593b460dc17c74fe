"""The application: routes, refusals in one line, security headers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from api.change_feed import ChangeFeed
from api.context import Context
from api.description import DescribedApi, refuse_repeats
from api.description_page import router as description_page
from api.entity_tags import EntityTags
from api.error_handlers import install as install_problem_handlers
from api.headers import SecurityHeaders
from api.idempotency import IdempotentWrites
from api.identity_provider import IdentityProvider
from api.metrics import MeasuredRequests, Metrics
from api.metrics import router as metrics
from api.norms import Norms
from api.probes import router as probes
from api.request_limits import BoundedRequests
from api.routes import (
    appeals,
    audit,
    backgrounds,
    backups,
    channels,
    clauses,
    days,
    events,
    exports,
    health,
    holds,
    identities,
    inspections,
    labels,
    lines,
    media,
    norms,
    notices,
    periods,
    persons,
    provider_sign_in,
    quality_audits,
    reports,
    reviews,
    samples,
    seats,
    second_factor,
    service_tokens,
    shifts,
    sign_in,
    sites,
    stream,
    timeline,
    users,
    whatif,
    zones,
)
from api.secret import load_secret
from api.settings import Settings
from api.tokens import Signer
from api.versions import NEWEST, AnyVersion
from models.store import Store
from pipeline.notices.sealing import Sealing
from pipeline.worker.signal_worker import SignalWorker

TAGS = [
    {"name": "account", "description": "Signing in, and the settings of one's own account"},
    {"name": "events", "description": "Events with evidence, clips and reviews"},
    {"name": "appeals", "description": "Appeals against events, and their decisions"},
    {"name": "scores", "description": "Days, deductions and their reasons"},
    {"name": "norms", "description": "Clauses and profiles"},
    {"name": "site", "description": "Halls, counters, observed time"},
    {"name": "notices", "description": "Notices for people"},
    {"name": "stream", "description": "Changes as they happen"},
    {"name": "accounts", "description": "Managing accounts"},
    {"name": "quality", "description": "Quality audits: draws, outcomes and their figures"},
    {"name": "audit", "description": "Views, exports and changes"},
    {"name": "privacy", "description": "Legal holds, and the data of a person"},
    {"name": "server", "description": "Health of the server"},
]

# The order in which paths are tried, and in which the description lists them.
ROUTES = (
    health,
    sign_in,
    second_factor,
    provider_sign_in,
    exports,
    events,
    reviews,
    appeals,
    media,
    days,
    shifts,
    timeline,
    periods,
    whatif,
    reports,
    norms,
    labels,
    clauses,
    lines,
    samples,
    quality_audits,
    inspections,
    notices,
    stream,
    channels,
    sites,
    zones,
    backgrounds,
    seats,
    users,
    identities,
    service_tokens,
    audit,
    holds,
    persons,
    backups,
)


def create_app(settings: Settings) -> FastAPI:
    """The API over the store of `settings`, ready to serve; pages may be added to it.

    The database is opened and upgraded here, so that its errors are shown before the server listens.
    Raises ModelError with one line when database or secret cannot be used.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = load_secret(settings.data)
    store = Store(settings.database_url, settings.patience, settings.data, settings.clock)
    aside = SignalWorker(settings.database_url, settings.data)
    provider = IdentityProvider(settings.oidc) if settings.oidc else None

    @asynccontextmanager
    async def close_at_the_end(_app: FastAPI) -> AsyncIterator[None]:
        yield
        aside.close()
        store.close()

    app = DescribedApi(
        title="Counterwatch",
        summary="Events, scores and their reasons.",
        version="1",
        openapi_url=f"{NEWEST}/openapi.json",
        openapi_tags=TAGS,
        # The pages of these load scripts from elsewhere, which a closed site cannot reach and should not run.
        docs_url=None,
        redoc_url=None,
        lifespan=close_at_the_end,
    )
    app.state.metrics = Metrics()
    app.state.context = Context(
        settings, store, Signer(secret), Norms(store), aside, Sealing(secret), ChangeFeed(store), provider
    )
    app.add_middleware(EntityTags)
    app.add_middleware(IdempotentWrites)
    app.add_middleware(MeasuredRequests, metrics=app.state.metrics)
    app.add_middleware(BoundedRequests)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(AnyVersion)
    install_problem_handlers(app)
    # Each by itself: FastAPI would look through the routes of a router of routers once more for every request.
    for part in ROUTES:
        app.include_router(part.router, prefix=NEWEST, dependencies=[Depends(refuse_repeats)])
    app.include_router(probes)
    app.include_router(metrics)
    app.include_router(description_page)
    app.refuse_the_rest()
    return app
