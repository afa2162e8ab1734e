"""The web application, built from objects that are ready."""

from __future__ import annotations

import logging
import traceback
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import OnRecordError
from service import problems
from service.admission import Admission
from service.headers import SecurityHeaders
from service.limits import BodyLimit
from service.metrics import Metrics, RequestMetrics
from service.routes import ask, documents, judging, pages, speakers, system
from service.schemas import ProblemBody
from service.state import State
from service.versions import onrecord_version

log = logging.getLogger(__name__)


class Service(FastAPI):
    """The application; its schema publishes the limits that are set."""

    onrecord: State

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1 of all routes, made once."""
        if self.openapi_schema is None:
            schema = super().openapi()
            _bound_questions(schema, self.onrecord.settings.max_question_chars)
            _add_problems(schema)
        return super().openapi()


def build_app(state: State, *, with_judging: bool = False) -> FastAPI:
    """Put routes, errors, limits, headers and metrics together.

    :param state: Ready, or to be loaded later: until then questions get a 503 problem.
    :param with_judging: Add the judging page; it works on `state.desk`.
    """
    app = Service(
        title="On the Record",
        summary="Ask what somebody said, get the words they said.",
        version=onrecord_version(),
        docs_url=None,  # Both of FastAPI's viewers load scripts from elsewhere.
        redoc_url=None,
        openapi_url="/openapi.json",
        responses={"default": problems.RESPONSE},
    )
    metrics = Metrics(state)
    app.onrecord = state
    app.state.onrecord = state
    app.state.metrics = metrics
    for routes in (ask, documents, speakers, system, pages):
        app.include_router(routes.router)
    if with_judging:
        app.include_router(judging.router)
    app.add_exception_handler(OnRecordError, _our_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    # The one added last sees a request first.
    app.add_middleware(Admission)
    app.add_middleware(BodyLimit, settings=state.settings)
    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestMetrics, metrics=metrics)
    return app


class LastResort:
    """ASGI middleware: what nobody expected becomes a plain 500 problem.

    Neither the answer nor the log repeats the error's message: it may hold a transcript's words.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it when it fails."""
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:  # noqa: BLE001 -- the one place where nothing may pass
            _log_failure(error)
            if not begun and scope["type"] == "http":
                problem = problems.http_problem(500)
                body = problems.problem_body(problem, problems.FAILED)
                await _response(problem, body)(scope, receive, send)


async def _our_error(request: Request, error: Exception) -> Response:
    ours = cast(OnRecordError, error)
    problem = problems.problem_of(ours)
    if problem.status == 500:
        _log_failure(ours)
    return _response(problem, problems.error_body(ours))


async def _invalid(request: Request, error: Exception) -> Response:
    found = cast(RequestValidationError, error).errors()
    return _response(problems.http_problem(422), problems.validation_body(found))


async def _http_error(request: Request, error: Exception) -> Response:
    refusal = cast(HTTPException, error)
    problem = problems.http_problem(refusal.status_code)
    detail = problems.http_detail(refusal.status_code, refusal.detail)
    response = _response(problem, problems.problem_body(problem, detail))
    response.headers.update(refusal.headers or {})
    return response


def _response(problem: problems.Problem, body: dict[str, object]) -> Response:
    return JSONResponse(
        body, problem.status, problems.headers_of(problem), media_type=problems.MEDIA_TYPE
    )


def _log_failure(error: BaseException) -> None:
    """Where it failed and with which class of error, without its message."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, places)


def _bound_questions(schema: dict[str, Any], most: int) -> None:
    """Publish the limit on questions that is set, wherever the schema names one."""
    for name in ("AskRequest", "SearchRequest"):
        schema["components"]["schemas"][name]["properties"]["question"]["maxLength"] = most
    for parameter in schema["paths"]["/v1/ask"]["get"]["parameters"]:
        if parameter["name"] == "q":
            parameter["schema"]["maxLength"] = most


def _add_problems(schema: dict[str, Any]) -> None:
    """Publish what `problems.RESPONSE` points to."""
    problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= {**problem.pop("$defs"), "ProblemBody": problem}
