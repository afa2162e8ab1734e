"""The command `mcp`: the tools over standard input and output, until the caller closes them."""

from __future__ import annotations

from service.mcp import build_mcp
from service.metrics import Metrics
from service.opening import opened_index, searcher_of
from service.settings import Settings
from service.state import State


def serve_stdio(settings: Settings) -> None:
    """Load the index, then answer tool calls; standard output carries the protocol alone."""
    state = State(settings)
    server = build_mcp(state, Metrics(state))
    with opened_index(settings) as opened:
        state.load(opened, searcher_of(settings, opened))
        server.run("stdio")
