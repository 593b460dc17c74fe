"""Figures for a monitoring server (Prometheus): requests, observed time, open matters; no names and no addresses."""

import logging
import secrets
import shutil
import time
from collections.abc import Iterator

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.context import Context, Parts
from api.json_logs import FIELDS, REQUESTS
from api.versions import NEWEST

router = APIRouter(include_in_schema=False)
_LOG = logging.getLogger(REQUESTS)

_ELSEWHERE = "other"
"""The route of every address that is none of the API's: an address itself may hold anything, and is never a label."""
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "counterwatch_requests",
            "Requests by route, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "counterwatch_request_seconds",
            "Seconds until an answer was sent, by route.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )


class MeasuredRequests:
    """Middleware that counts requests and measures how long their answers take."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a request without an answer counts as 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status = time.perf_counter(), 500

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            route, seconds = _route(scope), time.perf_counter() - begin
            self._metrics.requests.labels(route, scope["method"], str(status)).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            told = (scope["method"], route, status, round(seconds, 4))
            _LOG.info("request", extra=dict(zip(FIELDS, told, strict=True)))


def _route(scope: Scope) -> str:
    """The address of the route with its parameters named; the route itself does not have the version of the API."""
    pattern: str = getattr(scope.get("route"), "path_format", _ELSEWHERE)
    of_api = pattern != _ELSEWHERE and scope["path"].startswith(f"{NEWEST}/")
    return NEWEST + pattern if of_api and not pattern.startswith(NEWEST) else pattern


@router.get("/metrics")
def metrics(request: Request, parts: Parts) -> Response:
    """404 without a token in the settings of the server, 401 for a request that does not bear it."""
    wanted = parts.settings.metrics_token
    if wanted is None:
        raise HTTPException(404, "there is no such address")
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), wanted.encode()):
        raise HTTPException(401, "send the token of the metrics", {"WWW-Authenticate": "Bearer"})
    measured: Metrics = request.app.state.metrics
    figures = CollectorRegistry()
    figures.register(_StoredFigures(parts))
    content = generate_latest(measured.registry) + generate_latest(figures)
    return Response(content, media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})


class _StoredFigures:
    """Collects the figures that the store and the disk know, at the moment of the request."""

    def __init__(self, parts: Context) -> None:
        self._parts = parts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each figure; a camera is named by its id, which leads nobody to it."""
        store, now = self._parts.store, self._parts.now()
        seen = GaugeMetricFamily(
            "counterwatch_camera_unobserved_seconds",
            "Seconds since the end of the last observed span of a camera.",
            labels=("camera_id",),
        )
        for camera_id, end in store.observed.last_ends().items():
            seen.add_metric([str(camera_id)], max(0.0, now - end))
        yield seen
        yield GaugeMetricFamily(
            "counterwatch_appeals_open", "Appeals that await a decision.", value=store.appeals.count_open()
        )
        yield GaugeMetricFamily(
            "counterwatch_data_free_bytes",
            "Room on the disk of the data folder.",
            value=shutil.disk_usage(self._parts.settings.data).free,
        )
