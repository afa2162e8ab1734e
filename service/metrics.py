"""Counts and times for Prometheus; a line in the log for each request."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.state import State
from service.tracing import trace_of

MEDIA_TYPE = CONTENT_TYPE_LATEST

_BUCKETS_S = (0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 30.0)

log = logging.getLogger(__name__)


class Metrics:
    """One app's numbers, in a registry of its own so that two apps may live in one process."""

    def __init__(self, state: State) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "onrecord_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "onrecord_request_seconds",
            "Seconds from the request's head to the end of its answer.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self.answers = Counter(
            "onrecord_answers",
            "Questions by what came of them.",
            ("status",),
            registry=self.registry,
        )
        self.registry.register(_IndexSize(state))

    def text(self) -> bytes:
        """All numbers in the text format."""
        return generate_latest(self.registry)


class _IndexSize(Collector):
    """Reads the size of the index at the moment it is asked for."""

    def __init__(self, state: State) -> None:
        self._state = state

    def describe(self) -> list[GaugeMetricFamily]:
        return [self._size(), self._generation()]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        size, generation = self._size(), self._generation()
        if self._state.ready:
            store = self._state.index.store
            counts = store.counts()
            for kind in ("sources", "documents", "turns", "passages", "speakers"):
                size.add_metric([kind], getattr(counts, kind))
            generation.add_metric([], store.generation)
        yield size
        yield generation

    @staticmethod
    def _size() -> GaugeMetricFamily:
        return GaugeMetricFamily("onrecord_index_size", "How much is on record.", labels=["kind"])

    @staticmethod
    def _generation() -> GaugeMetricFamily:
        return GaugeMetricFamily("onrecord_generation", "Generation of the index.", labels=[])


class RequestMetrics:
    """ASGI middleware: counts each request under its route, never under its raw path."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and take its time."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            self._record(scope, status, time.perf_counter() - begun)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if route != "unmatched" else "any"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        trace = trace_of(scope)
        ids = "" if trace is None else f" {trace.request_id} {trace.trace_id}"
        log.info("%s %s %d %.1f ms%s", method, route, status, seconds * 1000, ids)
