"""What runs here, whether it runs, and how it fares."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from service.metrics import MEDIA_TYPE
from service.responses import counts_body
from service.routes.wiring import Loaded, Numbers
from service.schemas import HealthBody, InfoBody, ModelBody
from service.versions import all_versions

router = APIRouter(tags=["system"])


@router.get("/v1/info")
def info(state: Loaded) -> InfoBody:
    """How much is on record, which model made the index, and the versions of what serves it."""
    index = state.index
    store = index.store
    with store.snapshot():
        counts, generation = store.counts(), store.generation
    encoder = index.encoder
    return InfoBody(
        counts=counts_body(counts),
        model=ModelBody(name=encoder.name, sha256=encoder.model_hash, dim=encoder.dim),
        generation=generation,
        versions=all_versions(),
    )


@router.get("/healthz")
async def health() -> HealthBody:
    """The process answers."""
    return HealthBody(status="ok")


@router.get("/readyz")
def ready(state: Loaded) -> HealthBody:
    """The index is loaded and its store can be read; a 503 problem until then."""
    state.index.store.counts()
    return HealthBody(status="ready")


@router.get("/metrics", include_in_schema=False)
def numbers(metrics: Numbers) -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(metrics.text(), media_type=MEDIA_TYPE)
