"""What the routes have in common: the loaded state, and its numbers."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.metrics import Metrics
from service.state import State


# Both are coroutines so that FastAPI calls them at once instead of from a thread.
async def _state(request: Request) -> State:
    return cast(State, request.app.state.onrecord)


async def _metrics(request: Request) -> Metrics:
    return cast(Metrics, request.app.state.metrics)


Loaded = Annotated[State, Depends(_state)]
Numbers = Annotated[Metrics, Depends(_metrics)]
