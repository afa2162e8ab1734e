"""The command `mcp`: the tools over standard input and output, until the caller closes them."""

from __future__ import annotations

from service.mcp import build_mcp
from service.metrics import Metrics
from service.opening import opened_searcher
from service.settings import Settings
from service.state import State


def serve_stdio(settings: Settings) -> None:
    """Load the index, then answer tool calls; standard output carries the protocol alone."""
    state = State(settings)
    server = build_mcp(state, Metrics(state))
    with opened_searcher(settings) as searcher:
        state.load(searcher.index, searcher)
        server.run("stdio")
