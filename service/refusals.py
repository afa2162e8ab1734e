"""Answering with a problem, from a route or from a middleware before all routes."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from service import problems

log = logging.getLogger(__name__)


def problem_response(
    problem: problems.Problem,
    body: Mapping[str, object],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as it goes over the wire."""
    return JSONResponse(
        body,
        problem.status,
        {**problems.headers_of(problem), **(headers or {})},
        media_type=problems.MEDIA_TYPE,
    )


def access_refusal(code: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A request that is not let in; `code` is a row of `problems.ACCESS_PROBLEMS`."""
    problem = problems.ACCESS_PROBLEMS[code]
    return problem_response(problem, problems.problem_body(problem, detail), headers)


def log_failure(error: BaseException) -> None:
    """Where it failed and with which class of error, without its message."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, places)
